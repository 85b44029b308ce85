#!/usr/bin/env python3
"""A cashier's day on the real lane in tmux, in both languages, against golden screens and paper.

Usage: day_in_tmux.py TILLMESH PRINTER_EMULATOR [--write] [--language en|es]

Signs on, rings ten sales with scans, weights, an age check, a hold, a split, a discount over the
limit and a void, takes goods back, exchanges, reads X and closes with Z. Receipts go to the printer
emulator; its decoded paper and the screens are compared with Tests/Campaigns/Golden. `--write`
writes them anew: only in a commit that says what a cashier sees differently.
"""
import os
import subprocess
import sys
import tempfile

import golden_day
from lane_in_tmux import Lane, calm

MILK, BEER, SHIRT, SHIRT_L = "9520000010072", "9520000021900", "9520000026240", "9520000026318"
RAINCOAT, SOAP, HAM = "9520000026875", "9520000023300", "2100002003202"


class Day:
    def __init__(self, lane, language):
        self.lane = lane
        self.screens = []
        self.spanish = language == "es"
        self.yes = "S" if self.spanish else "Y"

    def snap(self, name):
        self.screens.append((name, calm(self.lane.screen())))

    def money(self, text):
        return text.replace(".", ",") if self.spanish else text

    def see(self, *texts, gone=()):
        return self.lane.wait(*(self.money(text) for text in texts), gone=gone)

    def paid(self, number):
        return self.lane.wait(f"014-03-{number:06d}")

    def sign_on(self):
        self.lane.wait("PIN", "Carla Cashier")
        if self.spanish:
            self.lane.wait("F2 English")
        self.snap("sign-on")
        self.lane.keys("3333", "Enter")
        self.see("100.00", "0.01")
        self.snap("float")
        self.lane.keys("1", "Enter", "1", "Enter")
        self.see("150.00")
        self.lane.keys("F12")
        self.lane.wait("M18")

    def ring(self, *codes):
        for code in codes:
            self.lane.scan(code)

    def sales(self):
        lane = self.lane
        self.ring(MILK)
        self.see("MILK WHOLE 1 QT", "1.92")
        self.snap("sale")
        lane.keys("Enter")
        self.see("$1.92")
        self.snap("total")
        lane.keys("F12")
        self.paid(1)
        self.snap("paid-exactly")

        lane.keys("3*")
        lane.wait("[3*")
        self.ring(MILK)
        self.see("5.67")
        lane.keys("40", "F12")
        self.paid(2)
        self.snap("change")

        lane.keys("0.745*4011", "Enter")
        lane.wait("PIN")
        self.snap("weight-needs-approval")
        lane.keys("2222", "Enter")
        self.see("BANANAS", "1.11")
        self.ring(HAM)
        self.see("HAM BLACK", "6.08")
        self.snap("weights")
        lane.keys("F12")
        self.paid(3)

        self.ring(BEER)
        lane.wait("21")
        self.snap("age")
        lane.keys(self.yes.lower())
        self.see("LAGER", "9.99")
        lane.keys("F12")
        self.paid(4)

        self.ring(BEER)
        lane.wait("LAGER")
        lane.keys("n")
        lane.wait("A")
        self.ring(SOAP)
        self.see("LAUNDRY", "11.99")
        self.snap("age-refused-then-soap")
        lane.keys("F5")
        self.see("0.00", gone=("LAUNDRY",))
        self.snap("held")
        lane.keys("F6")
        self.see("12.71")
        self.snap("holds")
        lane.keys("1", "Enter")
        self.see("LAUNDRY", "11.99")
        lane.keys("F12")
        self.paid(5)

        self.ring(SHIRT, SHIRT)
        self.see("39.98")
        lane.keys("Enter")
        self.see("$42.38")
        lane.keys("20", "F11")
        self.snap("card-reference")
        lane.keys("A77Q21", "Enter")
        self.see("$22.38")
        self.snap("part-paid")
        lane.keys("F12")
        self.paid(6)

    def discount_and_void(self):
        lane = self.lane
        self.ring(RAINCOAT)
        self.see("34.99")
        lane.keys("F8")
        self.snap("discount")
        lane.keys("1", "50", "Enter")
        self.snap("discount-reason")
        lane.keys("1")
        lane.wait("PIN")
        self.snap("discount-needs-approval")
        lane.keys("1111", "Enter")
        self.see("18.54")
        self.snap("discounted")
        lane.keys("F12")
        self.paid(7)

        self.ring(MILK)
        self.see("1.89")
        self.ring(SOAP)
        self.see("13.88")
        lane.keys("Up", "F7")
        self.see("1.92", gone=("13.88",))
        self.snap("line-voided")
        lane.keys("F12")
        self.paid(8)

        self.ring(SHIRT)
        self.see("19.99")
        lane.keys("F12")
        self.paid(9)

        self.ring(MILK)
        self.see("1.89")
        lane.keys("F12")
        self.paid(10)

    def goods_back(self):
        lane = self.lane
        lane.keys("F9")
        self.snap("return-receipt")
        lane.keys("Enter")
        lane.wait("014-03-000010")
        self.snap("return-lines")
        lane.keys("1", "Enter")
        self.snap("return-reason")
        lane.keys("1")
        self.see("-1.92")
        lane.keys("Escape")
        lane.wait("-1")
        self.snap("return-line")
        lane.keys("F12")
        self.paid(11)
        self.snap("refunded")

        lane.keys("F9", "014-03-000009", "Enter")
        lane.wait("014-03-000009", "T-SHIRT BLUE M")
        lane.keys("1", "Enter", "1")
        self.see("-21.19")
        lane.keys("Escape")
        self.ring(SHIRT_L)
        self.see("T-SHIRT BLUE L", "0.00")
        self.snap("exchange")
        lane.keys("Enter")
        self.snap("exchange-total")
        lane.keys("Enter")
        self.paid(12)
        self.snap("exchanged")

    def end(self):
        lane = self.lane
        lane.keys("F10")
        lane.wait("X", "Z")
        self.snap("menu")
        lane.keys("5")
        lane.wait("014-03-000001")
        self.snap("x-report")
        lane.keys("Enter", "F10", "6")
        lane.wait(f"{self.yes} = ")
        lane.keys(self.yes.lower())
        self.see("100.00", "0.01")
        self.snap("closing-count")
        lane.keys(*["Down"] * 12, self.money("252.31"))
        self.see("252.31")
        self.snap("closing-counted")
        lane.keys("Enter")
        lane.wait("014-03-000012")
        self.snap("z-report")
        lane.keys("Enter")
        self.snap("after-z")


def run(arguments, language):
    with tempfile.TemporaryDirectory(prefix="tillmesh-day-", ignore_cleanup_errors=True) as folder:
        return run_in(folder, arguments, language)


def run_in(folder, arguments, language):
    data = os.path.join(folder, "data")
    subprocess.run(
        [arguments.tillmesh, "init", "--data", data, "--store", "014", "--lane", "3", "--currency",
         "USD", "--zone", "America/New_York", "--sample", "--language", language],
        check=True, capture_output=True)
    printer = subprocess.Popen(
        [arguments.emulator, "--profile", "generic-48"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True)
    port = printer.stdout.readline().split()[-1]
    with open(os.path.join(data, "devices.conf"), "w", encoding="utf-8") as file:
        file.write(f"printer = tcp:127.0.0.1:{port}\nprinter-profile = generic-48\n")
    lane = Lane(arguments.tillmesh, data)
    try:
        day = Day(lane, language)
        day.sign_on()
        day.sales()
        day.discount_and_void()
        day.goods_back()
        day.end()
    finally:
        lane.close()
        printer.stdin.close()
        paper = printer.stdout.read()
        printer.wait()
    return golden_day.differences(
        "day", language, day.screens, calm(paper), arguments.write)


if __name__ == "__main__":
    sys.exit(golden_day.main(run, "a day as it should be"))
