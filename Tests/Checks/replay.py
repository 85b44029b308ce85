#!/usr/bin/env python3
"""Replays a file of real tickets and compares what the books say with the file itself.

Usage: replay.py TILLMESH FILE

Checks, each by a computation that shares no code with the program: tickets by kind, lines, the net
sum, the stock of every item; that a second run adds nothing; that the log verifies; that a rebuild
gives the same state digest; that receipt numbers have no gap; that the Z reports add up to the
receipts that they close.
"""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def same(what, found, wanted):
    if found != wanted:
        raise SystemExit(f"{what}: the books say {found}, the file {wanted}")
    print(f"{what}: {found}")


def make_shop(program, folder):
    data = os.path.join(folder, "data")
    files = {}
    for name, text in (("passphrase", "a passphrase for a check\n"), ("pin", "4711\n")):
        files[name] = os.path.join(folder, name)
        with open(files[name], "w", encoding="utf-8") as file:
            file.write(text)
    run(program, "init", "--data", data, "--store", "014", "--lane", "3", "--currency", "GBP",
        "--zone", "Europe/London", "--passphrase-file", files["passphrase"], "--pin-file",
        files["pin"])
    return data


def check_books(data, wanted):
    books = sqlite3.connect(f"file:{data}/tillmesh.sqlite?mode=ro", uri=True)
    numbers = [row[0] for row in books.execute("SELECT number FROM receipt ORDER BY number")]
    same("receipts without a gap", numbers == list(range(1, len(numbers) + 1)), True)
    units = {
        item: held / 1000
        for item, held in books.execute("SELECT item, sum(raised) - sum(lowered) FROM stock GROUP BY item")
    }
    moved = {item: count for item, count in wanted["units"].items() if count != 0}
    same("items whose stock differs",
         [item for item in set(units) | set(moved) if units.get(item, 0) != moved.get(item, 0)], [])
    receipts = books.execute("SELECT sum(total) FROM receipt").fetchone()[0]
    adjusted = books.execute("SELECT coalesce(sum(amount), 0) FROM money_adjustment").fetchone()[0]
    same("receipts and adjustments, minor units", receipts + adjusted, wanted["netMinorUnits"])
    closings = list(books.execute(
        "SELECT drawer, first_receipt, last_receipt, grand_total FROM drawer_closing ORDER BY z_number"))
    running = 0
    for drawer, _, _, grand_total in closings:
        running += books.execute(
            "SELECT coalesce(sum(total), 0) FROM receipt WHERE drawer = ?", (drawer,)).fetchone()[0]
        if running != grand_total:
            raise SystemExit(f"a Z carries {grand_total}, its receipts and those before {running}")
    same("receipts outside any closed drawer",
         books.execute("SELECT count(*) FROM receipt WHERE drawer NOT IN "
                       "(SELECT drawer FROM drawer_closing)").fetchone()[0], 0)
    print(f"Z reports: {len(closings)}, the last grand total {running}")
    books.close()


def digest(program, data):
    return json.loads(run(program, "status", "--data", data, "--json"))["stateDigest"]


def main():
    program, path = sys.argv[1:3]
    wanted = json.loads(run(sys.executable, os.path.join(HERE, "replay_totals.py"), path))
    with tempfile.TemporaryDirectory(prefix="tillmesh-replay-") as folder:
        data = make_shop(program, folder)
        started = time.monotonic()
        found = json.loads(run(program, "replay", "--data", data, "--create-items", "--json", path))
        seconds = time.monotonic() - started
        for key in ("tickets", "sales", "returns", "adjustments", "lines", "netMinorUnits"):
            same(key, found[key], wanted[key])
        same("skipped", found["skippedTickets"], 0)
        check_books(data, wanted)
        again = json.loads(run(program, "replay", "--data", data, "--create-items", "--json", path))
        same("already there in a second run", again["already"], wanted["tickets"])
        same("operations after a second run", again["operations"], found["operations"])
        print(run(program, "log", "verify", "--data", data).strip())
        before = digest(program, data)
        run(program, "rebuild", "--data", data)
        same("state digest after a rebuild", digest(program, data), before)
        print(f"replayed in {seconds:.1f} s, {os.path.getsize(data + '/tillmesh.sqlite')} bytes")


if __name__ == "__main__":
    main()
