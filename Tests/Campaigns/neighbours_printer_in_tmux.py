#!/usr/bin/env python3
"""A receipt on a neighbour's printer, on two real lanes in tmux on loopback.

Usage: neighbours_printer_in_tmux.py TILLMESH PRINTER_EMULATOR

The first lane's printer doesn't answer. Its cashier has the second lane print the receipt: it comes
out there once, nothing waits here any more, and nothing comes out when it is asked for again.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

from day_in_tmux import MILK
from managers_day_in_tmux import Day, free_port


def give_printer(day, lane, port):
    with open(os.path.join(day.data(lane), "devices.conf"), "w", encoding="utf-8") as file:
        file.write(f"printer = tcp:127.0.0.1:{port}\nprinter-profile = generic-48\n")


def ring_and_send(day):
    first = day.lanes["first"]
    first.wait("LAN 1/1 o", "PRN x")
    first.scan(MILK)
    first.wait("MILK WHOLE 1 QT")
    first.keys("F12")
    first.wait("014-03-000001")
    before = waiting(day)
    assert before >= 1, "the receipt waits for the printer"
    first.keys("F10", "e")
    first.wait("lane 1", "Bakery")
    first.keys("Enter")
    first.wait("P26")
    assert waiting(day) == before - 1, "what came out there waits here no more"


def waiting(day):
    return json.loads(day.run("status", "--json"))["printJobsWaiting"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tillmesh")
    parser.add_argument("emulator")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="tillmesh-neighbour-")
    day = Day(arguments, folder, "en")
    subprocess.run(
        [arguments.tillmesh, "init", "--data", day.data("first"), "--store", "014", "--lane", "3",
         "--currency", "USD", "--zone", "America/New_York", "--sample", "--language", "en"],
        check=True, capture_output=True)
    ports = {"first": free_port(), "second": free_port()}
    day.configure("first", ports["first"], [])
    give_printer(day, "first", free_port())
    printer = subprocess.Popen(
        [arguments.emulator, "--profile", "generic-48"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True)
    port = printer.stdout.readline().split()[-1]
    failure = None
    try:
        day.open("first", "1111")
        day.open_drawer("first")
        line = json.loads(day.run("invite", "--label", "Bakery", "--json"))["invitation"]
        day.run("join", line, "--listen", "127.0.0.1:0", "--no-announce", lane="second")
        day.configure("second", ports["second"], [ports["first"]])
        give_printer(day, "second", port)
        day.open("second", "3333")
        ring_and_send(day)
    except AssertionError as error:
        failure = error
    finally:
        for lane in day.lanes.values():
            lane.close()
        printer.stdin.close()
        paper = printer.stdout.read()
        printer.wait()
        shutil.rmtree(folder, ignore_errors=True)
    if failure is None and paper.count("014-03-000001") != 1:
        failure = f"the receipt is not once on the neighbour's paper:\n{paper}"
    if failure is None and "[pulse" in paper:
        failure = f"the neighbour's drawer was opened:\n{paper}"
    print(failure or "a receipt came out at a neighbour, once, and its drawer stayed shut")
    return 1 if failure else 0


if __name__ == "__main__":
    sys.exit(main())
