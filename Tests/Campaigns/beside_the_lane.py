#!/usr/bin/env python3
"""Gives commands from a shell while a lane is selling in tmux.

Usage: beside_the_lane.py TILLMESH

A sale, a delivery and a new customer from the shell go through the running lane's control socket; the cashier's
open basket stays, numbers go on without a gap, and the lane prints both receipts in order.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from lane_in_tmux import PATIENCE_SECONDS, Lane


def main():
    program = sys.argv[1]
    folder = tempfile.mkdtemp(prefix="tillmesh-beside-")
    data = os.path.join(folder, "data")

    def run(*words):
        done = subprocess.run(
            [program, *words, "--data", data], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{words} ended with {done.returncode}: {done.stderr}"
        return done.stdout

    run("init", "--store", "014", "--lane", "3", "--currency", "USD", "--zone",
        "America/New_York", "--sample")
    lane = Lane(program, data)
    try:
        lane.wait("PIN", "Carla Cashier")
        lane.keys("3333", "Enter")
        lane.wait("100.00", "0.01")
        lane.keys("1", "Enter", "F12")
        lane.wait("M18")
        lane.scan("9520000010072")
        lane.wait("MILK WHOLE 1 QT")
        run("sell", "DA002*2", "--tender", "cash", "--amount", "10")
        run("stock", "receive", "DA001", "12", "--reason", "delivery")
        run("customer", "add", "--name", "Ana Ruiz", "--phone", "020 7946 0958")
        lane.keys("F4", "Ana", "Enter")
        lane.wait("Ana Ruiz")
        lane.keys("Enter")
        lane.wait("S31", "MILK WHOLE 1 QT")
        lane.keys("F12")
        lane.wait("014-03-000002")
        sales = [json.loads(line)["receiptNumber"] for line in run("sales", "--json").splitlines()]
        assert sorted(sales) == ["014-03-000001", "014-03-000002"], sales
        paper, end = [], time.monotonic() + PATIENCE_SECONDS
        while len(paper) < 2 and time.monotonic() < end:
            with open(os.path.join(data, "paper.txt"), encoding="utf-8") as file:
                paper = re.findall(r"^Receipt +(\S+)$", file.read(), flags=re.MULTILINE)
        assert paper == ["014-03-000001", "014-03-000002"], f"on paper: {paper}"
        print("a sale and a delivery beside an open basket: nothing lost, both on paper")
        return 0
    except AssertionError as error:
        print(error)
        return 1
    finally:
        lane.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
