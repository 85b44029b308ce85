#!/usr/bin/env python3
"""Kills `tillmesh rotate` in front of each of its lasting steps: the change is whole or never was.

Usage: rotation_killed.py TILLMESH

A lane has sold and its drawer is closed. Its change of key is ended with SIGKILL in front of its
first sync, renamed or removed file, then of its second, and so on until it comes through. After
each the lane is one key, the old or the new one; its log verifies, its books fit, nobody has two
new keys, and it sells, counts its drawer and can change its key.
"""
import argparse
import json
import os
import shutil
import tempfile

import stopped


class Till(stopped.Till):
    def members(self):
        return json.loads(self.run("members", "--json"))

    def check(self, old):
        """Whether it goes on under another key; all else has to fit either way."""
        members = self.members()
        states = {member["node"]: member["state"] for member in members["members"]}
        has_turned = members["own"] != old
        assert not members["alarms"], members["alarms"]
        assert states[old] == ("rotated" if has_turned else "active"), states
        assert states[members["own"]] == "active", states
        assert not os.path.exists(os.path.join(self.data, "identity.next"))
        self.run("log", "verify")
        self.run("doctor", "--deep")
        self.sell_a_day(1, 50)
        sales = self.run("sales", "--limit", "100", "--json").splitlines()
        assert len(sales) == stopped.SOLD + 1, f"{len(sales)} sales of {stopped.SOLD + 1}"
        turned = json.loads(self.run("rotate", "--json"))
        assert turned["from"] == members["own"] and self.members()["own"] == turned["to"]
        self.run("log", "verify")
        return has_turned


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="tillmesh-rotation.")
    try:
        till = Till(options.program, folder)
        till.found(folder)
        old = till.members()["own"]
        turned = []
        for number in range(1, stopped.STEPS_MOST):
            till.put_back()
            if not till.killed(number, "rotate"):
                break
            turned.append(till.check(old))
        assert not all(turned) and any(turned), f"never cut before or behind the word: {turned}"
        # Once it is said it is never taken back.
        assert turned == sorted(turned), turned
        print(f"killed in front of each of {len(turned)} lasting steps: {turned.count(False)} "
              f"times the old key stayed, {turned.count(True)} times the change was finished")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
