#!/usr/bin/env python3
"""Opens the sample shop with other lanes beside it, and ends it in every way.

Usage: demo_in_tmux.py TILLMESH

The lamp must come to LAN 2/2, receipts of the other lanes must appear in this lane's books, and a
sale must be rung here meanwhile. Then the program is ended by a signal, by kill -9 and
with its terminal: nothing of it may run afterwards.
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from lane_in_tmux import Lane

PATIENCE_SECONDS = 60


def main():
    tillmesh = sys.argv[1]
    folder = tempfile.mkdtemp(prefix="tillmesh-demo-")
    data = os.path.join(folder, "lane-3")
    subprocess.run(
        [tillmesh, "init", "--data", data, "--store", "014", "--lane", "3", "--currency", "USD",
         "--zone", "America/New_York", "--sample"], check=True, capture_output=True)
    lane = None
    try:
        lane = open_demo(tillmesh, data)
        sell(lane)
        others = until(lambda: rung_by_others(tillmesh, data), "a receipt of another lane")
        print(f"sold beside {len(others)} lanes; lane 3 has receipts of {', '.join(others)}")
        crash_lane(lane)
        for name, end in ENDS:
            lane = lane or open_demo(tillmesh, data)
            family = processes_of(lane)
            assert len(family) == 4, f"the demo, its lane and two others, not {family}"
            end(lane, family)
            until(lambda: not any(is_running(one) for one in family), f"{name} to end all")
            lane.close()
            lane = None
            print(f"{name}: nothing is left")
        return 0
    except AssertionError as error:
        print(error)
        return 1
    finally:
        if lane:
            lane.close()
        shutil.rmtree(folder, ignore_errors=True)


def open_demo(tillmesh, data):
    lane = Lane(tillmesh, data, command="demo")
    lane.wait("LAN 2/2", "PIN")
    return lane


def sell(lane):
    lane.keys("3333", "Enter")
    lane.wait("100.00", "0.01")
    lane.keys("1", "Enter", "F12")
    lane.wait("M18")
    lane.scan("9520000010072")
    lane.wait("MILK WHOLE 1 QT", "LAN 2/2")
    lane.keys("F12")
    lane.wait("014-03-000001")


def rung_by_others(tillmesh, data):
    """The series of the other lanes' receipts, as lane 3's own books have them."""
    done = subprocess.run(
        [tillmesh, "sales", "--data", data, "--json"], check=True, capture_output=True, text=True)
    numbers = [json.loads(line)["receiptNumber"] for line in done.stdout.splitlines()]
    series = {number.rsplit("-", 1)[0] for number in numbers} - {"014-03"}
    return sorted(series) if len(series) == 2 else None


def crash_lane(lane):
    """The lane comes back by itself, and the other lanes find it again."""
    parent = pane(lane)
    victim = next(one for one in children(parent) if "lane-child" in command(one))
    os.kill(victim, signal.SIGKILL)
    until(lambda: any("lane-child" in command(one) and one != victim for one in children(parent)),
          "the lane to come back")
    lane.wait("LAN 2/2", "PIN")


ENDS = [
    ("a signal", lambda lane, family: os.kill(family[0], signal.SIGTERM)),
    ("kill -9", lambda lane, family: os.kill(family[0], signal.SIGKILL)),
    ("hang-up", lambda lane, family: lane.close()),
]


def pane(lane):
    return int(lane.tmux("display-message", "-p", "-t", "lane", "#{pane_pid}").strip())


def processes_of(lane):
    parent = pane(lane)
    return [parent, *children(parent)]


def children(process):
    with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


def command(process):
    try:
        with open(f"/proc/{process}/cmdline", encoding="utf-8") as file:
            return file.read().replace("\0", " ")
    except FileNotFoundError:
        return ""


def is_running(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(found, what):
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        answer = found()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


if __name__ == "__main__":
    sys.exit(main())
