#!/usr/bin/env python3
"""Kills `tillmesh backup` and `tillmesh restore` in front of each of their lasting steps.

Usage: backup_killed.py TILLMESH

A backup that was cut short isn't there, or is whole; another one is made as if nothing had been.
A restore that was cut short left the books of before, those of the backup, or neither; then every
command says what to do, and the same restore does it. No books are ever lost: what was sold after
the backup lies beside. Afterwards the lane sells on, and no receipt number of what it holds comes
twice.
"""
import argparse
import json
import os
import shutil
import tempfile

import stopped


class Till(stopped.Till):
    def __init__(self, program, folder):
        super().__init__(program, folder)
        self.copy = os.path.join(folder, "backup")

    def sales(self):
        return [json.loads(line) for line in
                self.run("sales", "--limit", "100", "--json").splitlines()]

    def asides(self):
        return [name for name in os.listdir(self.data)
                if ".aside-" in name and not name.endswith(("-wal", "-shm"))]

    def check_books(self, count):
        """So many sales, whole; it sells on under a number that it has not given yet."""
        self.run("log", "verify")
        self.run("doctor", "--deep")
        assert len(self.sales()) == count, f"{len(self.sales())} sales of {count}"
        self.sell_a_day(1, 50)
        numbers = [sale["receiptNumber"] for sale in self.sales()]
        assert len(set(numbers)) == count + 1, numbers

    def check_backup(self):
        """Whether the copy was there; if not, the next one is made."""
        was_there = os.path.exists(self.copy)
        if not was_there:
            self.run("backup", self.copy)
        self.check_books(stopped.SOLD)
        self.run("restore", self.copy, "--replace")
        self.check_books(stopped.SOLD)
        os.remove(self.copy)
        return was_there

    def check_restore(self):
        """What the cut left: the old books, none, or the backup's; then the restore is done."""
        done = self.ask("status", "--json")
        if done.returncode != 0:
            assert "`tillmesh restore` the last backup" in done.stderr, done.stderr
            left = "none"
        else:
            left = {stopped.SOLD: "new", stopped.SOLD + 1: "old"}[len(self.sales())]
        if left != "old":
            assert self.asides(), "the books of before are gone"
        self.run("restore", self.copy, *([] if left == "new" else ["--replace"]))
        assert self.asides(), "the books of before are gone"
        self.check_books(stopped.SOLD)
        return left


def kill_each(till, words, check):
    found = []
    for number in range(1, stopped.STEPS_MOST):
        till.put_back()
        if not till.killed(number, *words):
            return found
        found.append(check())
    raise AssertionError(f"{words} has more than {stopped.STEPS_MOST} lasting steps")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="tillmesh-backup.")
    try:
        till = Till(options.program, folder)
        till.found(folder)
        found = kill_each(till, ["backup", till.copy], till.check_backup)
        assert found and found == sorted(found), found
        print(f"a backup killed in front of each of {len(found)} lasting steps: "
              f"{found.count(True)} times it was whole, else made anew")
        till.put_back()
        os.remove(till.copy)
        till.run("backup", till.copy)
        till.sell_a_day(1, 50)
        shutil.rmtree(till.kept)
        shutil.copytree(till.data, till.kept)
        found = kill_each(till, ["restore", till.copy, "--replace"], till.check_restore)
        assert {"old", "none"} <= set(found) and found[0] == "old", found
        print(f"a restore killed in front of each of {len(found)} lasting steps: "
              + ", ".join(f"{found.count(left)} times {words}" for left, words in (
                  ("old", "the old books stayed"), ("none", "it was finished by another"),
                  ("new", "the backup was there"))))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
