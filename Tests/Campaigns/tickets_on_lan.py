#!/usr/bin/env python3
"""A store that rings a file of real tickets side by side on a private LAN that breaks meanwhile.

  tickets_on_lan.py PROGRAM FILE [--lanes N] [--rounds N] [--seed N] [--every N] [--keep]

The tickets are dealt out to the lanes, which ring them as members of the mesh while cables are
pulled, the LAN is split, a third of the packets is lost and addresses change. Two lanes' clocks are
a day off, two are killed with -9 in the middle, and one of these gets a new disk. In the end all
digests are equal, stock is what the file says, every ticket is there once, and all logs verify.
Exits 77, NOT RUN, where the machine refuses namespaces.
"""
import argparse
import csv
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "LAN"), os.path.join(HERE, "..", "Checks")]
import lan  # noqa: E402
import replay_totals  # noqa: E402
import scratch  # noqa: E402

DAY_SECONDS = 86_400
ROUND_SECONDS, SETTLE_SECONDS = 300, 300


class Tickets:
    """The file's tickets, every n-th of them, dealt out to lanes and rounds."""

    def __init__(self, path, every):
        rows = csv.DictReader(io.StringIO(replay_totals.text_of(path)))
        self.columns = rows.fieldnames
        self.by_number = {}
        for row in rows:
            self.by_number.setdefault(row["InvoiceNo"], []).append(row)
        self.by_number = {number: lines for number, lines in self.by_number.items()
                          if int(number.strip("CA")) % every == 0}

    def deal(self, lanes, rounds, folder):
        """Files, by lane and round."""
        hands = {}
        for at, lines in enumerate(self.by_number.values()):
            hands.setdefault((lanes[at % len(lanes)], at // len(lanes) % rounds), []).extend(lines)
        files = {}
        for (lane, number), lines in hands.items():
            path = os.path.join(folder, f"tickets-{lane}-{number}.csv")
            with open(path, "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, self.columns)
                writer.writeheader()
                writer.writerows(lines)
            files[lane, number] = path
        return files

    def write_items(self, path):
        """What `import items` takes, so that all lanes know the same goods."""
        names = {}
        for lines in self.by_number.values():
            for line in lines:
                name = line["Description"].strip()
                if name or line["StockCode"] not in names:
                    names[line["StockCode"]] = name[:32] or line["StockCode"]
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["code", "name", "price"])
            writer.writerows((code, name, "1.00") for code, name in sorted(names.items()))

    def units(self):
        """What each item's stock must have moved by."""
        units = {}
        for number, lines in self.by_number.items():
            if number.startswith("A"):
                continue
            sign = 1 if replay_totals.kind_of(number, lines) == "adjustments" else -1
            for line in lines:
                code = line["StockCode"]
                units[code] = units.get(code, 0) + sign * int(line["Quantity"])
        return {code: count for code, count in units.items() if count != 0}

    def receipts(self):
        return sum(replay_totals.kind_of(number, lines) != "adjustments"
                   for number, lines in self.by_number.items())


class Store:
    def __init__(self, program, network, folder, seed):
        self.program, self.network, self.folder = program, network, folder
        self.random = random.Random(seed)
        self.nodes, self.offsets, self.disks = {}, {}, {}

    def data(self, name):
        return os.path.join(self.folder, name + self.disks.get(name, ""))

    def words(self, name, words):
        """A command on a lane's data directory, with the lane's own idea of the time."""
        clock = []
        if name in self.offsets:
            clock = ["env", f"LD_PRELOAD={os.path.join(self.folder, 'clock_offset.so')}",
                     f"CLOCK_OFFSET={self.offsets[name]}"]
        return [*clock, self.program, *words, "--data", self.data(name)]

    def tell(self, name, *words):
        return self.network.output(name, self.words(name, words), timeout=ROUND_SECONDS)

    def make_clock(self):
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O2", "-o", os.path.join(self.folder, "clock_offset.so"),
             os.path.join(HERE, "..", "LAN", "clock_offset.c"), "-ldl"], check=True, timeout=60)

    def settings(self, name):
        os.makedirs(self.data(name), mode=0o700, exist_ok=True)
        with open(os.path.join(self.data(name), "mesh.conf"), "w", encoding="utf-8") as file:
            file.write("listen = 0.0.0.0:7447\n")

    def found(self, first, items):
        files = {}
        for name, text in (("passphrase", "real tickets on a private LAN\n"), ("pin", "4711\n")):
            files[name] = os.path.join(self.folder, name)
            with open(files[name], "w", encoding="utf-8") as file:
                file.write(text)
        self.tell(first, "init", "--store", "014", "--lane", "1", "--currency", "GBP", "--zone",
                  "Europe/London", "--passphrase-file", files["passphrase"], "--pin-file",
                  files["pin"])
        self.settings(first)
        self.tell(first, "import", "items", items)

    def start(self, name):
        with open(os.path.join(self.folder, name + ".log"), "ab") as log:
            process = self.network.start(
                name, self.words(name, ["node"]), stdout=subprocess.PIPE, stderr=log)
        self.nodes[name] = process
        lan.await_line(process.stdout, b"ready", 60, f"{name} to be ready")

    def stop(self, name):
        process = self.nodes.pop(name)
        process.terminate()
        if process.wait(30) not in (0, -signal.SIGTERM):
            raise RuntimeError(f"{name} ended with {process.returncode}")

    def join(self, name, inviter):
        line = json.loads(self.tell(inviter, "invite", "--json"))["invitation"]
        self.settings(name)
        self.tell(name, "join", line)

    def ring(self, name, path):
        """Begins to ring a file; the process is a member of the mesh until it is through."""
        with open(os.path.join(self.folder, name + ".log"), "ab") as log:
            process = self.network.start(
                name, self.words(name, ["replay", path, "--meet", "--json"]),
                stdout=subprocess.PIPE, stderr=log)
        self.nodes[name] = process

    def await_rung(self, name):
        process = self.nodes.pop(name)
        told, _ = process.communicate(timeout=ROUND_SECONDS)
        if process.returncode != 0:
            raise RuntimeError(f"replay on {name} ended with {process.returncode}: {told}")
        return json.loads(told.splitlines()[-1])

    def kill(self, name):
        process = self.nodes.pop(name)
        process.kill()
        process.wait(30)
        process.stdout.close()

    def status(self, name):
        return json.loads(self.tell(name, "status", "--json"))

    def await_equal(self, names):
        began = time.monotonic()

        def are_equal():
            found = {(s["stateDigest"], s["frontierDigest"]) for s in map(self.status, names)}
            return len(found) == 1

        lan.until(are_equal, SETTLE_SECONDS, "equal digests")
        return time.monotonic() - began

    def print_logs(self):
        for name in self.network.names:
            path = os.path.join(self.folder, name + ".log")
            if os.path.exists(path):
                with open(path, errors="replace", encoding="utf-8") as file:
                    print(f"-- the log of {name}", *file.read().splitlines()[-12:], sep="\n")


def fault(store, kind):
    network, names = store.network, store.network.names
    victim = store.random.choice(names)
    if kind == "cable":
        network.disconnect(victim)
    elif kind == "split":
        network.split(store.random.sample(names, len(names) // 2))
    elif kind == "loss":
        for name in names:
            network.lose(name, 30)
    elif kind == "address":
        network.readdress(victim, 100 + names.index(victim))
    elif kind == "heal":
        network.heal()
    return victim


def ring_all(store, names, files, number, kinds, victim):
    """One round: all lanes ring, the network breaks, one of them may be killed and rings again."""
    for name in names:
        store.ring(name, files[name, number])
    for kind in kinds:
        time.sleep(store.random.uniform(0.2, 1.5))
        print(f"round {number}: {kind} {fault(store, kind)}", flush=True)
    if victim is not None:
        time.sleep(store.random.uniform(0.1, 1.0))
        store.kill(victim)
        print(f"round {number}: kill -9 {victim}", flush=True)
        store.ring(victim, files[victim, number])
    already = 0
    for name in names:
        rung = store.await_rung(name)
        assert rung["skippedTickets"] == 0, f"{name} skipped tickets: {rung}"
        already += rung["already"]
    return already


def new_disk(store, names, victim):
    """A lane dies with its disk once its neighbours have all; a new machine takes its place."""
    store.network.heal()
    for name in names:
        store.start(name)
    store.await_equal(names)
    store.kill(victim)
    shutil.rmtree(store.data(victim))
    store.disks[victim] = "-new"
    inviter = names[0]
    began = time.monotonic()
    store.join(victim, inviter)
    print(f"a new disk: {victim} sells again after {time.monotonic() - began:.1f} s", flush=True)
    for name in names:
        if name in store.nodes:
            store.stop(name)


def check(store, names, tickets):
    wanted, receipts = tickets.units(), tickets.receipts()
    for name in names:
        books = sqlite3.connect(f"file:{store.data(name)}/tillmesh.sqlite?mode=ro", uri=True)
        units = {item: held // 1000 for item, held in books.execute(
            "SELECT item, sum(raised) - sum(lowered) FROM stock GROUP BY item") if held != 0}
        found = books.execute("SELECT count(*), count(DISTINCT content) FROM receipt").fetchone()
        differs = [i for i in set(units) | set(wanted) if units.get(i, 0) != wanted.get(i, 0)]
        assert not differs, f"{name}: the stock of {len(differs)} items differs, {differs[:5]}"
        assert found == (receipts, receipts), f"{name} has {found} of {receipts} receipts"
        numbers = books.execute(
            "SELECT series, count(*), max(number), count(DISTINCT number) FROM receipt "
            "GROUP BY series").fetchall()
        gaps = [row for row in numbers if not row[1] == row[2] == row[3]]
        assert not gaps, f"{name}: numbers with gaps or repeats: {gaps}"
        books.close()
        store.tell(name, "log", "verify")
    print(f"{len(tickets.by_number)} tickets, {receipts} receipts in {len(numbers)} series, "
          f"stock of {len(wanted)} items as in the file, on {len(names)} lanes")


def campaign(store, tickets, rounds):
    names = store.network.names
    items = os.path.join(store.folder, "items.csv")
    tickets.write_items(items)
    files = tickets.deal(names, rounds, store.folder)
    store.make_clock()
    ahead, behind = store.random.sample(names[1:], 2)
    store.offsets = {ahead: DAY_SECONDS, behind: -DAY_SECONDS}
    store.found(names[0], items)
    store.start(names[0])
    # An invitation is good for 10 minutes of the joiner's clock: clocks go wrong afterwards.
    offsets, store.offsets = store.offsets, {}
    for name in names[1:]:
        store.join(name, names[0])
    store.stop(names[0])
    store.offsets = offsets
    print(f"clocks: {ahead} a day ahead, {behind} a day behind", flush=True)
    kinds = ["cable", "split", "loss", "address"]
    store.random.shuffle(kinds)
    killed = store.random.sample([n for n in names[1:] if n not in offsets], 2)
    already = 0
    for number in range(rounds):
        some = [kinds[number % len(kinds)], "heal" if number % 2 else kinds[(number + 1) % 4]]
        victim = killed[number // 2] if number % 2 == 0 and number // 2 < 2 else None
        already += ring_all(store, names, files, number, some, victim)
        if number == rounds // 2:
            new_disk(store, names, killed[0])
    store.network.heal()
    for name in names:
        store.start(name)
    seconds = store.await_equal(names)
    print(f"equal {seconds:.1f} s after the healing; {already} tickets were rung twice and counted "
          "once", flush=True)
    check(store, names, tickets)
    for name in names:
        store.stop(name)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("file")
    parser.add_argument("--lanes", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="only tickets whose number it divides")
    parser.add_argument("--keep", action="store_true", help="leave the folder in place")
    options = parser.parse_args()
    tickets = Tickets(options.file, options.every)
    lan.enter()
    with scratch.folder("tillmesh-lan.", options.keep) as folder:
        network = lan.LAN(options.lanes, os.path.join(folder, "n"))
        store = Store(os.path.abspath(options.program), network, folder, options.seed)
        try:
            campaign(store, tickets, options.rounds)
        except BaseException:
            store.print_logs()
            raise
        finally:
            for name in list(store.nodes):
                store.kill(name)
            network.close()


if __name__ == "__main__":
    main()
