#!/usr/bin/env python3
"""A cloned disk, a restored backup and a rolled-back file, on real processes: every sale once.

  one_disk_twice.py PROGRAM [--keep]

A store of three nodes on loopback. Each trouble hits lane 2 while lanes 1 and 3 run; after each one
all nodes hold equal digests, list every sale that any machine rang exactly once, and have the stock
that follows; every log verifies and every report agrees with it. A receipt number comes twice only
where a machine could not know that it had forgotten something, or wasn't the only one.
"""
import argparse
import json
import os
import shutil
import sqlite3
import sys
import time

import loopback
import scratch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Outsider"))
import cbor  # pylint: disable=wrong-import-position

CODE, BARCODE = "BK001", "09520000012311"
# For so long nothing may be made anew between machines that have met.
QUIET_SECONDS = 12


class Store:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.sold, self.running = {}, []

    def till(self, name):
        return loopback.Till(self.program, os.path.join(self.folder, name))

    def start(self, till):
        till.start(*(other.address for other in self.running))
        self.running.append(till)

    def stop(self, till):
        self.running.remove(till)
        till.stop()

    def sell(self, till, count):
        for _ in range(count):
            receipt = json.loads(till.run("sell", BARCODE, "--tender", "cash", "--json"))
            assert receipt["operation"] not in self.sold, "one operation for two sales"
            self.sold[receipt["operation"]] = receipt

    def check(self, opening, repeated=0):
        """Every running node has every sale once, and all have one state."""
        loopback.until(
            lambda: all(self.has_all(till) for till in self.running), 90,
            f"{len(self.sold)} sales everywhere")
        loopback.await_equal(self.running, 90)
        for till in self.running:
            rows = till.sales()
            found = sorted(row["operation"] for row in rows)
            assert found == sorted(self.sold), f"{till.data} has {len(rows)} of {len(self.sold)}"
            numbers = [row["receiptNumber"] for row in rows]
            twice = len(numbers) - len(set(numbers))
            assert twice == repeated, f"{twice} numbers come twice in {till.data}"
            left = loopback.stock(till, CODE)
            assert left == opening - len(self.sold), f"{till.data} has {left} {CODE}"
            till.run("log", "verify")
            till.run("doctor", "--deep")

    def has_all(self, till):
        return len(till.sales()) >= len(self.sold)


def found(store):
    secret = os.path.join(store.folder, "passphrase")
    with open(secret, "w", encoding="utf-8") as file:
        file.write("one disk, two machines\n")
    first, second, third = (store.till(name) for name in ("lane1", "lane2", "lane3"))
    first.run("init", "--store", "014", "--lane", "1", "--currency", "GBP", "--zone",
              "Europe/London", "--sample", "--passphrase-file", secret)
    store.start(first)
    for till in (second, third):
        till.join(first)
        store.start(till)
    for till in (first, second, third):
        till.run("drawer", "open", "--float", "100")
    return first, second, third


def copy(source, target):
    shutil.copytree(source.data, target.data)
    # A socket and a lock belong to a process, not to a disk.
    for name in ("control.sock", "lock"):
        path = os.path.join(target.data, name)
        if os.path.lexists(path):
            os.remove(path)


def clone(store, second, opening):
    """Two machines with one key: both sell, each in a life and a series of its own."""
    store.sell(second, 2)
    store.stop(second)
    twin = store.till("twin")
    copy(second, twin)
    store.start(second)
    store.start(twin)
    for _ in range(3):
        store.sell(second, 1)
        store.sell(twin, 2)
    store.check(opening)
    series = {till: till.status()["heads"] for till in (second, twin)}
    assert series[second] == series[twin], "the twins have different logs"
    # Only one of them stays: the other machine would join as a lane of its own.
    store.stop(twin)
    print(f"a cloned disk: {len(store.sold)} sales, each once")


def forget_the_machine(till):
    """As on a copy of a whole virtual machine, nothing tells this one from the original."""
    with sqlite3.connect(os.path.join(till.data, "tillmesh.sqlite")) as database:
        value, = database.execute("SELECT value FROM session WHERE key = ?", [b"life"]).fetchone()
        generation, incarnation, marks, series = cbor.decode(value)
        value = cbor.encode([generation, incarnation, [None for _ in marks], series])
        database.execute("UPDATE session SET value = ? WHERE key = ?", [value, b"life"])
    database.close()


def lives(till, author):
    """The incarnations of an author of which a machine has logs."""
    return {log.split("/")[2] for log in till.status()["heads"] if log.split("/")[1] == author}


def connections(till):
    """Who is connected with a node's own port now, by their ports."""
    port = int(till.address.rsplit(":", 1)[1])
    with open("/proc/net/tcp", encoding="ascii") as file:
        rows = [line.split() for line in file][1:]
    # 01 is an established connection; addresses are hexadecimal.
    return {row[2] for row in rows
            if row[3] == "01" and int(row[1].split(":")[1], 16) == port}


def clones_side_by_side(store, second, opening):
    """Two machines in one life of one database: they part as soon as they can know, and once."""
    store.stop(second)
    twin = store.till("clone")
    copy(second, twin)
    forget_the_machine(twin)
    already = len(second.lines)
    # Each alone goes on in the life that both remember.
    second.start()
    author = json.loads(second.run("members", "--json"))["own"]
    before = lives(second, author)
    store.sell(second, 2)
    second.stop()
    twin.start()
    assert lives(twin, author) == before, "the clone noticed that it is one while it was alone"
    store.sell(twin, 3)
    twin.stop()
    # Side by side on the LAN, each heard by the others and by the other.
    store.start(second)
    store.start(twin)
    for _ in range(3):
        store.sell(second, 1)
        store.sell(twin, 2)
        store.sell(store.running[0], 1)
    store.check(opening, repeated=2)
    begun = {till: lives(till, author) - before for till in store.running}
    assert all(len(new) == 2 for new in begun.values()), f"lives begun since: {begun}"
    # Nobody ends anybody's connection again, and no further life begins.
    loopback.until(lambda: stays(store, 2), 60, "steady connections")
    assert stays(store, QUIET_SECONDS), "connections are made again and again"
    store.sell(second, 1)
    store.sell(twin, 1)
    store.check(opening, repeated=2)
    assert all(lives(till, author) - before == begun[till] for till in store.running)
    for till, heard in ((second, already), (twin, 0)):
        lines = till.lines[heard:]
        told = [line for line in lines if "another machine has this lane's own key" in line]
        parted = [line for line in lines if "in an incarnation and a receipt series" in line]
        assert 1 <= len(told) <= 2, f"{till.data} said of the clone: {told}"
        assert len(parted) <= 1, f"{till.data} parted {len(parted)} times"
    steward = store.running[0]
    assert any("two machines have the key of" in line for line in steward.lines), steward.lines
    # Ends with 1 where there is something to list.
    forks = steward.run("fork", "list", statuses=(1,))
    assert len(forks.splitlines()) == 3, f"a fork of two branches isn't listed: {forks}"
    assert "two machines went on with the log" in steward.run("members")
    store.stop(twin)
    print(f"clones side by side: {len(store.sold)} sales, each once, two lives more")


def stays(store, seconds):
    """Whether all connections are the same after some time: that nothing happens announces nothing."""
    before = [connections(till) for till in store.running]
    time.sleep(seconds)
    return before == [connections(till) for till in store.running]


def restore(store, second, opening):
    """What the backup lacks comes back from the neighbours."""
    backup = os.path.join(store.folder, "backup")
    second.run("backup", backup)
    store.sell(second, 3)
    store.check(opening, repeated=2)
    store.stop(second)
    second.run("restore", backup, "--replace")
    store.start(second)
    store.sell(second, 2)
    store.check(opening, repeated=2)
    print(f"a restored backup: {len(store.sold)} sales, each once")


def roll_back(store, second, opening):
    """An old file where nobody can notice: two branches of one log, and both are money."""
    store.stop(second)
    old = os.path.join(store.folder, "old")
    shutil.copytree(second.data, old)
    store.start(second)
    store.sell(second, 3)
    store.check(opening, repeated=2)
    store.stop(second)
    # The folder itself stays: another one would be noticed.
    for name in files(second.data):
        os.remove(os.path.join(second.data, name))
    for name in files(old):
        shutil.copy2(os.path.join(old, name), os.path.join(second.data, name))
    # Alone it can't know, and sells on behind what it remembers.
    second.start()
    store.sell(second, 2)
    second.stop()
    store.start(second)
    store.sell(second, 1)
    # Two from here, two from the clones.
    store.check(opening, repeated=4)
    # Ends with 1 where there is something to list.
    forks = store.running[0].run("fork", "list", statuses=(1,))
    assert len(forks.splitlines()) == 6, f"a fork of two branches isn't listed: {forks}"
    print(f"a rolled-back file: {len(store.sold)} sales, each once, and its fork is listed")


def files(folder):
    return [name for name in os.listdir(folder) if os.path.isfile(os.path.join(folder, name))]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--keep", action="store_true", help="leave the folder in place")
    options = parser.parse_args()
    with scratch.folder("tillmesh-one-disk.", options.keep) as folder:
        store = Store(os.path.abspath(options.program), folder)
        try:
            first, second, _ = found(store)
            opening = loopback.stock(first, CODE)
            clone(store, second, opening)
            clones_side_by_side(store, second, opening)
            restore(store, second, opening)
            roll_back(store, second, opening)
            for till in list(store.running):
                store.stop(till)
        finally:
            for till in store.running:
                till.kill()


if __name__ == "__main__":
    main()
