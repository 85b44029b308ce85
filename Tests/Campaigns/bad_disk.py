#!/usr/bin/env python3
"""Sells on disks that are full, read-only, damaged, taken or too new, with the real program.

Usage: bad_disk.py TILLMESH [--only CASE]

Each case checks the message and the exit code, that no sale before the trouble is lost, that the
log verifies, and that selling goes on when the trouble is over.
"""
import argparse
import contextlib
import fcntl
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

import small_world
from lane_in_tmux import Lane
from small_world import SmallDisk, make_read_only, make_writable

BAD_DATA, INPUT_OUTPUT, TEMPORARY, NO_PERMISSION = 65, 74, 75, 77
SALE = ("sell", "DA001", "--tender", "cash")


class Till:
    """A copy of the sample shop, and the program's commands on it."""

    def __init__(self, program, base, path):
        self.program, self.path = program, path
        self.database = os.path.join(path, "tillmesh.sqlite")
        shutil.copytree(base, path)

    def run(self, *words):
        return subprocess.run(
            [self.program, *words, "--data", self.path], capture_output=True, text=True,
            stdin=subprocess.DEVNULL, check=False, timeout=60)

    def good(self, *words):
        done = self.run(*words)
        assert done.returncode == 0, f"{words} ended with {done.returncode}: {done.stderr}"
        return done.stdout

    def refused(self, code, texts, *words):
        """The words must fail with this code, and one line that holds all the texts."""
        done = self.run(*words)
        lines = done.stderr.strip().splitlines()
        assert done.returncode == code, f"{words} ended with {done.returncode}: {done.stderr}"
        assert lines and lines[-1].startswith("tillmesh: "), f"{words} said {done.stderr!r}"
        for text in texts:
            assert text in lines[-1], f"{words} said {lines[-1]!r}, not {text!r}"
        return lines[-1]

    def numbers(self):
        """The numbers of all receipts, which must be 1, 2, 3 … each once in each series.

        A lane whose write-ahead log lost sales that were confirmed goes on in another series.
        """
        lines = self.good("sales", "--json", "--limit", "1000000").splitlines()
        series = {}
        for line in lines:
            head, _, number = json.loads(line)["receiptNumber"].rpartition("-")
            series.setdefault(head, []).append(int(number))
        for head, numbers in series.items():
            numbers.sort()
            assert numbers == list(range(1, len(numbers) + 1)), f"a gap in {head}: {numbers}"
        return len(lines)

    def check(self, sales):
        """So many sales are there, and the log verifies."""
        assert self.numbers() == sales, f"{self.numbers()} sales, not {sales}"
        self.good("log", "verify")
        findings = json.loads(self.run("doctor", "--deep", "--json").stdout)["findings"]
        # A disk of a few MiB is nearly full to doctor whatever lies on it.
        wrong = [text for text in findings if "are free on the disk" not in text["finding"]]
        assert not wrong, f"doctor found {wrong}"

    def sell(self):
        self.good(*SALE)


def tickets(path, count):
    """A file of sales of eight lines each."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("ticket,time,item,description,quantity,price,customer\n")
        for number in range(count):
            stamp = f"2026-03-02 {9 + number // 300:02d}:{number // 5 % 60:02d}:00"
            for item in range(8):
                name = f"GOODS {number * 7919 % 997:03d} {item:03d}"
                file.write(f"{number + 1},{stamp},SKU{item:03d},{name},2,{item + 1}.50,\n")


FULL = ("is full", "nothing before it is lost", "free some space, then try again")
READ_ONLY = ("can't be written", "write permission")


def full_sale(world):
    disk = world.disk(8192)
    till = world.till(disk.path)
    till.sell()
    disk.fill()
    till.refused(INPUT_OUTPUT, (till.path, *FULL), *SALE)
    till.refused(INPUT_OUTPUT, FULL, "stock", "receive", "DA001", "5", "--reason", "delivery")
    disk.make_room()
    till.check(1)
    till.sell()
    till.check(2)


def full_beside_a_lane(world):
    """The lane runs already: what fails is the sale itself, not the opening."""
    disk = world.disk(8192)
    till = world.till(disk.path)
    lane = Lane(till.program, till.path)
    try:
        lane.wait("PIN", "Carla Cashier")
        lane.keys("3333", "Enter")
        lane.wait("A06")
        lane.scan("9520000010072")
        lane.wait("MILK WHOLE 1 QT")
        disk.fill()
        lane.keys("F12")
        lane.wait("D01", "MILK WHOLE 1 QT")
        till.refused(INPUT_OUTPUT, (till.path, *FULL), *SALE)
        disk.make_room()
        # Paid it is already; Enter ends it.
        lane.keys("Enter")
        lane.wait("014-03-000001")
        till.sell()
        assert till.numbers() == 2
    finally:
        lane.close()
    till.check(2)


def full_replay(world):
    disk = world.disk(16384)
    till = world.till(disk.path, drawer=False)
    file = os.path.join(world.folder, "replay.csv")
    tickets(file, 600)
    disk.fill(leaving=1_500_000)
    till.refused(INPUT_OUTPUT, FULL, "replay", "--create-items", file)
    disk.make_room()
    saved = till.numbers()
    assert 0 < saved < 600, f"{saved} sales were saved before the disk was full"
    till.check(saved)
    again = json.loads(till.good("replay", "--create-items", "--json", file))
    assert (again["already"], again["sales"]) == (saved, 600 - saved), again
    till.check(600)


def full_checkpoint(world):
    """The write-ahead log fits the disk, its copy in the database doesn't."""
    disk = world.disk(65536)
    till = world.till(disk.path, drawer=False)
    file = os.path.join(world.folder, "checkpoint.csv")
    tickets(file, 600)
    kill_replay(till, file)
    disk.fill(leaving=65536)
    saved = till.numbers()
    # Whether this one finds room in the log or not, nothing before it is lost.
    done = till.run(*SALE)
    assert done.returncode in (0, INPUT_OUTPUT), f"{done.returncode}: {done.stderr}"
    assert till_log_bytes(till) > 0, "the copy fitted: the disk was too large for this test"
    assert till.numbers() == saved + (done.returncode == 0)
    disk.make_room()
    again = json.loads(till.good("replay", "--create-items", "--json", file))
    assert again["already"] + again["sales"] == 600, again
    assert till_log_bytes(till) == 0, "the log wasn't copied at the end"
    till.check(600 + (done.returncode == 0))


def kill_replay(till, file):
    """Leaves a write-ahead log of a few MB, which a process copies at its end."""
    replay = subprocess.Popen(
        [till.program, "replay", "--create-items", file, "--data", till.path],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while replay.poll() is None and till_log_bytes(till) < 2_000_000:
        pass
    replay.send_signal(signal.SIGKILL)
    replay.wait()
    assert till_log_bytes(till) >= 2_000_000, f"only {till_log_bytes(till)} bytes of log"


def till_log_bytes(till):
    try:
        return os.stat(till.database + "-wal").st_size
    except FileNotFoundError:
        return 0


def full_init(world):
    disk = world.disk(1024)
    path = os.path.join(disk.path, "shop")
    disk.fill(leaving=100_000)
    words = [
        world.program, "init", "--data", path, "--store", "014", "--lane", "3", "--currency", "USD",
        "--zone", "America/New_York", "--sample"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == INPUT_OUTPUT, f"init ended with {done.returncode}: {done.stderr}"
    assert "is full" in done.stderr or "No space left" in done.stderr, done.stderr
    disk.make_room()
    subprocess.run(["mount", "-o", "remount,size=8m", disk.path], check=True)
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"init again ended with {done.returncode}: {done.stderr}"


def read_only_folder(world):
    till = world.till()
    till.sell()
    make_read_only(till.path)
    till.refused(NO_PERMISSION, (till.path, *READ_ONLY), *SALE)
    # Who only looks isn't kept from looking.
    assert till.numbers() == 1
    make_writable(till.path)
    till.sell()
    till.check(2)


def read_only_file(world):
    till = world.till()
    till.sell()
    make_read_only(till.database)
    till.refused(NO_PERMISSION, (till.database, *READ_ONLY), *SALE)
    assert till.numbers() == 1
    make_writable(till.database)
    till.sell()
    till.check(2)


def damaged_header(world):
    till = world.till()
    till.sell()
    with open(till.database, "r+b") as file:
        kept = file.read(100)
        file.seek(0)
        file.write(bytes(100))
    said = ("is no database", till.database, "restore the last backup")
    till.refused(BAD_DATA, said, *SALE)
    till.refused(BAD_DATA, said, "sales")
    assert till.run("doctor").returncode == 1
    with open(till.database, "r+b") as file:
        file.write(kept)
    till.sell()
    till.check(2)


def root_page(database, table):
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as books:
        return books.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]


def damaged_page(world):
    """Every page in turn: no sale is ever told wrong, and doctor finds what a reader may not."""
    till = world.till()
    till.sell()
    sound = open(till.database, "rb").read()
    pages = len(sound) // 4096
    refused = 0
    # Some of all pages, and the one at which `sales` begins to read receipts.
    chosen = set(range(1, pages, max(1, pages // 12))) | {root_page(till.database, "receipt") - 1}
    for page in sorted(chosen):
        with open(till.database, "r+b") as file:
            file.seek(page * 4096)
            file.write(bytes(byte ^ 0xFF for byte in sound[page * 4096:page * 4096 + 4096]))
        done = till.run("sales", "--json")
        if done.returncode != 0:
            refused += 1
            assert done.returncode == BAD_DATA, f"page {page}: {done.stderr}"
            assert "is damaged" in done.stderr and "doctor" in done.stderr, done.stderr
        else:
            assert '"014-03-000001"' in done.stdout, f"page {page}: {done}"
        found = till.run("doctor")
        assert found.returncode == 1, f"doctor saw nothing in page {page}"
        with open(till.database, "wb") as file:
            file.write(sound)
        for left in ("-wal", "-shm"):
            if os.path.exists(till.database + left):
                os.unlink(till.database + left)
    assert refused > 0, "no page that was damaged is one that `sales` reads"
    till.sell()
    till.check(2)


def damaged_log(world):
    """A write-ahead log is believed up to its first damaged frame; what stands there is whole.

    SQLite can't tell a damaged frame from one that a power cut tore, so what came behind it is
    gone: the numbers have no gap all the same and the log verifies.
    """
    till = world.till(drawer=False)
    file = os.path.join(world.folder, "log.csv")
    tickets(file, 600)
    kill_replay(till, file)
    whole = till.numbers()
    with open(till.database + "-wal", "r+b") as log:
        log.seek(till_log_bytes(till) // 2)
        byte = log.read(1)[0]
        log.seek(-1, os.SEEK_CUR)
        log.write(bytes([byte ^ 0xFF]))
    # What the killed process kept in memory of the log's pages isn't there after a restart.
    os.unlink(till.database + "-shm")
    left = till.numbers()
    assert 0 < left < whole, f"{left} of {whole} sales are left"
    till.check(left)
    again = json.loads(till.good("replay", "--create-items", "--json", file))
    assert (again["already"], again["sales"]) == (left, 600 - left), again
    till.check(600)


def second_process(world):
    till = world.till()
    till.sell()
    with open(os.path.join(till.path, "lock"), "r+", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        said = ("in use by", str(os.getpid()))
        till.refused(TEMPORARY, (*said, "takes no commands"), *SALE)
        till.refused(TEMPORARY, said, "rebuild")
        assert till.numbers() == 1
    till.sell()
    till.check(2)


def newer_version(world):
    till = world.till()
    till.sell()
    known = user_version(till, 99)
    said = ("written by a later version", "schema 99", "install that version")
    for words in (SALE, ("sales",), ("rebuild",), ("log", "export", "-")):
        till.refused(BAD_DATA, said, *words)
    assert "later version" in till.run("doctor").stdout
    user_version(till, known)
    till.sell()
    till.check(2)


def user_version(till, version):
    with sqlite3.connect(till.database) as database:
        found = database.execute("PRAGMA user_version").fetchone()[0]
        database.execute(f"PRAGMA user_version = {version}")
    database.close()
    return found


CASES = [
    full_sale, full_beside_a_lane, full_replay, full_checkpoint, full_init, read_only_folder,
    read_only_file, damaged_header, damaged_page, damaged_log, second_process, newer_version,
]


class World:
    """One case's folder, and the shops in it."""

    def __init__(self, program, base, folder):
        self.program, self.base, self.folder = program, base, folder

    def disk(self, kibibytes):
        return SmallDisk(os.path.join(self.folder, "disk"), kibibytes)

    def till(self, below=None, drawer=True):
        till = Till(self.program, self.base, os.path.join(below or self.folder, "shop"))
        if drawer:
            till.good("drawer", "open", "--float", "100")
        return till


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tillmesh")
    parser.add_argument("--only", choices=[case.__name__ for case in CASES])
    arguments = parser.parse_args()
    small_world.enter()
    folder = tempfile.mkdtemp(prefix="tillmesh-disk-")
    # What is mounted in here goes with this process's namespace.
    small_world.mount("-t", "tmpfs", "-o", "mode=0700", "none", folder)
    base = os.path.join(folder, "base")
    subprocess.run(
        [arguments.tillmesh, "init", "--data", base, "--store", "014", "--lane", "3", "--currency",
         "USD", "--zone", "America/New_York", "--sample"], check=True, capture_output=True)
    try:
        return run_cases(arguments, folder, base)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        os.rmdir(folder)


def run_cases(arguments, folder, base):
    failed = []
    for case in CASES:
        if arguments.only in (None, case.__name__):
            own = os.path.join(folder, case.__name__)
            os.mkdir(own)
            try:
                case(World(os.path.abspath(arguments.tillmesh), base, own))
                print(f"{case.__name__.replace('_', ' ')}: as it should be", flush=True)
            except AssertionError as error:
                print(f"{case.__name__.replace('_', ' ')}: FAILED: {error}", flush=True)
                failed.append(case.__name__)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
