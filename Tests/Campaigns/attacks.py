#!/usr/bin/env python3
"""Attacks on a lane that sells, by a speaker of docs/protocol.md that shares no code with it.

  attacks.py PROGRAM [--sales N]

A node on loopback is met by strangers, wrong keys, a revoked lane, another store's lane, replayed
and mangled frames, zstd bombs, floods of calls and peers that never read. Each is refused or
bounded, and named in the node's own words; meanwhile a sale stays within twice its quiet 99th
percentile, and memory and open files within bounds. Ends with the figures.
"""
import argparse
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Outsider"))
import live  # noqa: E402
import loopback  # noqa: E402
import names  # noqa: E402
import network  # noqa: E402
import outsider  # noqa: E402
import session as sessions  # noqa: E402
import wire  # noqa: E402
import zstandard  # noqa: E402

CODE = "09520000012311"
MEMORY_GROWTH_MAX = 64 << 20
must = live.must


class Attacked:
    """The node under attack, with what a member of its store knows."""

    def __init__(self, till, member, key, folder):
        self.till, self.member, self.key, self.folder = till, member, key, folder

    def call(self, member=None, key=None):
        return live.Caller(self.till.address, member or self.member, key or self.key)

    def says(self, *words, seconds=10):
        """Waits for a line of the node that has all these words."""
        loopback.until(
            lambda: any(all(word in line for word in words) for line in list(self.till.lines)),
            seconds, f"the node to say {words}; it said {''.join(self.till.lines[-20:])}")

    def forget(self):
        self.till.lines.clear()


# What is tried, each for as long as `goes_on` says; one pass where that is False at once.

def stranger(node):
    """Knows the address alone."""
    with socket.create_connection(host(node), 5) as connection:
        connection.sendall(b"\x00\x30" + os.urandom(48))
        connection.settimeout(10)
        must(connection.recv(1) == b"", "a stranger gets no byte")
    node.says("refused", "none of the store's keys")


def silent(node):
    """Says nothing at all: it holds a place for 5 s and is gone."""
    with socket.create_connection(host(node), 5) as connection:
        began = time.monotonic()
        connection.settimeout(12)
        must(connection.recv(1) == b"", "who says nothing is closed")
        must(time.monotonic() - began < 8, "within seconds")


def wrong_key(node):
    try:
        node.call(key=os.urandom(32))
        raise SystemExit("not so: a wrong mesh key opens a channel")
    except wire.Broken as error:
        must("closed" in str(error) or "reset" in str(error), "a wrong mesh key gets no answer")
    node.says("refused", "none of the store's keys")


def wrong_identity(node):
    """The mesh key was stolen, the identity wasn't."""
    thief = sessions.Member(
        names.Identity(os.urandom(32)), node.member.credential, node.member.root,
        node.member.store, node.member.scopes)
    caller = node.call(member=thief)
    caller.link.send(wire.HELLO, sessions.Session(thief, True, b"").hello())
    ended, said = caller.ends()
    must(ended and said is not None and said[0] == sessions.BAD_CREDENTIAL,
         "another node's credential is refused")
    node.says("hello was refused", "credential")


def other_store(node):
    """A lane of another store that came by the mesh key."""
    store = live_store()
    member = store.member(store.steward, store.enrolled)
    caller = node.call(member=member)
    caller.link.send(wire.HELLO, sessions.Session(member, True, b"").hello())
    ended, said = caller.ends()
    must(ended and said is not None and said[0] in (
        sessions.BAD_CREDENTIAL, sessions.OTHER_STORE), "another store's lane is refused")
    node.says("hello was refused")


def live_store():
    import shop
    return shop.Store(random.Random(7))


def replayed(node):
    """What an honest lane said is said again: a first message, and a sealed frame twice."""
    first = wire.Channel(True, node.member.identity, [node.key]).start()
    for _ in range(2):
        with socket.create_connection(host(node), 5) as connection:
            connection.sendall(first)
            connection.settimeout(10)
            must(len(connection.recv(98)) > 0, "a replayed first message opens nothing")
    caller = node.call()
    caller.session()
    sealed = caller.link.channel.seal(wire.frame(wire.PING, b"oncemore")[0])
    caller.link.connection.sendall(sealed + sealed)
    must(caller.ends()[0], "a message that comes again ends the channel")
    node.says("refused", "a message")


def mangled(node):
    draw = random.Random(11)
    for _ in range(40):
        caller = node.call()
        caller.session()
        kind = draw.choice([wire.HAVE, wire.WANT, wire.OPS, wire.PING, wire.PEERS, wire.PROOF])
        body = draw.randbytes(draw.randrange(1, 400))
        caller.link.send_bytes(bytes([kind, 0]) + len(body).to_bytes(4, "big") + body)
        ended, _ = caller.ends()
        must(ended, f"{len(body)} random bytes as frame {kind} end the channel")
    node.says("broke the protocol")


def bomb(node):
    """Few bytes that say or become many."""
    zeros = zstandard.ZstdCompressor(level=19).compress(bytes(64 << 20))
    streamed = zstandard.ZstdCompressor(level=19, write_content_size=False).compressobj()
    unsized = streamed.compress(bytes(64 << 20)) + streamed.flush()
    for what, data in (("that says 64 MiB", zeros), ("without its size", unsized)):
        caller = node.call()
        caller.session()
        caller.link.send_bytes(
            bytes([wire.OPS, wire.COMPRESSED]) + len(data).to_bytes(4, "big") + data)
        must(caller.ends()[0], f"a bomb of {len(data)} bytes {what} ends the channel")
    node.says("refused", "can't be unpacked")


def revoked(node):
    """A lane that was a member until now: its session ends with the news, and it can't return."""
    caller = node.call()
    session = caller.session()
    node.till.run("revoke", names.to_base32(node.member.identity.node), "--reason", "stolen")
    ended, said = caller.ends()
    must(ended and said is not None and said[0] == sessions.REVOKED,
         "a revoked lane's session ends at once")
    must(session.peer is not None, "which was a member's until then")


class Deaf:
    """Peers that ask for all there is, time and again, and never read."""

    def __init__(self, node, count):
        self.links = []
        for _ in range(count):
            caller = node.call()
            session = caller.session()
            caller.link.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            logs = [[session.name(log), 1, names.ZERO_HASH[:8]] for log in session.heads]
            caller.link.send(wire.WANT, [logs, 2**32 - 1])
            self.links.append((caller, logs))

    def ask_again(self):
        """Whether any of them is still heard."""
        for caller, _ in list(self.links):
            try:
                caller.link.connection.setblocking(False)
                caller.link.connection.sendall(
                    caller.link.channel.seal(wire.frame(wire.PING, os.urandom(8))[0]))
            except (OSError, wire.Broken):
                self.links.remove((caller, _))

    def close(self):
        for caller, _ in self.links:
            caller.link.close()


class Flood:
    """Attackers in threads of their own for as long as sales are timed."""

    def __init__(self, node):
        self.node, self.over, self.counts = node, threading.Event(), {}
        self.threads = [
            threading.Thread(target=self.repeat, args=[attack], daemon=True)
            for attack in (self.noise, self.calls, self.credentials, self.frames, self.bombs)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join(30)

    def repeat(self, attack):
        while not self.over.wait(0.02):
            try:
                attack()
            except (OSError, wire.Broken, sessions.Ended):
                # Refused is what it should be.
                pass
            self.counts[attack.__name__] = self.counts.get(attack.__name__, 0) + 1

    def noise(self):
        with socket.create_connection(host(self.node), 5) as connection:
            connection.sendall(os.urandom(4096))

    def calls(self):
        channel = wire.Channel(True, self.node.member.identity, [os.urandom(32)])
        with socket.create_connection(host(self.node), 5) as connection:
            connection.sendall(channel.start())
            connection.settimeout(1)
            connection.recv(1)

    def credentials(self):
        thief = sessions.Member(
            names.Identity(os.urandom(32)), self.node.member.credential, self.node.member.root,
            self.node.member.store, self.node.member.scopes)
        caller = self.node.call(member=thief)
        caller.link.send(wire.HELLO, sessions.Session(thief, True, b"").hello())
        caller.link.close()

    def frames(self):
        caller = self.node.call()
        caller.session()
        for _ in range(20):
            caller.link.send(wire.PING, os.urandom(8))
        caller.link.send_bytes(bytes([wire.OPS, 0, 0, 0, 0, 9]) + os.urandom(9))
        caller.link.close()

    def bombs(self):
        data = zstandard.ZstdCompressor().compress(bytes(4 << 20))
        caller = self.node.call()
        caller.session()
        caller.link.send_bytes(
            bytes([wire.OPS, wire.COMPRESSED]) + len(data).to_bytes(4, "big") + data)
        caller.link.close()


def host(node):
    name, _, port = node.till.address.rpartition(":")
    return name.strip("[]"), int(port)


class Cashier:
    """Sells and takes the time that the node itself needs, as its metrics tell it."""

    def __init__(self, till):
        self.till = till

    def sell(self, count):
        """Seconds of each sale, from the command's begin to its answer."""
        times = []
        for _ in range(count):
            began = time.monotonic()
            self.till.run("sell", CODE, "--tender", "cash", "--json")
            times.append(time.monotonic() - began)
        return times


def percentile(times, hundredth):
    return sorted(times)[max(1, -(-len(times) * hundredth // 100)) - 1]


def resident(till):
    with open(f"/proc/{till.process.pid}/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) << 10
    raise RuntimeError("no VmRSS")


def open_files(till):
    return len(os.listdir(f"/proc/{till.process.pid}/fd"))


def prepare(program, folder):
    till = loopback.Till(program, os.path.join(folder, "lane"))
    secret = os.path.join(folder, "passphrase")
    with open(secret, "w", encoding="utf-8") as file:
        file.write("a lane under attack\n")
    till.run("init", "--store", "014", "--lane", "1", "--currency", "GBP", "--zone",
             "Europe/London", "--sample", "--passphrase-file", secret)
    till.run("drawer", "open", "--float", "100")
    till.start()
    return till


def join(till, folder, name):
    line = json.loads(till.run("invite", "--json"))["invitation"]
    me = os.path.join(folder, name)
    done = live.command("join", line, "--out", me)
    must(done.returncode == 0, f"{name} joins {done.stderr}")
    member, kept = outsider.member_in(me)
    return member, kept["meshKey"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--sales", type=int, default=100)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="tillmesh-attacks.")
    till = None
    try:
        till = prepare(options.program, folder)
        campaign(till, folder, options.sales)
        till.stop()
    finally:
        if till is not None:
            till.kill()
        shutil.rmtree(folder, ignore_errors=True)


def campaign(till, folder, sales):
    node = Attacked(till, *join(till, folder, "member"), folder)
    cashier = Cashier(till)
    cashier.sell(10)
    quiet = cashier.sell(sales)
    memory, files = resident(till), open_files(till)
    for attack in (stranger, silent, wrong_key, wrong_identity, other_store, replayed, mangled,
                   bomb):
        node.forget()
        attack(node)
    quiet += cashier.sell(sales)
    deaf = Deaf(node, 8)
    with Flood(node) as flood:
        attacked = cashier.sell(2 * sales)
    deaf.ask_again()
    grown = resident(till) - memory
    deaf.close()
    print("while attacked:", ", ".join(f"{n} {c}" for n, c in sorted(flood.counts.items())))
    ratio = percentile(attacked, 99) / percentile(quiet, 99)
    print(f"a sale, quiet: p50 {percentile(quiet, 50) * 1e3:.1f} ms, "
          f"p99 {percentile(quiet, 99) * 1e3:.1f} ms; attacked: "
          f"p50 {percentile(attacked, 50) * 1e3:.1f} ms, p99 {percentile(attacked, 99) * 1e3:.1f} ms"
          f"; ratio {ratio:.2f}")
    print(f"memory grew by {grown / 1e6:.1f} MB")
    must(all(count > 5 for count in flood.counts.values()), "every attacker came through")
    must(grown < MEMORY_GROWTH_MAX, "memory stays bounded")
    must(ratio <= 2, "a sale on the attacked lane stays within twice its quiet p99")
    loopback.until(lambda: open_files(till) <= files + 4, 30, "the connections to be closed")
    revoked(Attacked(till, *join(till, folder, "thief"), folder))
    member = Attacked(till, *join(till, folder, "newcomer"), folder)
    must(member.call().session().peer is not None, "and who is a member is still met")
    till.run("log", "verify")


if __name__ == "__main__":
    main()
