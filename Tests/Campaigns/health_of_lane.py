#!/usr/bin/env python3
"""Looks at a selling lane as a service manager and as monitoring do.

Usage: health_of_lane.py TILLMESH

The lane says that it is ready, and its writer feeds the watchdog; stopped, it doesn't. Its metrics
follow a sale, promtool finds nothing wrong with them, and a crash brings them back.
"""
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from lane_in_tmux import PATIENCE_SECONDS, Lane

WATCHDOG_SECONDS = 1


def ask(path, page):
    """The answer's status line and body."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(PATIENCE_SECONDS)
        client.connect(path)
        client.sendall(f"GET {page} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answer = b""
        while chunk := client.recv(65536):
            answer += chunk
    head, _, body = answer.decode().partition("\r\n\r\n")
    return head.split("\r\n")[0], body


def samples(path):
    """The metrics by name and labels."""
    lines = [line for line in ask(path, "/metrics")[1].splitlines() if not line.startswith("#")]
    return dict(line.rsplit(" ", 1) for line in lines)


class Manager:
    """What systemd is to a service: a socket that takes notices."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(path)

    def next(self, seconds):
        self.socket.settimeout(seconds)
        try:
            return self.socket.recv(4096).decode().split("\n")
        except TimeoutError:
            return None

    def wait(self, line):
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if line in (self.next(PATIENCE_SECONDS) or []):
                return
        raise AssertionError(f"no {line} came")

    def drain(self):
        while self.next(0.001):
            pass


def check(program, data, folder):
    health = os.path.join(folder, "health.sock")
    with open(os.path.join(data, "health.conf"), "w", encoding="utf-8") as file:
        file.write(f"metrics = unix:{health}\n")
    notify = os.path.join(folder, "notify")
    manager = Manager(notify)
    lane = Lane(program, data, {
        "NOTIFY_SOCKET": notify, "WATCHDOG_USEC": str(WATCHDOG_SECONDS * 1_000_000)})
    try:
        lane.wait("PIN")
        manager.wait("READY=1")
        for _ in range(3):
            manager.wait("WATCHDOG=1")
        sell(lane, health)
        check_format(health)
        stop(lane.child(), manager)
        os.kill(lane.child(), signal.SIGKILL)
        manager.wait("READY=1")
        lane.wait("PIN")
        assert ask(health, "/healthz") == ("HTTP/1.1 200 OK", "ok\n"), ask(health, "/healthz")
        print("a lane's readiness, watchdog, health and metrics: as they should be")
    finally:
        lane.close()


def sell(lane, health):
    assert samples(health)["tillmesh_drawer_open"] == "0"
    lane.keys("3333", "Enter")
    lane.wait("100.00", "0.01")
    lane.keys("1", "Enter", "F12")
    lane.wait("M18")
    lane.scan("9520000010072")
    lane.wait("MILK WHOLE 1 QT")
    lane.keys("F12")
    lane.wait("014-03-000001")
    found = samples(health)
    assert found["tillmesh_drawer_open"] == "1", found
    assert 0 <= int(found["tillmesh_last_sale_age_seconds"]) < PATIENCE_SECONDS, found
    assert int(found["tillmesh_commit_duration_seconds_count"]) >= 2, found


def check_format(health):
    promtool = shutil.which("promtool")
    if promtool is None:
        print("NOT RUN: promtool's check of the metrics (no promtool)")
        return
    done = subprocess.run(
        [promtool, "check", "metrics"], input=ask(health, "/metrics")[1], capture_output=True,
        text=True, check=False)
    said = (done.stdout + done.stderr).strip()
    assert done.returncode == 0 and not said, f"promtool ended with {done.returncode}: {said}"
    print("promtool finds nothing wrong with the metrics")


def stop(child, manager):
    """A process that hangs is silent for as long as systemd would wait, and longer."""
    os.kill(child, signal.SIGSTOP)
    manager.drain()
    silence = manager.next(2 * WATCHDOG_SECONDS)
    os.kill(child, signal.SIGCONT)
    assert silence is None, f"a stopped lane said {silence}"
    manager.wait("WATCHDOG=1")


def main():
    program = sys.argv[1]
    folder = tempfile.mkdtemp(prefix="tillmesh-health-")
    data = os.path.join(folder, "data")
    try:
        subprocess.run(
            [program, "init", "--data", data, "--store", "014", "--lane", "3", "--currency",
             "USD", "--zone", "America/New_York", "--sample"], check=True, capture_output=True)
        check(program, data, folder)
        return 0
    except AssertionError as error:
        print(error)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
