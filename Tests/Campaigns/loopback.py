"""Nodes of one store as real processes on loopback, told what to do by the program's commands."""
import json
import os
import queue
import re
import subprocess
import threading
import time

START_SECONDS, COMMAND_SECONDS, END_SECONDS = 60, 60, 30


def until(condition, seconds, what):
    """Waits for what nothing announces; raises TimeoutError naming it."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.05)


class Till:
    """A data directory, and the node that runs on it or doesn't."""

    def __init__(self, program, data):
        self.program, self.data = os.path.abspath(program), data
        self.process, self.address = None, None
        self.lines, self.waiting = [], queue.Queue()

    def run(self, *words, seconds=COMMAND_SECONDS, statuses=(0,)):
        done = subprocess.run(
            [self.program, *words, "--data", self.data], capture_output=True, text=True,
            check=False, timeout=seconds)
        if done.returncode not in statuses:
            raise RuntimeError(
                f"{self.data}: {' '.join(words)}: {done.returncode}: "
                f"{done.stdout}{done.stderr}")
        return done.stdout

    def start(self, *peers):
        """Starts the node; it announces nothing and calls these addresses."""
        words = [word for peer in peers for word in ("--peer", peer)]
        self.waiting = queue.Queue()
        self.process = subprocess.Popen(
            [self.program, "node", "--data", self.data, "--listen", "127.0.0.1:0",
             "--no-announce", *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        threading.Thread(target=self.read, args=[self.process.stdout], daemon=True).start()
        self.address = self.wait(r"^listening (\S+)$").group(1)
        self.wait(r"^ready$")

    def read(self, output):
        for line in output:
            self.lines.append(line)
            self.waiting.put(line)

    def wait(self, pattern, seconds=START_SECONDS):
        """The line of the node that says so."""
        end = time.monotonic() + seconds
        while True:
            try:
                line = self.waiting.get(timeout=max(0.001, end - time.monotonic()))
            except queue.Empty:
                raise TimeoutError(
                    f"{self.data} never said {pattern}:\n{''.join(self.lines)}") from None
            if match := re.search(pattern, line):
                return match

    def stop(self):
        process, self.process = self.process, None
        process.terminate()
        if process.wait(END_SECONDS) != 0:
            raise RuntimeError(f"{self.data} ended with {process.returncode}:\n"
                               + "".join(self.lines))

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def status(self):
        return json.loads(self.run("status", "--json"))

    def sales(self):
        return [json.loads(line)
                for line in self.run("sales", "--limit", "1000000", "--json").splitlines()]

    def join(self, inviter):
        line = json.loads(inviter.run("invite", "--json"))["invitation"]
        self.run("join", line, "--listen", "127.0.0.1:0", "--no-announce")


def digests(tills):
    return {(status["stateDigest"], status["frontierDigest"])
            for status in (till.status() for till in tills)}


def await_equal(tills, seconds=60):
    try:
        until(lambda: len(digests(tills)) == 1, seconds, "equal digests")
    except TimeoutError:
        for till in tills:
            status = till.status()
            print(till.data, status["operations"], status["stateDigest"][:8],
                  status["frontierDigest"][:8], till.run("peers"), sep="\n")
            print(*sorted(f"{log[-50:]} {head}" for log, head in status["heads"].items()), sep="\n")
            print("".join(till.lines[-10:]))
        raise


def stock(till, code):
    for line in till.run("stock", "list").splitlines():
        if line.startswith(code):
            return float(line.split()[1])
    raise RuntimeError(f"{code} isn't in the stock's list of {till.data}")
