#!/usr/bin/env python3
"""The machine that `init` made is gone for good: the recovery sheet makes another lane a steward.

  first_lane_lost.py PROGRAM [--keep]

A store of four nodes on loopback. Lane 1, the only steward, is killed and its disk thrown away;
lane 4 is switched off meanwhile. On lane 2, from the sheet that `init` printed and its passphrase,
lane 2 is made a steward while all run, and lane 1 is revoked. A sheet with a wrong letter is
answered with its place, a wrong passphrase with its name. Then lane 2 does what a steward does: it
sets, it enrols a fresh machine, which meets lanes that lane 1 had enrolled; lane 4 comes back with
nothing but its old credential and is met. Every sale is everywhere, and all books agree.
"""
import argparse
import json
import os
import pty
import shutil

import loopback
import scratch

BARCODE, CODE = "09520000012311", "BK001"
PASSPHRASE = "a shop outlives a machine\n"


class Store:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.sold, self.tills = 0, []
        self.write("passphrase", PASSPHRASE)

    def till(self, lane):
        self.tills.append(loopback.Till(self.program, os.path.join(self.folder, f"lane{lane}")))
        return self.tills[-1]

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def path(self, name):
        return os.path.join(self.folder, name)

    def sell(self, *tills):
        for till in tills:
            till.run("sell", BARCODE, "--tender", "cash")
            self.sold += 1

    def root(self, *words):
        """A command of the root, by the sheet and the passphrase alone."""
        return [*words, "--sheet", self.path("sheet"), "--passphrase-file",
                self.path("passphrase")]


def refused(till, words, status, what):
    try:
        till.run(*words)
    except RuntimeError as error:
        assert f": {status}: " in str(error) and what in str(error), str(error)
        return
    raise AssertionError(f"{words} wasn't refused")


def members(till):
    found = json.loads(till.run("members", "--json"))["members"]
    return {member["lane"]: member for member in found if member["lane"]}


def roles(till, lane):
    return members(till).get(lane, {}).get("roles", [])


def met(till):
    return len(json.loads(till.run("peers", "--json"))["peers"])


def begin(store):
    tills = [store.till(lane) for lane in (1, 2, 3, 4)]
    first = tills[0]
    first.run("init", "--store", "014", "--lane", "1", "--currency", "GBP", "--zone",
              "Europe/London", "--sample", "--passphrase-file", store.path("passphrase"))
    # As a person keeps it: on paper, and typed back when it's needed.
    shutil.move(os.path.join(first.data, "recovery-sheet.txt"), store.path("sheet"))
    first.start()
    for till in tills[1:]:
        till.join(first)
        till.start(first.address)
    for till in tills:
        till.run("drawer", "open", "--float", "100")
    store.sell(*tills)
    loopback.await_equal(tills)
    opening = loopback.stock(first, CODE) + store.sold
    return tills, opening


def lose(store, first, fourth):
    """Lane 4 goes to sleep; what lane 1 rang last nobody else has; then its disk is gone."""
    fourth.stop()
    first.kill()
    shutil.rmtree(first.data)
    print(f"lane 1, the only steward, is gone with its disk; {store.sold} sales so far")


def recover(store, second, third):
    refused(second, ["invite"], 77, "no steward")
    refused(second, ["members", "promote", "2"], 66, "--sheet")
    mistype(store, second)
    store.write("wrong", "a shop outlives a maschine\n")
    refused(second, ["members", "promote", "2", "--sheet", store.path("sheet"),
                     "--passphrase-file", store.path("wrong")], 77, "passphrase")
    second.run(*store.root("members", "promote", "2"))
    loopback.until(lambda: "steward" in roles(third, 2), 10, "lane 3 to know the new steward")
    refused(second, store.root("members", "promote", "2"), 1, "already")
    decided = json.loads(second.run(
        *store.root("revoke", "1", "--root", "--reason", "its machine is gone", "--json")))
    assert decided["meshKeyEpoch"] == 2, decided
    loopback.until(lambda: 1 not in members(third), 10, "lane 3 to know of the revocation")
    assert met(second) == 1, "lanes 2 and 3 parted"
    store.sell(second, third)
    print("lane 2 is a steward, lane 1 revoked, and lanes 2 and 3 sell on")


def mistype(store, till):
    """A wrong letter in row 3, group 5 is answered with its place."""
    with open(store.path("sheet"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    number = next(place for place, line in enumerate(lines) if line.startswith("3/"))
    words = lines[number].split()
    words[5] = ("b" if words[5][0] == "a" else "a") + words[5][1:]
    lines[number] = " ".join(words)
    store.write("mistyped", "\n".join(lines))
    refused(till, ["members", "promote", "2", "--sheet", store.path("mistyped"),
                   "--passphrase-file", store.path("passphrase")], 65, "row 3, group 5")


def type_sheet(store, till, *words):
    """Runs a command of the root at a terminal, where the sheet and the passphrase are typed."""
    with open(store.path("sheet"), encoding="utf-8") as file:
        rows = [line for line in file.read().splitlines() if line[1:2] == "/"]
    # Row 2 is typed with a letter too many first.
    answers = [(f"Row {row[0]}: ", row.upper()) for row in rows]
    answers[1:1] = [("Row 2: ", rows[1] + "x")]
    answers.append(("Passphrase", PASSPHRASE.strip()))
    process, terminal = pty.fork()
    if process == 0:
        os.execv(till.program, [till.program, *words, "--data", till.data])
    said, shown = "", ""
    for question, answer in answers:
        while question not in shown:
            shown += os.read(terminal, 4096).decode()
        said, shown = said + shown, ""
        os.write(terminal, (answer + "\n").encode())
    try:
        while part := os.read(terminal, 4096):
            said += part.decode()
    except OSError:
        pass  # Linux's way to say that nobody is at the other end any more.
    os.close(terminal)
    assert os.waitpid(process, 0)[1] == 0, said
    assert "row 2, group 8: 6 letters" in said, said
    assert PASSPHRASE.strip() not in said, "the passphrase was shown"


def go_on(store, second, third, fourth):
    type_sheet(store, second, "members", "promote", "3")
    loopback.until(lambda: "steward" in roles(third, 3), 10, "lane 3 to be a steward")
    second.run("settings", "set", "retentionDays", "500")
    fresh = store.till(1)
    fresh.join(second)
    assert members(second)[1]["state"] == "active", "the fresh machine hasn't lane 1's number"
    # By lane 3 alone, which lane 1 had enrolled.
    fresh.start(third.address)
    fourth.start(third.address, second.address)
    running = [second, third, fourth, fresh]
    loopback.until(lambda: all(met(till) == 3 for till in running), 30, "all to meet")
    fresh.run("drawer", "open", "--float", "100")
    store.sell(*running)
    loopback.await_equal(running)
    return running


def check(store, running, opening):
    for till in running:
        sales = till.sales()
        assert len(sales) == store.sold, f"{till.data} has {len(sales)} of {store.sold} sales"
        assert loopback.stock(till, CODE) == opening - store.sold, till.data
        assert till.run("settings", "list", "retentionDays").split()[-1] == "500", till.data
        till.run("log", "verify")
    print(f"a fresh lane 1 and the sleeper are met; {store.sold} sales, each on every lane")


def restart(running):
    """What they are known by now doesn't lead over lane 1 any more."""
    for till in running:
        till.stop()
    addresses = []
    for till in running:
        till.start(*addresses)
        addresses.append(till.address)
    loopback.until(lambda: all(met(till) == 3 for till in running), 30, "all to meet again")
    loopback.await_equal(running)
    for till in running:
        till.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--keep", action="store_true", help="leave the folder in place")
    options = parser.parse_args()
    with scratch.folder("tillmesh-first-lost.", options.keep) as folder:
        store = Store(options.program, folder)
        try:
            (first, second, third, fourth), opening = begin(store)
            lose(store, first, fourth)
            recover(store, second, third)
            running = go_on(store, second, third, fourth)
            check(store, running, opening)
            restart(running)
        finally:
            for till in store.tills:
                till.kill()


if __name__ == "__main__":
    main()
