#!/usr/bin/env python3
"""Speaks the protocol of docs/protocol.md without a line of the program's own code.

Usage: outsider.py verify EXPORT --root NODEID
       outsider.py join LINE --out DIR [--label TEXT]
       outsider.py fetch HOST:PORT --from DIR --out EXPORT [--within SECONDS]

verify  checks an export to the last byte and prints operations, heads and the frontier digest.
join    redeems an invitation and keeps identity, credential and mesh key in DIR.
fetch   takes all logs of the store from a node, verifies them and writes an export.

Ends with 0, or with 1 after naming the place of the first fault.
"""
import argparse
import os
import secrets
import sys

import cbor
import credentials
import exports
import joining
import names
import network
import session as sessions
import wire
from members import Membership
from operations import Fault

JOIN_SECONDS = 10


def node_id(text):
    """A NodeID in base32 or hexadecimal."""
    try:
        node = bytes.fromhex(text) if len(text) == 64 else names.from_base32(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if not names.is_node_id(node):
        raise argparse.ArgumentTypeError("no NodeID")
    return node


def write_whole(path, data, mode=0o644):
    """Puts a file in place in one step: whoever looks finds all of it or the one before."""
    with open(os.open(f"{path}.new", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(f"{path}.new", path)


def read_whole(path):
    with open(path, "rb") as file:
        return file.read()


def verify(path, root):
    logs = exports.read(read_whole(path))
    membership = Membership(root, logs)
    membership.check()
    print(f"operations {logs.count()}")
    for log, seq, digest in logs.frontier():
        print(f"head {names.log_text(log)} {seq} {digest.hex()}")
    aside = membership.set_aside()
    if aside:
        print(f"not counting {len(aside)}")
    print(f"frontier {logs.frontier_digest().hex()}")


def identity_in(folder):
    """The identity of an earlier try, which may fetch its welcome again, or a new one."""
    path = os.path.join(folder, "identity")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    if not os.path.exists(path):
        write_whole(path, secrets.token_bytes(32), 0o600)
    return names.Identity(read_whole(path))


def join(text, folder, label):
    line = joining.read_line(text)
    identity = identity_in(folder)
    problems = []
    for address in line.addresses:
        try:
            kept = join_at(address, line, identity, label)
            write_whole(os.path.join(folder, "member.cbor"), cbor.encode(kept), 0o600)
            print(f"joined {line.store.hex()} as {names.to_base32(identity.node)}")
            return
        except (OSError, wire.Broken) as error:
            problems.append(f"{address}: {error}")
    raise credentials.Refused("no address of the invitation answers: " + "; ".join(problems))


def join_at(address, line, identity, label):
    channel = wire.Channel(True, identity, [line.psk], expected=line.inviter)
    link = network.connect(address, channel, wire.JOINING_BYTES_MAX)
    try:
        return network.join(link, line, identity.node, label, JOIN_SECONDS)
    finally:
        link.close()


def member_in(folder):
    kept = cbor.decode(read_whole(os.path.join(folder, "member.cbor")))
    identity = names.Identity(read_whole(os.path.join(folder, "identity")))
    member = sessions.Member(
        identity, kept["credential"], kept["root"], kept["store"], kept["scopes"])
    return member, kept


def fetch(address, folder, path, within):
    member, kept = member_in(folder)
    channel = wire.Channel(True, member.identity, [kept["meshKey"]])
    link = network.connect(address, channel)
    try:
        session = sessions.Session(member, True, channel.remote_static, fetches=True)
        network.drive(link, session, session.is_complete, within)
        link.send(wire.BYE, [sessions.NORMAL, ""])
    finally:
        link.close()
    membership = session.membership()
    if not (session.peer == member.root or session.peer in membership.grants):
        raise credentials.Refused("the node that served isn't a member by its own logs")
    write_whole(path, exports.write(session.logs))
    verify(path, member.root)


def parse(words):
    parser = argparse.ArgumentParser(prog="outsider.py")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("verify")
    one.add_argument("export")
    one.add_argument("--root", type=node_id, required=True)
    one = commands.add_parser("join")
    one.add_argument("line")
    one.add_argument("--out", required=True)
    one.add_argument("--label", default="outsider")
    one = commands.add_parser("fetch")
    one.add_argument("address")
    one.add_argument("--from", dest="folder", required=True)
    one.add_argument("--out", required=True)
    one.add_argument("--within", type=int, default=60)
    return parser.parse_args(words)


def main(words):
    chosen = parse(words)
    try:
        if chosen.command == "verify":
            verify(chosen.export, chosen.root)
        elif chosen.command == "join":
            join(chosen.line, chosen.out, chosen.label)
        else:
            fetch(chosen.address, chosen.folder, chosen.out, chosen.within)
    except (Fault, credentials.Refused, wire.Broken, sessions.Ended, cbor.Malformed,
            OSError) as error:
        print(f"outsider: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
