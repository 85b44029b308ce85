#!/usr/bin/env python3
"""Makes a sample: a store of four lanes that never was, one of whose folders is kept.

Usage: make.py TILLMESH FOLDER

A forked log, a revoked lane, a held sale, rights that were asked for, a key that was changed, a new life of a
database. Keys, ids and times are new in every run, so what comes out is another sample. The one
beside this script was made once and stays as it is: later versions must read it.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "Tests", "Campaigns"))
import loopback  # noqa: E402
import one_disk_twice  # noqa: E402

GOODS = ["09520000012311", "BK001", "DA001", "DA002"]


def sell(till, *words):
    return json.loads(till.run("sell", *words, "--age-checked", "--tender", "cash", "--json"))


def sell_some(tills, count):
    for at in range(count):
        for till in tills:
            sell(till, f"{GOODS[at % len(GOODS)]}*{at % 3 + 1}", GOODS[(at + 1) % len(GOODS)])


def roll_back(store, till):
    """Two branches of one log: the folder forgets what the neighbours know, and sells on."""
    store.stop(till)
    old = os.path.join(store.folder, "old")
    shutil.copytree(till.data, old)
    store.start(till)
    sell_some([till], 3)
    loopback.await_equal(store.running)
    store.stop(till)
    for name in one_disk_twice.files(till.data):
        os.remove(os.path.join(till.data, name))
    for name in one_disk_twice.files(old):
        shutil.copy2(os.path.join(old, name), os.path.join(till.data, name))
    till.start()
    sell_some([till], 2)
    till.stop()
    store.start(till)


def hold(store, till):
    """Somebody forgot the purse: a sale of this lane waits."""
    store.stop(till)
    done = subprocess.run(
        [store.program, "beside-lane", "--data", till.data, "--lane", "2"], input="hold\n",
        capture_output=True, text=True, check=True)
    assert "failed" not in done.stdout and "refused" not in done.stdout, done.stdout
    store.start(till)


def node_of(till):
    members = json.loads(till.run("members", "--json"))["members"]
    return {member["lane"]: member["node"] for member in members}


def make(store):
    first, second, third = one_disk_twice.found(store)
    fourth = store.till("lane4")
    fourth.join(first)
    store.start(fourth)
    fourth.run("drawer", "open", "--float", "100")
    sell_some([first, second, third, fourth], 6)
    loopback.await_equal(store.running)
    hold(store, second)
    receipt = sell(second, GOODS[0], GOODS[2])["receiptNumber"]
    loopback.await_equal(store.running)
    first.run("return", "--reason", "1", receipt, "1")
    roll_back(store, third)
    loopback.await_equal(store.running)
    sell_some([fourth], 1)
    loopback.await_equal(store.running)
    first.run("revoke", node_of(first)[4], "--reason", "stolen at night")
    store.running.remove(fourth)
    fourth.kill()
    second.run("drawer", "close", "--counted", "100.00")
    second.run("rotate")
    second.run("drawer", "open", "--float", "100")
    sell_some([first, second, third], 3)
    first.run("drawer", "close", "--counted", "200.00")
    loopback.await_equal(store.running, 90)
    return first


def keep(first, folder, store):
    for till in list(store.running):
        store.stop(till)
    export = os.path.join(folder, "export.cbor")
    first.run("log", "export", export)
    first.run("log", "verify")
    first.run("doctor", "--deep")
    status = first.run("status", "--json")
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as file:
        file.write(status)
    operations = [json.loads(line)
                  for line in first.run("log", "show", "--limit", "100000", "--json").splitlines()]
    roots = {operation["log"].split("/")[1] for operation in operations
             if operation["name"] == "member.enrolled"}
    members = json.loads(first.run("members", "--json"))["members"]
    nodes = {member["node"] for member in members}
    # Who enrolled this lane is the store's root, and no member.
    with open(os.path.join(folder, "root.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(sorted(roots - nodes)) + "\n")
    receipts = len(first.sales())
    subprocess.run(["zstd", "-q", "-f", "-19", "--rm", export], check=True)
    for name in ("training", "paper.txt", "lock", "control.sock"):
        path = os.path.join(first.data, name)
        if os.path.isdir(path):
            shutil.rmtree(path)
        elif os.path.lexists(path):
            os.remove(path)
    os.rename(first.data, os.path.join(store.folder, "shop"))
    # One order and no names of this machine, so that the archive has nothing but the shop.
    archive = os.path.join(folder, "shop.tar.zst")
    subprocess.run(
        ["tar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0",
         "--use-compress-program", "zstd -q -19", "-cf", archive, "-C", store.folder, "shop"],
        check=True)
    print(f"{len(operations)} operations, {receipts} receipts")


def main():
    program, folder = sys.argv[1:3]
    work = tempfile.mkdtemp(prefix="tillmesh-sample.")
    store = one_disk_twice.Store(os.path.abspath(program), work)
    try:
        keep(make(store), os.path.abspath(folder), store)
    finally:
        for till in store.running:
            till.kill()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
