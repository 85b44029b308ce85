#!/usr/bin/env python3
"""A manager's day on real lanes in tmux, in both languages, against golden screens and paper.

Usage: managers_day_in_tmux.py TILLMESH PRINTER_EMULATOR [--write] [--language en|es]

On loopback: the manager opens the first lane and invites a machine, which joins by the line on the
screen and opens its own drawer. A sale held there is recalled here; one that is held by a lane
that can't be reached is refused by name and rung as a copy. Two lanes change one setting while they
are apart, and the manager keeps one. Goods below nothing are counted, the other lane's Z is read,
and at last that lane is revoked. Screens and the printer's paper are compared with
Tests/Campaigns/Golden. `--write` writes them anew: only in a commit that says what people see
differently.
"""
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time

import golden_day
from day_in_tmux import MILK, SHIRT, SOAP
from lane_in_tmux import PATIENCE_SECONDS, Lane, calm


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def calm_store(text):
    """The screen without what differs from store to store: keys, ports, round trips, invitations."""
    text = calm(text)
    text = re.sub(r"tillmesh1:[a-z2-7\s]*[a-z2-7]", "tillmesh1:#", text)
    text = re.sub(r"\b127\.0\.0\.1:\d+", "127.0.0.1:#", text)
    text = re.sub(r"\b(\d+ sales wait|1 sale waits)\b", "# sales wait", text)
    text = re.sub(r"\b(\d+ ventas esperan|1 venta espera)\b", "# ventas esperan", text)
    # A neighbour that ends may have said before that it has all, or not.
    text = re.sub(
        r"^ +(\d+ operations are|1 operation is) only here *$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^ +(\d+ operaciones|1 operación) solo aquí *$", "", text, flags=re.MULTILINE)
    # How often whom was refused by what depends on when its calls come.
    text = re.sub(r"^ +\S+ \d+x (mesh: |127).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r" *\b\d+ ms\b", "   # ms", text)
    # The beginning of a machine's key, at the end of a row or in a name's place.
    text = re.sub(r"(?<=[ (])[a-z2-7]{8}(?= *(?:\n|$))", "########", text)
    return re.sub(r"\b(\d{3}-\d\d)[a-z2-7]{3,}-", r"\1###-", text)


class Day:
    def __init__(self, arguments, folder, language):
        self.program = arguments.tillmesh
        self.folder = folder
        self.spanish = language == "es"
        self.yes = "s" if self.spanish else "y"
        self.screens = []
        self.lanes = {}

    def snap(self, name, lane="first"):
        self.screens.append((name, calm_store(self.lanes[lane].screen())))

    def money(self, text):
        return text.replace(".", ",") if self.spanish else text

    def say(self, english, spanish):
        return spanish if self.spanish else english

    def data(self, lane):
        return os.path.join(self.folder, lane)

    def run(self, *words, lane="first"):
        done = subprocess.run(
            [self.program, *words, "--data", self.data(lane)], capture_output=True, text=True,
            check=False)
        assert done.returncode == 0, f"{words} ended with {done.returncode}: {done.stderr}"
        return done.stdout

    def told(self, *words, lane="first"):
        """What a command says that may end with another code than 0."""
        return subprocess.run(
            [self.program, *words, "--data", self.data(lane)], capture_output=True, text=True,
            check=False).stdout

    @staticmethod
    def asked(condition, what):
        """Asks again and again; each time a program runs."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < end, f"waited in vain for {what}"

    def configure(self, lane, port, peers):
        with open(os.path.join(self.data(lane), "mesh.conf"), "w", encoding="utf-8") as file:
            file.write(f"listen = 127.0.0.1:{port}\nannounce = no\n")
            for peer in peers:
                file.write(f"peer = 127.0.0.1:{peer}\n")

    def open(self, lane, pin):
        self.lanes[lane] = Lane(self.program, self.data(lane))
        self.lanes[lane].wait("PIN")
        self.lanes[lane].keys(pin, "Enter")

    def open_drawer(self, lane):
        self.lanes[lane].wait(self.money("100.00"), self.money("0.01"))
        self.lanes[lane].keys("2", "Enter", "F12")
        self.lanes[lane].wait("M18")

    def office(self):
        self.lanes["first"].keys("F10", "m")
        self.lanes["first"].wait(self.say("1 Lanes", "1 Cajas"))

    # MARK: The day

    def enrol(self):
        first = self.lanes["first"]
        first.keys("F10")
        first.wait(self.say("M Store", "M Tienda"))
        self.snap("menu")
        first.keys("m")
        first.wait(self.say("this one", "esta"))
        self.snap("lanes-alone")
        first.keys("i")
        first.wait(self.say("INVITE", "INVITAR"))
        first.keys("Bakery", "Enter")
        first.wait("tillmesh1:", "N26")
        self.snap("invitation")
        shown = "".join(row.strip() for row in first.screen().split("\n"))
        line = re.search(r"tillmesh1:[a-z2-7]+", shown).group()
        self.run(
            "join", line, "--listen", "127.0.0.1:0", "--no-announce", "--label", "a machine",
            lane="second")
        first.wait(self.say("HAS JOINED", "SE HA UNIDO"), "N03")
        self.snap("joined")
        first.keys("Escape")
        first.wait("Bakery")
        self.snap("lanes-joined")
        self.configure("second", self.ports["second"], [self.ports["first"]])
        self.open("second", "3333")
        self.open_drawer("second")
        first.wait("LAN 1/1 o", self.say("linked", "enlazada"))
        first.wait("0 s       0  ")
        self.snap("lanes-linked")
        first.keys("Up", "Enter")
        first.wait(self.say("ADDRESS", "DIRECCIÓN"))
        self.snap("lane-in-full")
        first.keys("Escape", "Escape")

    def recall(self):
        first, second = self.lanes["first"], self.lanes["second"]
        second.wait("F5")
        second.scan(MILK)
        second.wait("MILK WHOLE 1 QT")
        second.keys("Mrs Lee", "F5")
        second.wait("H01")
        first.wait("F6")
        first.keys("F6")
        first.wait("Mrs Lee")
        self.snap("held-by-another-lane")
        first.keys("Enter")
        first.wait("H08", "MILK WHOLE 1 QT")
        self.snap("recalled")
        first.keys("F12")
        first.wait("014-03-000001")

        second.scan(SOAP)
        second.wait("LAUNDRY")
        second.keys("Mr Fox", "F5")
        second.wait("H01")
        first.keys("F6")
        first.wait("Mr Fox")
        first.keys("Escape")
        second.close()
        first.wait("LAN 0/1 x")
        first.keys("F6")
        first.wait("Mr Fox")
        first.keys("Enter")
        first.wait("H09", self.say("Ring a copy", "Registrar una copia"))
        self.snap("held-out-of-reach")
        first.keys(self.yes)
        first.wait("H10", "LAUNDRY")
        self.snap("copy-rung")
        first.keys("F12")
        first.wait("014-03-000002")

    def conflict(self):
        first = self.lanes["first"]
        line = json.loads(self.run("invite", "--lane", "7", "--label", "Cellar", "--json"))
        self.run(
            "join", line["invitation"], "--listen", "127.0.0.1:0", "--no-announce", lane="third")
        first.wait("LAN 0/2 x")
        # Both lanes take goods in that the store didn't have, each under its own price.
        self.new_item("second", "PLUM PIE", "4.99")
        self.new_item("third", "PLUM PIE 500G", "5.49")
        self.not_a_stewards_goods("second")
        self.open("second", "3333")
        self.configure("third", 0, [self.ports["first"]])
        self.open("third", "3333")
        first.wait("LAN 2/2 o")
        self.asked(lambda: "PIE" in self.told("conflicts"), "a conflict")
        self.office()
        first.keys("3")
        first.wait("PIE")
        self.snap("conflicts")
        first.keys("Enter")
        first.wait(self.say("on lane 7", "en la caja 7"), self.say("on lane 1", "en la caja 1"))
        self.snap("conflict-in-full")
        self.keep_lane_7(first)
        first.wait(self.say("Keep", "Mantener"))
        self.snap("conflict-question")
        first.keys(self.yes)
        first.wait("N21", gone=("PIE",))
        self.snap("conflict-settled")
        self.eventually_agrees()

    def keep_lane_7(self, first):
        """The version of lane 7, wherever it stands in the list."""
        row = next(row for row in first.screen().split("\n")
                   if self.say("on lane 7", "en la caja 7") in row)
        first.keys(row.strip()[0])

    def eventually_agrees(self):
        self.asked(
            lambda: "PIE" not in self.told("conflicts", lane="second"),
            "what was kept, at the other lane")
        self.lanes["second"].keys("F2", "PIE", "Enter")
        self.lanes["second"].wait("PLUM PIE 500G", self.money("5.49"))
        self.lanes["second"].keys("Escape")

    def new_item(self, lane, name, price):
        path = os.path.join(self.folder, f"{lane}.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"code,name,price,tax\nPIE,{name},{price},G\n")
        self.run("import", "items", path, lane=lane)

    def not_a_stewards_goods(self, lane):
        """What the steward set stays as it is; the line is named, and who may."""
        path = os.path.join(self.folder, "other.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("code,name,price,tax\nDA002,MILK,0.01,G\n")
        done = subprocess.run(
            [self.program, "import", "items", path, "--data", self.data(lane)],
            capture_output=True, text=True, check=False)
        assert done.returncode == 1 and "line 2" in done.stderr, f"{done}"
        assert "set by the store's steward: change it on lane" in done.stderr, f"{done}"

    def count_goods(self):
        first = self.lanes["first"]
        self.run("sell", "DA002*400", "--tender", "cash", "--amount", "5000")
        first.keys("4")
        first.wait(self.say("STOCK", "EXISTENCIAS"))
        self.snap("recounts")
        first.keys("Enter")
        first.wait(self.say("COUNT:", "RECUENTO:"))
        first.keys("12", "Enter")
        first.wait("N23")
        self.snap("counted")

    def read_z(self):
        first, second = self.lanes["first"], self.lanes["second"]
        second.scan(SHIRT)
        second.wait("T-SHIRT BLUE M")
        second.keys("F12")
        second.wait("014-01-000001")
        first.keys("2")
        first.wait(self.say("open", "abierto"))
        self.snap("drawers-open")
        second.keys("F10", "6")
        second.wait(f"{self.yes.upper()} = ")
        second.keys(self.yes)
        second.wait(self.money("0.01"))
        second.keys(*["Down"] * 12, self.money("120"), "Enter")
        second.wait("Z")
        first.keys("1", "2")
        first.wait("Z 1")
        self.snap("drawers-closed")
        first.keys("Down", "Enter")
        first.wait(self.say("Z REPORT", "INFORME Z"))
        self.snap("z-of-the-other-lane")
        first.keys("Escape")
        first.keys("7")
        first.wait(self.say("nothing to do", "nada que hacer"))
        self.snap("no-shifts")

    def revoke(self):
        first = self.lanes["first"]
        first.keys("1")
        first.wait("Bakery")
        first.keys("Up", "Up", "r")
        first.wait(self.say("REVOKE", "REVOCAR"))
        first.keys("stolen", "Enter")
        first.wait(self.say("taken back", "deshacer"))
        self.snap("revoke-question")
        first.keys(self.yes)
        first.wait(self.say("REVOKED", "REVOCADA"))
        # It calls again, with a mesh key that counts no more, and is named as refused.
        first.wait("LAN 1/1 o", "127.0.0.1:", self.say("refused", "rechazado"))
        first.keys("Up", "Down")
        first.wait("0 s       0  ", gone=(self.say("only here", "solo aquí"),))
        self.snap("revoked")
        self.lanes["second"].wait("x")
        first.keys("Escape")


def run(arguments, language):
    with tempfile.TemporaryDirectory(prefix="tillmesh-manager-", ignore_cleanup_errors=True) as folder:
        return run_in(folder, arguments, language)


def run_in(folder, arguments, language):
    day = Day(arguments, folder, language)
    subprocess.run(
        [arguments.tillmesh, "init", "--data", day.data("first"), "--store", "014", "--lane", "3",
         "--currency", "USD", "--zone", "America/New_York", "--sample", "--language", language],
        check=True, capture_output=True)
    day.ports = {"first": free_port(), "second": free_port()}
    day.configure("first", day.ports["first"], [])
    printer = subprocess.Popen(
        [arguments.emulator, "--profile", "generic-48"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True)
    port = printer.stdout.readline().split()[-1]
    with open(os.path.join(day.data("first"), "devices.conf"), "w", encoding="utf-8") as file:
        file.write(f"printer = tcp:127.0.0.1:{port}\nprinter-profile = generic-48\n")
    try:
        day.open("first", "1111")
        day.open_drawer("first")
        day.enrol()
        day.recall()
        day.conflict()
        day.count_goods()
        day.read_z()
        day.revoke()
    finally:
        for lane in day.lanes.values():
            lane.close()
        printer.stdin.close()
        paper = printer.stdout.read()
        printer.wait()
    return golden_day.differences(
        "manager", language, day.screens, calm_store(paper), arguments.write)


if __name__ == "__main__":
    sys.exit(golden_day.main(run, "a manager’s day as it should be"))
