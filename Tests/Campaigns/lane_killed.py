#!/usr/bin/env python3
"""Kills the lane with -9 again and again while a basket is open, and looks for the basket.

Usage: lane_killed.py TILLMESH [--kills 6] [--seed 1]

The lane runs in tmux under its supervisor. After each kill the same basket must stand on the
screen, rung by the same cashier, and take the next scan. Prints how long each kill kept the cashier
waiting. Kills are more than a minute's three crashes apart only where --kills is small.
"""
import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from lane_in_tmux import Lane

GOODS = [
    ("9520000010072", "MILK WHOLE 1 QT"), ("9520000023300", "LAUNDRY SOAP"),
    ("9520000026240", "T-SHIRT BLUE M"), ("9520000026875", "RAINCOAT M"),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tillmesh")
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    source = random.Random(arguments.seed)
    folder = tempfile.mkdtemp(prefix="tillmesh-killed-")
    data = os.path.join(folder, "data")
    subprocess.run(
        [arguments.tillmesh, "init", "--data", data, "--store", "014", "--lane", "3", "--currency",
         "USD", "--zone", "America/New_York", "--sample"], check=True, capture_output=True)
    lane = Lane(arguments.tillmesh, data)
    waits = []
    try:
        lane.wait("PIN", "Carla Cashier")
        lane.keys("3333", "Enter")
        lane.wait("100.00", "0.01")
        lane.keys("1", "Enter", "F12")
        lane.wait("M18")
        rung = []
        for _ in range(arguments.kills):
            code, name = source.choice(GOODS)
            lane.scan(code)
            rung.append(name)
            lane.wait(*rung)
            time.sleep(source.uniform(0, 0.2))
            victim = lane.child()
            os.kill(victim, signal.SIGKILL)
            started = time.monotonic()
            while lane.child() == victim:
                time.sleep(0.005)
            # Back at the sign-on, which names whose sale is kept; the PIN brings it back.
            lane.wait("PIN")
            waits.append(time.monotonic() - started)
            lane.keys("3333", "Enter")
            lane.wait(*rung)
        lane.keys("F12")
        lane.wait("014-03-000001")
        print(f"{len(waits)} kills, the basket came back each time; "
              f"back at the keyboard after {', '.join(f'{wait:.2f}' for wait in waits)} s")
        return 0
    except AssertionError as error:
        print(error)
        return 1
    finally:
        lane.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
