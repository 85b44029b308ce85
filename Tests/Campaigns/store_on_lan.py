#!/usr/bin/env python3
"""A store of real processes on a private LAN: cables pulled, a split, losses, kills, a new disk.

  store_on_lan.py PROGRAM [--lanes N] [--rounds N] [--seed N]

Lanes find each other by mDNS, ring tickets side by side while the network is broken, and must end
with equal digests: no sale lost, none twice, stock equal to the sum of what was sold. Exits 77,
NOT RUN, where the machine refuses namespaces.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "LAN"))
import lan  # noqa: E402

ITEM = "09520000012311"
CODE = "BK001"


class Store:
    def __init__(self, program, network, folder):
        self.program = program
        self.network = network
        self.folder = folder
        self.nodes = {}
        self.sold = {}
        self.returned = 0

    def data(self, name):
        return os.path.join(self.folder, name)

    def tell(self, name, *words):
        """Runs a command of a lane and returns what it printed."""
        return self.network.output(name, [self.program, *words, "--data", self.data(name)])

    def found(self, first):
        secret = os.path.join(self.folder, "passphrase")
        with open(secret, "w") as file:
            file.write("a store on a private LAN\n")
        self.tell(first, "init", "--sample", "--passphrase-file", secret)
        self.open_to_lan(first)

    def open_to_lan(self, name):
        """The real settings in place of a sample's, which stay on its own machine."""
        path = os.path.join(self.data(name), "mesh.conf")
        os.makedirs(self.data(name), mode=0o700, exist_ok=True)
        with open(path, "w") as file:
            file.write("listen = 0.0.0.0:7447\n")

    def start(self, name):
        log = open(os.path.join(self.folder, name + ".log"), "ab")
        process = self.network.start(
            name, [self.program, "node", "--data", self.data(name)],
            stdout=subprocess.PIPE, stderr=log)
        self.nodes[name] = process
        lan.await_line(process.stdout, b"ready", 60, f"{name} to be ready")

    def stop(self, name):
        process = self.nodes[name]
        process.terminate()
        code = process.wait(20)
        del self.nodes[name]
        if code not in (0, -signal.SIGTERM):
            raise RuntimeError(f"{name} ended with {code}")

    def kill(self, name):
        """kill -9 of the node itself, which is the only child that `ip netns exec` became."""
        process = self.nodes.pop(name)
        process.kill()
        process.wait(20)

    def print_logs(self):
        """What the nodes said last, for whoever looks at a failure."""
        for name in self.network.names:
            path = os.path.join(self.folder, name + ".log")
            if os.path.exists(path):
                with open(path, errors="replace") as file:
                    print(f"-- the log of {name}", *file.read().splitlines()[-15:], sep="\n")

    def join(self, name, inviter, *words):
        line = json.loads(self.tell(inviter, "invite", "--json", *words))["invitation"]
        self.open_to_lan(name)
        began = time.monotonic()
        self.tell(name, "join", line)
        return time.monotonic() - began

    def open_drawer(self, name):
        self.tell(name, "drawer", "open", "--float", "100")

    def sell(self, name):
        receipt = json.loads(self.tell(
            name, "sell", f"{ITEM}*{random.randint(1, 3)}", "--tender", "cash", "--json"))
        self.sold[receipt["operation"]] = receipt

    def status(self, name):
        return json.loads(self.tell(name, "status", "--json"))

    def digests(self, names):
        return {
            (status["stateDigest"], status["frontierDigest"])
            for status in map(self.status, names)
        }

    def await_equal(self, names, seconds):
        began = time.monotonic()
        lan.until(lambda: len(self.digests(names)) == 1, seconds, "equal digests")
        return time.monotonic() - began


def check(store, names, opening):
    """Every sale is on every lane once; stock is what was there less what was sold."""
    for name in names:
        rows = [
            json.loads(line) for line in
            store.tell(name, "sales", "--limit", "1000000", "--json").splitlines()]
        known = [row["operation"] for row in rows]
        assert len(known) == len(set(known)), f"{name} lists a sale twice"
        missing = set(store.sold) - set(known)
        assert not missing, f"{name} lacks {len(missing)} sales"
        assert len(rows) == len(store.sold), f"{name} has {len(rows) - len(store.sold)} too many"
        numbers = [row["receiptNumber"] for row in rows]
        assert len(numbers) == len(set(numbers)), f"{name} has a number twice"
        series = {}
        for number in numbers:
            head, _, tail = number.rpartition("-")
            series.setdefault(head, []).append(int(tail))
        for head, found in series.items():
            assert sorted(found) == list(range(1, len(found) + 1)), f"a gap in {head}"
        store.tell(name, "log", "verify")
    sums = {stock(store, name) for name in names}
    assert len(sums) == 1, f"stock differs: {sums}"
    total = sum(receipt["totalMinorUnits"] for receipt in store.sold.values())
    print(f"stock of {CODE} went from {opening} to {sums.pop()}; sales came to {total}")


def stock(store, name):
    for line in store.tell(name, "stock", "list").splitlines():
        if line.startswith(CODE):
            return float(line.split()[1])
    raise RuntimeError(f"{CODE} isn't in stock's list")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--lanes", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    lan.enter()
    random.seed(options.seed)
    folder = tempfile.mkdtemp(prefix="tillmesh-lan.", dir="/tmp")
    network = lan.LAN(options.lanes, os.path.join(folder, "n"))
    store = Store(os.path.abspath(options.program), network, folder)
    try:
        campaign(store, network, options)
        shutil.rmtree(folder, ignore_errors=True)
    except BaseException:
        store.print_logs()
        raise
    finally:
        for name in list(store.nodes):
            store.kill(name)
        network.close()


def campaign(store, network, options):
    names = network.names
    store.found(names[0])
    store.start(names[0])
    for name in names[1:]:
        seconds = store.join(name, names[0])
        store.start(name)
        print(f"{name} joined in {seconds:.1f} s")
    lan.until(
        lambda: all(
            len(json.loads(store.tell(n, "peers", "--json"))["peers"]) == len(names) - 1
            for n in names), 60, "a full mesh")
    lan.until(lambda: len(browsed(network, names[-1])) >= len(names) - 1, 60, "avahi-browse")
    print("avahi-browse sees the lanes")
    opening = stock(store, names[0])
    for name in names:
        store.open_drawer(name)
    for number in range(options.rounds):
        fault(store, network, names, number)
        for name in names:
            if name in store.nodes:
                store.sell(name)
                store.sell(name)
    network.heal()
    for name in names:
        if name not in store.nodes:
            store.start(name)
    seconds = store.await_equal(names, 60)
    print(f"{len(store.sold)} sales, equal {seconds:.1f} s after the healing")
    check(store, names, opening)
    for name in names:
        store.stop(name)


def browsed(network, name):
    """The lanes that another program finds by DNS-SD.

    Now and then it never ends, as when a daemon's answer is lost: then none is said to be seen.
    """
    try:
        found = network.output(name, ["avahi-browse", "-rpt", "_tillmesh._tcp"], timeout=10)
    except subprocess.TimeoutExpired:
        return set()
    return {line.split(";")[7] for line in found.splitlines() if line.startswith("=")}


def fault(store, network, names, number):
    """One trouble a round; every kind comes before one comes again."""
    victim = random.choice(names)
    kind = ["cable", "split", "loss", "kill", "heal", "address"][number % 6]
    print(f"round {number}: {kind} {victim}")
    if kind == "cable":
        network.disconnect(victim)
    elif kind == "split":
        network.split(random.sample(names, len(names) // 2))
    elif kind == "loss":
        for name in names:
            network.lose(name, 30)
    elif kind == "kill":
        if victim in store.nodes:
            store.kill(victim)
            store.start(victim)
    elif kind == "address":
        network.readdress(victim, 100 + names.index(victim))
    else:
        network.heal()


if __name__ == "__main__":
    main()
