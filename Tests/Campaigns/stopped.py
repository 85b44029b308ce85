"""A till whose commands are ended with SIGKILL in front of one of their lasting steps.

A lasting step is a sync, a renamed or a removed file (stop_at_sync.c). Whoever kills a command in
front of its first one, then of its second, and so on until it comes through, has seen every state
that a cut of the power can leave.
"""
import os
import shutil
import signal
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
BARCODE = "09520000012311"
SOLD = 3
# More would mean that something else is killed again and again.
STEPS_MOST = 200


class Till:
    def __init__(self, program, folder):
        self.program, self.data = os.path.abspath(program), os.path.join(folder, "till")
        self.kept = os.path.join(folder, "kept")
        self.shim = os.path.join(folder, "stop_at_sync.so")
        source = os.path.join(HERE, "stop_at_sync.c")
        subprocess.run(
            ["cc", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", self.shim, source],
            check=True)

    def ask(self, *words, **more):
        return subprocess.run(
            [self.program, *words, "--data", self.data], capture_output=True, text=True,
            check=False, **more)

    def run(self, *words):
        done = self.ask(*words)
        assert done.returncode == 0, f"{words} ended with {done.returncode}: {done.stderr}"
        return done.stdout

    def killed(self, number, *words):
        """Whether a command was killed in front of its step of that number."""
        done = self.ask(
            *words, env={**os.environ, "LD_PRELOAD": self.shim, "STOP_AT": str(number)})
        assert done.returncode in (0, -signal.SIGKILL), f"{words}: {done.stderr}"
        return done.returncode != 0

    def found(self, folder):
        """A shop that has sold and counted its drawer."""
        secret = os.path.join(folder, "passphrase")
        with open(secret, "w", encoding="utf-8") as file:
            file.write("a command that is cut short\n")
        self.run("init", "--store", "014", "--lane", "1", "--currency", "GBP", "--zone",
                 "Europe/London", "--sample", "--passphrase-file", secret)
        self.sell_a_day(SOLD, 100)
        shutil.copytree(self.data, self.kept)

    def sell_a_day(self, count, cash):
        self.run("drawer", "open", "--float", str(cash))
        for _ in range(count):
            self.run("sell", BARCODE, "--tender", "cash")
        self.run("drawer", "close", "--counted", str(cash))

    def put_back(self):
        """The files as they were; the folder itself stays, another one would be noticed."""
        for folder in (self.data, self.kept):
            names = [name for name in os.listdir(folder)
                     if os.path.isfile(os.path.join(folder, name))]
            for name in names:
                if folder == self.data:
                    os.remove(os.path.join(folder, name))
                else:
                    shutil.copy2(os.path.join(folder, name), os.path.join(self.data, name))
