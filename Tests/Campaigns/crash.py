#!/usr/bin/env python3
"""Kills a replay that prints, at random moments, and checks that nothing is lost or doubled.

Usage: crash.py TILLMESH PRINTER_EMULATOR [--runs 200] [--seed 1]

Each run takes a fresh lane, starts `tillmesh replay --printer` against the printer emulator, ends
it with SIGKILL after a random time, and then checks with the program's own commands that

* every receipt of which the emulator got a byte is in the books exactly once,
* receipt numbers have no gap and no repeat,
* the log verifies,
* a second replay of the same file completes the day, and again adds nothing twice.

Exits 1 at the first run that fails, and prints the command that repeats it.
"""
import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

NUMBER = re.compile(rb"\d{3}-\d{2}[a-z0-9]*-\d{6,}")
INIT = b"\x1b@"


def tickets(path, count, source):
    """Writes a day of `count` tickets of 1 to 9 lines."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("ticket,time,item,description,quantity,price,customer\n")
        for number in range(1, count + 1):
            minute = number * 2
            stamp = f"2026-03-{2 + minute // 600:02d} {9 + minute // 60 % 10:02d}:{minute % 60:02d}:00"
            for _ in range(source.randint(1, 9)):
                item = source.randint(1, 40)
                price = 0.5 + item * 0.25
                quantity = source.randint(1, 5)
                file.write(f"{number},{stamp},SKU{item:03d},GOODS {item:03d},{quantity},{price:.2f},\n")


def run(*words, **options):
    return subprocess.run(words, check=True, capture_output=True, text=True, **options).stdout


class Emulator:
    """A printer on a free port of 127.0.0.1 that writes down every byte it gets."""

    def __init__(self, program, folder):
        self.bytes_path = os.path.join(folder, "printer.bytes")
        self.process = subprocess.Popen(
            [program, "--bytes", self.bytes_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True)
        self.port = int(self.process.stdout.readline().split()[-1])

    def end(self):
        self.process.stdin.close()
        self.process.stdout.read()
        self.process.wait()
        self.process.stdout.close()
        with open(self.bytes_path, "rb") as file:
            return file.read()


def receipts(program, data):
    lines = run(program, "sales", "--data", data, "--json", "--limit", "1000000").splitlines()
    return [json.loads(line)["receiptNumber"] for line in lines if line.startswith("{")]


def check_books(program, data, printed, where):
    numbers = receipts(program, data)
    known = set(numbers)
    assert len(known) == len(numbers), f"{where}: a receipt is there twice"
    counted = sorted(int(number.rsplit("-", 1)[1]) for number in known)
    assert counted == list(range(1, len(counted) + 1)), f"{where}: numbers have a gap: {counted}"
    begun = printed.count(INIT)
    assert begun <= len(counted), f"{where}: {begun} receipts began, {len(counted)} are saved"
    for number in set(NUMBER.findall(printed)):
        assert number.decode() in known, f"{where}: {number.decode()} was printed and is lost"
    run(program, "log", "verify", "--data", data)
    return len(counted)


def one(arguments, base, file, total, seed):
    source = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="tillmesh-crash-")
    try:
        data = os.path.join(folder, "data")
        shutil.copytree(base, data)
        emulator = Emulator(arguments.emulator, folder)
        replay = subprocess.Popen(
            [arguments.tillmesh, "replay", "--data", data, "--create-items", "--json", "--printer",
             f"tcp:127.0.0.1:{emulator.port}", file],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(source.uniform(0, arguments.longest))
        killed = replay.poll() is None
        replay.send_signal(signal.SIGKILL)
        replay.wait()
        printed = emulator.end()
        saved = check_books(arguments.tillmesh, data, printed, f"seed {seed}")
        again = json.loads(run(
            arguments.tillmesh, "replay", "--data", data, "--create-items", "--json", file))
        assert again["already"] + again["sales"] == total, f"seed {seed}: {again}"
        assert again["already"] == saved, f"seed {seed}: {saved} saved, {again['already']} found"
        assert check_books(arguments.tillmesh, data, b"", f"seed {seed}, completed") == total
        return killed, saved, printed.count(INIT)
    finally:
        shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tillmesh")
    parser.add_argument("emulator")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tickets", type=int, default=600)
    parser.add_argument("--longest", type=float, default=1.5, help="seconds before the kill")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="tillmesh-crash-base-")
    killed_runs = begun = saved_all = 0
    try:
        base, file = os.path.join(folder, "base"), os.path.join(folder, "day.csv")
        words = os.path.join(folder, "words")
        with open(words, "w", encoding="utf-8") as handle:
            handle.write("a passphrase for a crash test\n")
        pin = os.path.join(folder, "pin")
        with open(pin, "w", encoding="utf-8") as handle:
            handle.write("4711\n")
        run(arguments.tillmesh, "init", "--data", base, "--store", "014", "--lane", "3",
            "--currency", "GBP", "--zone", "Europe/London", "--passphrase-file", words,
            "--pin-file", pin)
        tickets(file, arguments.tickets, random.Random(arguments.seed))
        for seed in range(arguments.seed, arguments.seed + arguments.runs):
            try:
                killed, saved, printed = one(arguments, base, file, arguments.tickets, seed)
            except (AssertionError, subprocess.CalledProcessError) as error:
                detail = getattr(error, "stderr", "") or ""
                print(f"FAILED: {error}\n{detail}repeat with: {sys.argv[0]} {arguments.tillmesh} "
                      f"{arguments.emulator} --runs 1 --seed {seed}")
                return 1
            killed_runs += killed
            begun += printed
            saved_all += saved
        print(f"{arguments.runs} runs, {killed_runs} killed in the middle, {saved_all} sales saved "
              f"before the kill, {begun} receipts begun on paper: none lost, none twice")
        return 0
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
