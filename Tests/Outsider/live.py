"""The outsider against running nodes of the program: it joins, takes, follows, serves, provokes."""
import json
import os
import queue
import re
import subprocess
import sys
import threading
import time

import cbor
import exports
import hosting
import names
import network
import outsider
import session as sessions
import shop as shops
import wire
from operations import Operation

START_SECONDS, TAKE_SECONDS = 20, 30


class Node:
    """A `tillmesh node` on loopback that announces nothing."""

    def __init__(self, program, data, *words):
        self.program, self.data = program, data
        self.lines, self.waiting = [], queue.Queue()
        self.process = subprocess.Popen(
            [program, "node", "--data", data, "--listen", "127.0.0.1:0", "--no-announce", *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.address = self.wait(r"^listening (\S+)$").group(1)
        self.wait(r"^ready$")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(line)
            self.waiting.put(line)

    def wait(self, pattern):
        """The line that says so; raises SystemExit with all lines where it doesn't come."""
        end = time.monotonic() + START_SECONDS
        try:
            while True:
                line = self.waiting.get(timeout=max(0.001, end - time.monotonic()))
                if match := re.search(pattern, line):
                    return match
        except queue.Empty:
            self.process.kill()
            raise SystemExit(f"no line {pattern} of the node:\n{''.join(self.lines)}") from None

    def run(self, *words):
        done = subprocess.run([self.program, *words, "--data", self.data], capture_output=True,
                              text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def invite(self):
        return json.loads(self.run("invite", "--json"))["invitation"]

    def status(self):
        return json.loads(self.run("status", "--json"))

    def end(self):
        self.process.terminate()
        status = self.process.wait(START_SECONDS)
        if status != 0:
            raise SystemExit(f"the node ended with {status}:\n{''.join(self.lines)}")


def must(good, what):
    if not good:
        raise SystemExit(f"not so: {what}")
    print(what)


def command(*words):
    """Runs outsider.py as a person does."""
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "outsider.py")
    return subprocess.run([sys.executable, program, *words], capture_output=True, text=True,
                          check=False)


class Caller:
    """A link to a node with its handshake done and no frame sent yet."""

    def __init__(self, address, member, key):
        channel = wire.Channel(True, member.identity, [key])
        self.link = network.connect(address, channel)
        self.member = member

    def session(self, **options):
        session = sessions.Session(
            self.member, True, self.link.channel.remote_static, **options)
        network.drive(self.link, session, lambda: session.heard_frontier, TAKE_SECONDS)
        return session

    def ends(self):
        """Whether the node ends the connection, and the `bye` that it says before, or None."""
        end, said = time.monotonic() + 10, None
        try:
            while (frame := self.link.next_frame(end)) is not None:
                if frame[0] == wire.BYE:
                    said = cbor.decode(frame[1])
        except wire.Broken as error:
            return "closed" in str(error) or "reset" in str(error), said
        return False, said

    def answers(self, said=b"outsider", flags=0):
        """Whether a ping that says this gets its pong."""
        self.link.send(wire.PING, said, flags)
        return self.echoes(said)

    def echoes(self, said):
        end = time.monotonic() + 10
        while (frame := self.link.next_frame(end)) is not None:
            if frame[0] == wire.PONG and cbor.decode(frame[1])[0] == said:
                return True
        return False


def check_joining(node, folder):
    line = node.invite()
    me = os.path.join(folder, "me")
    done = command("join", line, "--out", me)
    must(done.returncode == 0, f"joins with an invitation {done.stderr}")
    kept = outsider.read_whole(os.path.join(me, "member.cbor"))
    done = command("join", line, "--out", me)
    must(done.returncode == 0 and outsider.read_whole(os.path.join(me, "member.cbor")) == kept,
         "fetches the same welcome again")
    done = command("join", line, "--out", os.path.join(folder, "another"))
    must(done.returncode == 1, "an invitation is good for one node only")
    return me


def check_fetching(node, folder, me):
    path = os.path.join(folder, "fetched")
    done = command("fetch", node.address, "--from", me, "--out", path)
    must(done.returncode == 0, f"fetches all logs {done.stderr}")
    own = os.path.join(folder, "own")
    node.run("log", "export", own)
    must(outsider.read_whole(path) == outsider.read_whole(own), "to the bytes of the node's export")
    must(f"frontier {node.status()['frontierDigest']}" in done.stdout, "and its frontier digest")


def check_credit(node, member, key):
    """All logs come in the end however little credit is given at once, counted as sent."""
    caller = Caller(node.address, member, key)
    session = caller.session(fetches=True, credit_bytes=2_048)
    network.drive(caller.link, session, session.is_complete, TAKE_SECONDS)
    must(session.logs.count() == node.status()["operations"], "little credit fetches all logs")
    caller.link.close()


def check_following(node, member, key):
    """Operations come by themselves once a log is wanted."""
    caller = Caller(node.address, member, key)
    session = caller.session(fetches=True)
    network.drive(caller.link, session, session.is_complete, TAKE_SECONDS)
    before = session.logs.count()
    node.run("stock", "receive", "DA001", "12", "--reason", "delivery")
    wanted = node.status()["frontierDigest"]
    network.drive(caller.link, session,
                  lambda: session.logs.frontier_digest().hex() == wanted, TAKE_SECONDS)
    must(session.logs.count() > before, "a delivery that is booked meanwhile comes by itself")
    # What comes from here on was said of the frontier that is here now.
    session.peer_digest = None
    network.drive(caller.link, session, lambda: session.peer_digest is not None, TAKE_SECONDS)
    must(session.peer_digest.hex() == wanted, "the digest that the node tells is this one's")
    caller.link.close()


def check_tolerance(node, member, key):
    caller = Caller(node.address, member, key)
    session = caller.session()
    caller.link.send_bytes(bytes([200, 0]) + (5).to_bytes(4, "big") + b"\xffjunk")
    must(caller.answers(), "a frame of an unknown type is skipped")
    must(caller.answers(b"squeezed", wire.COMPRESSED), "compressed frames are read")
    if wire.DICTIONARY_ID in session.peer_dictionaries:
        must(caller.answers(b"shrunken", wire.COMPRESSED | wire.WITH_DICTIONARY),
             "so are those made with the shipped dictionary")
    else:
        print("NOT RUN: outsider on the shipped dictionary (the node's hello doesn't name it)")
    data, _ = wire.frame(wire.PING, b"in parts")
    for byte in data:
        caller.link.send_bytes(bytes([byte]))
    must(caller.echoes(b"in parts"), "a frame may span many messages")
    caller.link.close()


def check_refusals(node, member, key):
    stranger = sessions.Member(names.Identity(os.urandom(32)), member.credential, member.root,
                               member.store, member.scopes)
    caller = Caller(node.address, stranger, key)
    caller.link.send(wire.HELLO, sessions.Session(stranger, True, b"").hello())
    ended, said = caller.ends()
    must(ended and (said or [2])[0] == sessions.BAD_CREDENTIAL,
         "another node's credential is refused")
    check_silence(node, member)
    for what, data in (
            ("a compressed frame before hello", wire.frame(wire.HELLO, {}, wire.COMPRESSED)[0]),
            ("a frame above 16 KiB before hello", bytes([1, 0, 0, 0, 0x40, 1])),
            ("a frame before hello", wire.frame(wire.PING, b"too soon")[0])):
        caller = Caller(node.address, member, key)
        caller.link.send_bytes(data)
        must(caller.ends()[0], f"{what} ends the channel")
    for what, data in (
            ("a body that isn't deterministic", bytes([wire.PING, 0, 0, 0, 0, 2, 0x58, 0])),
            ("an index that was never given", wire.frame(wire.WANT, [[[7, 1, bytes(8)]], 0])[0]),
            ("a frame above 4 MiB", bytes([wire.OPS, 0, 0, 0x40, 0, 1])),
            ("an unknown flag", bytes([wire.PING, 4, 0, 0, 0, 0]))):
        caller = Caller(node.address, member, key)
        caller.session()
        caller.link.send_bytes(data)
        must(caller.ends()[0], f"{what} ends the channel")
    caller = Caller(node.address, member, key)
    caller.session()
    sealed = bytearray(caller.link.channel.seal(wire.frame(wire.PING, b"whatever")[0]))
    sealed[-1] ^= 1
    caller.link.connection.sendall(sealed)
    must(caller.ends()[0], "a message that doesn't open ends the channel")
    must(Caller(node.address, member, key).session().peer is not None, "and the node goes on")


def check_silence(node, member):
    """A stranger to the mesh key gets no byte."""
    try:
        Caller(node.address, member, os.urandom(32))
        raise SystemExit("not so: a node answers a stranger to its mesh key")
    except wire.Broken as error:
        must("closed the connection" in str(error), "a stranger to the mesh key gets no byte")


def check_serving(program, folder, node, me):
    """Another node takes what it lacks from the outsider; the first one has ended by then."""
    lane = os.path.join(folder, "lane")
    done = subprocess.run(
        [program, "join", "--data", lane, "--listen", "127.0.0.1:0", "--no-announce",
         node.invite()], capture_output=True, text=True, check=False)
    must(done.returncode == 0, f"another machine joins {done.stderr}")
    node.run("stock", "receive", "DA002", "5", "--reason", "delivery")
    path = os.path.join(folder, "newest")
    done = command("fetch", node.address, "--from", me, "--out", path)
    must(done.returncode == 0, f"the outsider has what that one lacks {done.stderr}")
    node.end()
    logs = exports.read(outsider.read_whole(path))
    member, kept = outsider.member_in(me)
    later = write_later(logs, member)
    host = hosting.Host(member, [kept["meshKey"]], logs)
    with Node(program, lane, "--peer", host.address) as other:
        check_taken(other, host, logs)
        check_later(other, later, os.path.join(folder, "passed-on"))
        other.end()
    host.close()


def write_later(logs, member):
    """What a program of a later version would write, between two operations of this one."""
    pen = shops.Pen(logs, member.identity, member.store, os.urandom(8))
    before = pen.last
    later = Operation([2, *pen.log, before.seq + 1, before.hash, before.stamp + 1, "later", [1]])
    later.signature = member.identity.sign(names.signing_bytes(later.hash))
    logs.log(pen.log).add(later)
    pen.last = later
    pen.append(60_000, {})
    return later


def check_later(node, later, path):
    """A body of a later version is stored, listed with its reason, and passed on as it is."""
    listed = [json.loads(line) for line in node.run("quarantine", "list", "--json").splitlines()]
    must(any(entry["reason"] == 11 for entry in listed), "what a later version wrote is listed")
    node.run("log", "export", path)
    passed_on = exports.read(outsider.read_whole(path))
    found = passed_on.log(later.log).find(later.hash)
    must(found is not None and found.encoding == later.encoding, "and passed on as it is")


def check_taken(node, host, logs):
    """The node comes to hold everything that the host serves."""
    end, lacking, held = time.monotonic() + TAKE_SECONDS, None, {}
    while time.monotonic() < end and lacking != []:
        held = node.status()["heads"]
        lacking = [names.log_text(log) for log, seq, _ in logs.frontier()
                   if held.get(names.log_text(log), {"seq": 0})["seq"] < seq]
    must(lacking == [], f"it takes that from the outsider {host.problems or ''}")
    must(all(held[names.log_text(log)]["hash"] == digest.hex()
             for log, seq, digest in logs.frontier() if held[names.log_text(log)]["seq"] == seq),
         "and has the same operations")


def check(program, shop, folder):
    """All of it, on a shop that was made before."""
    with Node(program, shop.data) as node:
        me = check_joining(node, folder)
        check_fetching(node, folder, me)
        member, kept = outsider.member_in(me)
        check_credit(node, member, kept["meshKey"])
        check_following(node, member, kept["meshKey"])
        check_tolerance(node, member, kept["meshKey"])
        check_refusals(node, member, kept["meshKey"])
        check_serving(program, folder, node, me)
