"""Disks that are full or can't be written, made where nobody else sees them.

Root isn't bound by permission bits, so a folder that can't be written is a read-only mount, and a
full disk is a small tmpfs with a file in it. Both live in a mount namespace of this process alone.
"""
import os
import subprocess
import sys

FILLER = "filler"


class CannotMake(Exception):
    """Why this machine gives no mounts of one's own."""


def enter():
    """Starts this program again in a mount namespace of its own, if it isn't in one yet.

    Ends the process with the inner one's status; says NOT RUN where no namespace is to be had.
    """
    if os.environ.get("TILLMESH_OWN_MOUNTS"):
        return
    # As root mounts need no user namespace; anybody else is root in one of their own.
    flags = "-m" if os.geteuid() == 0 else "-rm"
    probe = subprocess.run(
        ["unshare", flags, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True,
        text=True, check=False)
    if probe.returncode != 0:
        print(f"NOT RUN: full and read-only disks (no mounts here: {probe.stderr.strip()})")
        sys.exit(0)
    environment = dict(os.environ, TILLMESH_OWN_MOUNTS="yes")
    sys.exit(subprocess.run(
        ["unshare", flags, sys.executable, *sys.argv], env=environment, check=False).returncode)


def mount(*words):
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotMake(done.stderr.strip())


class SmallDisk:
    """A disk of so many KiB, full at one's wish."""

    def __init__(self, path, kibibytes):
        self.path = path
        os.makedirs(path)
        mount("-t", "tmpfs", "-o", f"size={kibibytes}k,mode=0700", "none", path)

    def free_bytes(self):
        status = os.statvfs(self.path)
        return status.f_bavail * status.f_frsize

    def fill(self, leaving=0):
        """Takes all space but so many bytes."""
        with open(os.path.join(self.path, FILLER), "ab", buffering=0) as file:
            wanted = max(0, self.free_bytes() - leaving)
            if wanted:
                os.posix_fallocate(file.fileno(), file.tell(), wanted)
        assert self.free_bytes() <= leaving, f"{self.free_bytes()} bytes are free"

    def make_room(self):
        os.unlink(os.path.join(self.path, FILLER))


def make_read_only(path):
    """Mounts a folder or a file over itself so that nobody writes to it."""
    mount("--bind", path, path)
    mount("-o", "remount,bind,ro", path)


def make_writable(path):
    subprocess.run(["umount", path], check=True, capture_output=True)
