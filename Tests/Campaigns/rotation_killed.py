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
import signal
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
BARCODE = "09520000012311"
SOLD = 3
# More would mean that something else is killed again and again.
STEPS_MOST = 200


class Till:
    def __init__(self, program, folder):
        self.program, self.data = os.path.abspath(program), os.path.join(folder, "till")
        self.kept = os.path.join(folder, "kept")
        self.shim = os.path.join(folder, "stop_at_sync.so")
        source = os.path.join(HERE, "stop_at_sync.c")
        subprocess.run(
            ["cc", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", self.shim, source],
            check=True)

    def run(self, *words):
        done = subprocess.run(
            [self.program, *words, "--data", self.data], capture_output=True, text=True,
            check=False)
        assert done.returncode == 0, f"{words} ended with {done.returncode}: {done.stderr}"
        return done.stdout

    def killed(self, number, *words):
        """Whether a command was killed in front of its step of that number."""
        environment = {**os.environ, "LD_PRELOAD": self.shim, "STOP_AT": str(number)}
        done = subprocess.run(
            [self.program, *words, "--data", self.data], capture_output=True, text=True,
            check=False, env=environment)
        assert done.returncode in (0, -signal.SIGKILL), f"{words}: {done.stderr}"
        return done.returncode != 0

    def found(self, folder):
        secret = os.path.join(folder, "passphrase")
        with open(secret, "w", encoding="utf-8") as file:
            file.write("a key that changes\n")
        self.run("init", "--store", "014", "--lane", "1", "--currency", "GBP", "--zone",
                 "Europe/London", "--sample", "--passphrase-file", secret)
        self.run("drawer", "open", "--float", "100")
        for _ in range(SOLD):
            self.run("sell", BARCODE, "--tender", "cash")
        self.run("drawer", "close", "--counted", "100")
        shutil.copytree(self.data, self.kept)

    def put_back(self):
        """The files as they were; the folder itself stays, another one would be noticed."""
        for folder in (self.data, self.kept):
            names = [name for name in os.listdir(folder)
                     if os.path.isfile(os.path.join(folder, name))]
            for name in names:
                if folder == self.data:
                    os.remove(os.path.join(folder, name))
                else:
                    shutil.copy2(os.path.join(folder, name), os.path.join(self.data, name))

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
        self.run("drawer", "open", "--float", "50")
        self.run("sell", BARCODE, "--tender", "cash")
        sales = self.run("sales", "--limit", "100", "--json").splitlines()
        assert len(sales) == SOLD + 1, f"{len(sales)} sales of {SOLD + 1}"
        self.run("drawer", "close", "--counted", "50")
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
        for number in range(1, STEPS_MOST):
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
