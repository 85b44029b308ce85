#!/usr/bin/env python3
"""A manager looks at a real fork at the lane and leaves a branch of it out.

Usage: fork_in_tmux.py TILLMESH

Lane 2's database is rolled back while it is alone, and goes on: its log has two branches of sales.
At lane 1 a manager opens F10 M, finds the fork, reads both branches and leaves the second out. Its
sales stop counting on both machines, those of the first stay, and the commands say the same.
"""
import argparse
import json
import os
import shutil
import tempfile

import loopback
from lane_in_tmux import Lane

BARCODE = "09520000012311"
KEPT, BEFORE, LOST = 1, 3, 2


def files(folder):
    return [name for name in os.listdir(folder) if os.path.isfile(os.path.join(folder, name))]


def found(folder, first, second):
    secret = os.path.join(folder, "passphrase")
    with open(secret, "w", encoding="utf-8") as file:
        file.write("two branches of one log\n")
    first.run("init", "--store", "014", "--lane", "1", "--currency", "GBP", "--zone",
              "Europe/London", "--sample", "--passphrase-file", secret)
    first.start()
    second.join(first)
    second.start(first.address)
    for till in (first, second):
        till.run("drawer", "open", "--float", "100")


def sell(till, count):
    for _ in range(count):
        till.run("sell", BARCODE, "--tender", "cash")


def fork(folder, first, second):
    """Sells, forgets that, and sells something else."""
    sell(second, KEPT)
    loopback.await_equal([first, second])
    second.stop()
    old = os.path.join(folder, "old")
    shutil.copytree(second.data, old)
    second.start(first.address)
    sell(second, BEFORE)
    loopback.await_equal([first, second])
    second.stop()
    # The folder itself stays: another one would be noticed.
    for name in files(second.data):
        os.remove(os.path.join(second.data, name))
    for name in files(old):
        shutil.copy2(os.path.join(old, name), os.path.join(second.data, name))
    second.start()
    sell(second, LOST)
    second.stop()
    second.start(first.address)
    loopback.until(lambda: forks(first), 60, "a fork on lane 1")
    loopback.await_equal([first, second])


def forks(till):
    text = till.run("fork", "list", "--json", statuses=(0, 1))
    return [json.loads(line) for line in text.splitlines()]


def look(first, second):
    """The manager's way at lane 1, whose program is the lane instead of the node now."""
    first.stop()
    with open(os.path.join(first.data, "mesh.conf"), "w", encoding="utf-8") as file:
        file.write(f"listen = 127.0.0.1:0\nannounce = no\npeer = {second.address}\n")
    lane = Lane(first.program, first.data)
    try:
        lane.wait("PIN")
        lane.keys("1111", "Enter")
        lane.wait("LAN 1/1 o")
        lane.keys("F10", "m")
        lane.wait("1 Lanes", "6 Forks")
        lane.keys("6")
        lane.wait("lane 2", "Branch 1", "Branch 2")
        lane.keys("Enter")
        shown = lane.wait("Branch 1", "Branch 2", "all of it counts")
        sizes = [int(line.split("operations of its own")[0].split()[-1])
                 for line in shown.split("\n") if "operations of its own" in line]
        assert sorted(sizes) == sorted([BEFORE, LOST]), shown
        lane.keys("2")
        lane.wait("Leave branch 2 out?")
        lane.keys("y")
        lane.wait("N12")
        lane.keys("Enter")
        lane.wait("left out")
        # Its neighbour hears of it while the lane is open.
        loopback.until(lambda: forks(second)[0]["adopted"], 30, "the word on lane 2")
    finally:
        lane.close()
    return sizes


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="tillmesh-fork.")
    first, second = (
        loopback.Till(options.program, os.path.join(folder, name)) for name in ("one", "two"))
    try:
        found(folder, first, second)
        fork(folder, first, second)
        assert len(second.sales()) == KEPT + BEFORE + LOST
        sizes = look(first, second)
        first.start(second.address)
        loopback.await_equal([first, second])
        for till in (first, second):
            assert len(till.sales()) == KEPT + sizes[0], till.run("sales")
            told, = forks(till)
            assert told["adopted"] == [[told["branches"][0]["head"]]], told
            assert len(till.run("quarantine", "list", "--json", statuses=(0, 1)).splitlines()) \
                == sizes[1]
            till.run("log", "verify")
            till.run("doctor", "--deep")
        print(f"of branches of {sizes[0]} and {sizes[1]} sales the second doesn't count any more")
        for till in (first, second):
            till.stop()
    finally:
        for till in (first, second):
            till.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
