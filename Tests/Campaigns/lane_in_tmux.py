"""Drives the real lane in tmux: keys at a person's speed, scans at a scanner's, screens as text."""
import os
import re
import shutil
import subprocess
import tempfile
import time

KEY_SECONDS = 0.06  # a fast typist; scanners are ten times faster
PATIENCE_SECONDS = 20


class Lane:
    """One terminal of 80x24 with the program in it."""

    def __init__(self, program, data, environment=None, command="lane"):
        self.socket = os.path.join(tempfile.mkdtemp(prefix="tillmesh-tmux-"), "tmux")
        variables = dict(os.environ, TERM="xterm-256color", **(environment or {}))
        self.tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-s", "lane",
            f"'{program}' {command} --data '{data}'", env=variables)
        self.tmux("set-option", "-g", "escape-time", "0")

    def tmux(self, *words, env=None):
        done = subprocess.run(
            ["tmux", "-S", self.socket, *words], capture_output=True, text=True, env=env,
            check=False)
        if done.returncode != 0:
            raise AssertionError(f"tmux {words}: {done.stderr.strip()}")
        return done.stdout

    def screen(self):
        rows = self.tmux("capture-pane", "-p", "-t", "lane").split("\n")[:24]
        return "\n".join(row.rstrip() for row in rows)

    def wait(self, *texts, gone=()):
        """Waits until every text stands on the screen, and those of `gone` don't."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            screen = self.screen()
            if all(text in screen for text in texts) and not any(text in screen for text in gone):
                return screen
            time.sleep(0.02)
        raise AssertionError(f"waited for {texts}, without {gone}; the screen is\n{self.screen()}")

    def keys(self, *keys):
        """Presses keys one by one: names of tmux (`Enter`, `F12`) or single characters."""
        for key in keys:
            for one in ([key] if key in NAMED or len(key) == 1 else list(key)):
                self.tmux("send-keys", "-t", "lane", *([one] if one in NAMED else ["-l", one]))
                time.sleep(KEY_SECONDS)

    def scan(self, code):
        """Sends a whole code and its Enter at once, as a scanner does."""
        self.tmux("send-keys", "-t", "lane", "-l", code + "\r")

    def is_running(self):
        done = subprocess.run(
            ["tmux", "-S", self.socket, "has-session", "-t", "lane"], capture_output=True,
            check=False)
        return done.returncode == 0

    def wait_for_end(self):
        end = time.monotonic() + PATIENCE_SECONDS
        while self.is_running():
            if time.monotonic() > end:
                raise AssertionError(f"the lane doesn't end; its screen is\n{self.screen()}")
            time.sleep(0.02)

    def child(self):
        """The process id of the lane itself, below its supervisor."""
        parent = self.tmux("display-message", "-p", "-t", "lane", "#{pane_pid}").strip()
        return descendants(int(parent))[-1]

    def close(self):
        """Ends the terminal; the lane's folder may then lose files for a moment still."""
        subprocess.run(
            ["tmux", "-S", self.socket, "kill-server"], capture_output=True, check=False)
        shutil.rmtree(os.path.dirname(self.socket), ignore_errors=True)


NAMED = {
    "Enter", "Escape", "Tab", "Up", "Down", "Left", "Right", "BSpace", "DC",
    *(f"F{number}" for number in range(1, 13)),
}


def descendants(process):
    """The line of first children below a process, itself first."""
    line = [process]
    while True:
        path = f"/proc/{line[-1]}/task/{line[-1]}/children"
        with open(path, encoding="ascii") as file:
            children = file.read().split()
        if not children:
            return line
        line.append(int(children[0]))


def calm(text):
    """The screen without what differs from day to day: clock, dates, random codes."""
    text = re.sub(r"\b\d\d-\d\d-\d{4}\b", "dd-mm-yyyy", text)
    text = re.sub(r"\b\d\d:\d\d(:\d\d)?\b", lambda found: "hh:mm:ss"[: len(found.group())], text)
    # Paper names the business date where it is another day: from midnight to the cut-off hour.
    text = re.sub(
        r"^ *(Business date|Fecha contable) .*\n", "", text, flags=re.MULTILINE)
    # A held sale's slip code, as the barcode sets it.
    text = re.sub(r"\{BH\S.*\]", "{BH#]", text)
    # The Z's log head: how far the log has come, and its hash in groups.
    text = re.sub(r"(Log head|Registro) +\d+", r"\1 #", text)
    return re.sub(r"^[0-9a-f]{16,}$", "#", text, flags=re.MULTILINE)
