#!/usr/bin/env python3
"""Holds the program's exports against this reader of docs/protocol.md.

Usage: campaign.py TILLMESH [--mutations 200] [--keep]

A sample shop rings two days. The outsider verifies its export, comes to the frontier digest that
the program names, and writes the same bytes again. Then seeded changes of it are refused by both.
Last it joins the shop's running node and takes, follows, serves and provokes.
"""
import argparse
import collections
import json
import os
import random
import shutil
import subprocess
import tempfile

import exports
import live
import names
import operations
import outsider
import shop
from members import Membership
from mutations import Mutations


class Shop:
    """A sample shop of the real program."""

    def __init__(self, program, folder):
        self.program, self.data = program, os.path.join(folder, "shop")
        self.run("init", "--store", "014", "--lane", "3", "--currency", "USD", "--zone",
                 "America/New_York", "--sample")

    def run(self, *words):
        done = subprocess.run([self.program, *words, "--data", self.data], capture_output=True,
                              text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def export(self, path):
        self.run("log", "export", path)
        return outsider.read_whole(path)


def root_of(data):
    """Who enrolled first: the key that a node pins when it's made."""
    for item in exports.items_of(data):
        if item.operation is not None and item.operation.kind == names.ENROLLED:
            return item.operation.author
    raise SystemExit("an export without an enrolment")


def same(what, found, wanted):
    if found != wanted:
        raise SystemExit(f"{what}: the outsider has {found}, the program {wanted}")
    print(f"{what}: {found}")


def check_export(real, folder):
    """The real export, verified and written again. Returns its bytes and its root."""
    path = os.path.join(folder, "export")
    data = real.export(path)
    root = root_of(data)
    done = live.command("verify", path, "--root", names.to_base32(root))
    if done.returncode != 0:
        raise SystemExit(f"the outsider refuses the program's export: {done.stderr}")
    words = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    status = json.loads(real.run("status", "--json"))
    same("operations", int(words["operations"]), status["operations"])
    same("frontier digest", words["frontier"], status["frontierDigest"])
    same("bytes written again", exports.write(exports.read(data)) == data, True)
    heads = {line.split()[1]: line.split()[3] for line in done.stdout.splitlines()
             if line.startswith("head ")}
    same("heads agree", heads == {log: head["hash"] for log, head in status["heads"].items()}, True)
    return data, root


def refusal(data, root):
    """Where the outsider says that the fault is, or None if it takes the export."""
    try:
        Membership(root, exports.read(data)).check()
    except operations.Fault as fault:
        return str(fault)
    return None


def check_mutations(real, folder, data, root, count):
    """Seeded changes, each refused by the outsider and by the program."""
    mutations, refused = Mutations(data), collections.Counter()
    path = os.path.join(folder, "changed")
    for seed in range(count):
        kind, changed = mutations.draw(seed)
        if refusal(changed, root) is None:
            raise SystemExit(f"seed {seed}: the outsider takes an export changed by {kind}")
        outsider.write_whole(path, changed)
        done = subprocess.run(
            [real.program, "log", "verify", path, "--root", names.to_base32(root)],
            capture_output=True, text=True, check=False)
        if done.returncode not in (1, 65):
            raise SystemExit(f"seed {seed}: log verify ended with {done.returncode} on {kind}")
        refused[kind] += 1
    print(f"changed exports refused by both: {sum(refused.values())} "
          f"({', '.join(f'{kind} {refused[kind]}' for kind in sorted(refused))})")


def check_foreign(program, folder):
    """Stores that the outsider made, with forks in forks and without their starts."""
    for seed in range(20):
        random_ = random.Random(seed)
        store = shop.Store(random_)
        made = [store.facts.last]
        for at in range(12):
            made.append(store.facts.append(100, {0: at}, after=random_.choice(made[-4:])))
        logs = store.logs if seed % 2 else cut_off(store.logs, store.facts.log)
        path = os.path.join(folder, f"foreign-{seed}")
        outsider.write_whole(path, exports.write(logs))
        done = subprocess.run(
            [program, "log", "verify", path, "--root", names.to_base32(store.root.node)],
            capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"seed {seed}: the program refuses the outsider's export: "
                             f"{done.stdout}{done.stderr}")
        if exports.write(exports.read(outsider.read_whole(path))) != exports.write(logs):
            raise SystemExit(f"seed {seed}: the outsider doesn't read its own export back")
    print("exports of the outsider with forks and anchors, verified by the program: 20")


def cut_off(logs, log, seq=2):
    """The same logs, of one of them what stands above a seq only, behind its anchors."""
    kept = operations.Logs()
    for held in logs.ascending():
        above = seq if held.log == log else 0
        for operation in held.walk(names.ZERO_HASH):
            if operation.seq == above:
                kept.log(held.log).add_anchor(operation.seq, operation.hash, operation.signature)
            elif operation.seq > above:
                kept.log(held.log).add(operation)
    return kept


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tillmesh")
    parser.add_argument("--mutations", type=int, default=200)
    parser.add_argument("--keep", action="store_true", help="leave the folder in place")
    chosen = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="tillmesh-outsider-")
    try:
        real = Shop(os.path.abspath(chosen.tillmesh), folder)
        for _ in range(2):
            real.run("day")
        data, root = check_export(real, folder)
        check_mutations(real, folder, data, root, chosen.mutations)
        check_foreign(real.program, folder)
        live.check(real.program, real, folder)
    finally:
        if chosen.keep:
            print(f"left in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
