#!/usr/bin/env python3
"""What a replay must end with, computed from the ticket file alone.

Usage: replay_totals.py FILE    (plain CSV, .gz or .zst)

Prints one JSON object: tickets, sales, returns, adjustments, lines, netMinorUnits, and the units
that each item's stock moved by. It shares no code with the program that it checks.
"""
import csv
import gzip
import io
import json
import subprocess
import sys
from collections import OrderedDict, defaultdict
from decimal import ROUND_HALF_UP, Decimal


def text_of(path):
    if path.endswith(".zst"):
        return subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout.decode()
    if path.endswith(".gz"):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            return file.read()
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def kind_of(number, lines):
    if number.startswith("C"):
        return "returns"
    if number.startswith("A") or any(Decimal(line["Quantity"]) < 0 for line in lines):
        return "adjustments"
    return "sales"


def main():
    tickets = OrderedDict()
    for row in csv.DictReader(io.StringIO(text_of(sys.argv[1]))):
        tickets.setdefault(row["InvoiceNo"], []).append(row)
    totals = {"tickets": len(tickets), "sales": 0, "returns": 0, "adjustments": 0, "lines": 0}
    net, units = 0, defaultdict(int)
    for number, lines in tickets.items():
        kind = kind_of(number, lines)
        totals[kind] += 1
        totals["lines"] += len(lines)
        for line in lines:
            quantity, price = Decimal(line["Quantity"]), Decimal(line["UnitPrice"])
            # ROUND_HALF_UP of this module is half away from zero.
            net += int((quantity * price * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
            if kind == "adjustments" and not number.startswith("A"):
                # A write-off: its negative quantity is what the shelf lost.
                units[line["StockCode"]] += int(quantity)
            elif kind != "adjustments":
                units[line["StockCode"]] -= int(quantity)
    totals["netMinorUnits"] = net
    totals["units"] = dict(sorted(units.items()))
    print(json.dumps(totals))


if __name__ == "__main__":
    main()
