"""A private LAN inside this machine: network namespaces on a bridge, an avahi for each host.

Needs no root where the kernel lets users make namespaces. Everything is gone when the process
ends: the namespaces, the daemons, the mounts. Nothing leaves the machine: no host has a route out.
"""

import os
import select
import signal
import subprocess
import sys
import tempfile
import time

PREFIX = "10.77.0"
# A command of a host that isn't done after so many seconds hangs.
COMMAND_SECONDS = 60


def enter():
    """Goes on in namespaces of its own; exits 77 where the machine refuses them."""
    if os.environ.get("TILLMESH_LAN") == "inside":
        return
    os.environ["TILLMESH_LAN"] = "inside"
    user = [] if os.getuid() == 0 else ["--user", "--map-root-user"]
    flags = [*user, "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    probe = subprocess.run(["unshare", *flags, "true"], capture_output=True, text=True)
    if probe.returncode != 0:
        print(f"NOT RUN: this machine gives no namespaces: {probe.stderr.strip()}")
        sys.exit(77)
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    os.execvp("unshare", ["unshare", *flags, sys.executable, *sys.argv])


def run(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, timeout=COMMAND_SECONDS)


class LAN:
    """Hosts lane1 … laneN on one switch, with a spare switch to split it."""

    def __init__(self, hosts, folder=None):
        self.names = [f"lane{i + 1}" for i in range(hosts)]
        # A socket's path holds 108 bytes: the folder is short.
        self.folder = folder or tempfile.mkdtemp(prefix="lan.", dir="/tmp")
        self.daemons = []
        self._mounts()
        self._switches()
        for number, name in enumerate(self.names, 1):
            self._host(name, number)
        for name in self.names:
            self._await_avahi(name)

    def _mounts(self):
        run("mount", "-t", "tmpfs", "tmpfs", "/run")
        os.makedirs("/run/netns")
        # The daemons look up users of their own; in a user namespace there is none but root.
        users = "".join(f"{n}:x:0:0::/:/bin/sh\n" for n in ("root", "avahi", "messagebus"))
        groups = "".join(
            f"{n}:x:0:\n" for n in ("root", "avahi", "messagebus", "netdev"))
        for path, text in (("/etc/passwd", users), ("/etc/group", groups)):
            own = "/run/" + os.path.basename(path)
            with open(own, "w") as file:
                file.write(text)
            run("mount", "--bind", own, path)

    def _switches(self):
        run("ip", "link", "set", "lo", "up")
        run("ip", "netns", "add", "switch")
        for bridge in ("one", "two"):
            run("ip", "-n", "switch", "link", "add", bridge, "type", "bridge",
                "mcast_snooping", "0", "stp_state", "0")
            run("ip", "-n", "switch", "link", "set", bridge, "up")

    def _host(self, name, number):
        home = os.path.join(self.folder, name)
        os.makedirs(home, exist_ok=True)
        run("ip", "netns", "add", name)
        run("ip", "-n", name, "link", "set", "lo", "up")
        run("ip", "link", "add", f"port-{name}", "netns", "switch", "type", "veth",
            "peer", "name", "eth0", "netns", name)
        self.plug(name, "one")
        self.connect(name)
        run("ip", "-n", name, "addr", "add", f"{PREFIX}.{number}/24", "brd", "+", "dev", "eth0")
        run("ip", "-n", name, "link", "set", "eth0", "up")
        # No host has a default route: multicast needs one of its own.
        run("ip", "-n", name, "route", "add", "224.0.0.0/4", "dev", "eth0")
        self._bus(name, home)
        self.start_avahi(name)

    def _bus(self, name, home):
        config = os.path.join(home, "bus.conf")
        with open(config, "w") as file:
            file.write(
                f"<busconfig><type>system</type><listen>unix:path={home}/bus</listen>"
                '<auth>EXTERNAL</auth><policy context="default"><allow user="*"/>'
                '<allow own="*"/><allow send_type="*"/><allow receive_type="*"/>'
                '<allow send_destination="*"/></policy></busconfig>\n')
        self._daemon(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--nosyslog"],
            os.path.join(home, "dbus.log"))
        until(lambda: os.path.exists(os.path.join(home, "bus")), 10, f"the bus of {name}")

    def start_avahi(self, name):
        home = os.path.join(self.folder, name)
        config = os.path.join(home, "avahi.conf")
        with open(config, "w") as file:
            file.write(
                f"[server]\nhost-name={name}\nuse-ipv4=yes\nuse-ipv6=no\n"
                "allow-interfaces=eth0\n[wide-area]\nenable-wide-area=no\n"
                "[publish]\npublish-hinfo=no\npublish-workstation=no\n"
                "publish-aaaa-on-ipv4=no\n")
        # avahi's own paths are fixed: each host has a /run of its own.
        script = (
            "mount -t tmpfs tmpfs /run && mkdir /run/avahi-daemon && "
            f"exec avahi-daemon -f '{config}' --no-drop-root --no-chroot --no-rlimits")
        return self._daemon(
            ["ip", "netns", "exec", name, "sh", "-c", script],
            os.path.join(home, "avahi.log"), self.environment(name))

    def _await_avahi(self, name):
        log = os.path.join(self.folder, name, "avahi.log")

        def is_up():
            with open(log) as file:
                return "Server startup complete" in file.read()

        until(is_up, 20, f"avahi of {name}")

    def _daemon(self, words, log, environment=None):
        with open(log, "wb") as file:
            process = subprocess.Popen(
                words, stdout=file, stderr=file, stdin=subprocess.DEVNULL, env=environment)
        self.daemons.append(process)
        return process

    def environment(self, name):
        return dict(
            os.environ, DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={self.folder}/{name}/bus")

    # What is done on hosts

    def start(self, name, words, **options):
        """Starts a program on a host."""
        return subprocess.Popen(
            ["ip", "netns", "exec", name, *words], env=self.environment(name), **options)

    def output(self, name, words, **options):
        """Runs a program on a host and returns what it printed; fails when it hangs."""
        options.setdefault("timeout", COMMAND_SECONDS)
        done = subprocess.run(
            ["ip", "netns", "exec", name, *words], env=self.environment(name),
            capture_output=True, text=True, **options)
        if done.returncode != 0:
            raise RuntimeError(f"{name}: {' '.join(words)}: {done.returncode}: {done.stderr}")
        return done.stdout

    # What is done to the network

    def disconnect(self, name):
        """Pulls the cable."""
        run("ip", "-n", "switch", "link", "set", f"port-{name}", "down")

    def connect(self, name):
        run("ip", "-n", "switch", "link", "set", f"port-{name}", "up")

    def plug(self, name, bridge):
        """Moves a host's cable to switch one or two."""
        run("ip", "-n", "switch", "link", "set", f"port-{name}", "master", bridge)

    def split(self, names):
        """Leaves these hosts on an island of their own."""
        for name in self.names:
            self.plug(name, "two" if name in names else "one")

    def heal(self):
        for name in self.names:
            self.plug(name, "one")
            self.connect(name)
            self.lose(name, 0)

    def lose(self, name, percent):
        """Loses so many of a hundred packets that arrive at a host."""
        subprocess.run(
            ["ip", "netns", "exec", name, "nft", "delete", "table", "inet", "loss"],
            stderr=subprocess.DEVNULL, check=False)
        if percent:
            rule = (
                "table inet loss {\n chain in {\n  type filter hook input priority 0;\n"
                f"  iifname \"eth0\" numgen random mod 100 < {percent} drop\n }}\n}}\n")
            subprocess.run(
                ["ip", "netns", "exec", name, "nft", "-f", "-"], input=rule, text=True,
                check=True)

    def readdress(self, name, host):
        """Gives a host another address, as DHCP may."""
        run("ip", "-n", name, "addr", "flush", "dev", "eth0")
        run("ip", "-n", name, "addr", "add", f"{PREFIX}.{host}/24", "brd", "+", "dev", "eth0")
        run("ip", "-n", name, "route", "replace", "224.0.0.0/4", "dev", "eth0")

    def close(self):
        for process in self.daemons:
            process.send_signal(signal.SIGTERM)


def await_line(stream, line, seconds, what):
    """Reads a process's lines until this one; fails, naming what, when it doesn't come in time."""
    end = time.monotonic() + seconds
    held = b""
    while line + b"\n" not in held:
        left = end - time.monotonic()
        if left <= 0 or not select.select([stream], [], [], left)[0]:
            raise TimeoutError(f"waited {seconds} s for {what}, which printed {held!r}")
        read = os.read(stream.fileno(), 4096)
        if not read:
            raise RuntimeError(f"{what} ended, having printed {held!r}")
        held += read


def until(condition, seconds, what):
    """Waits for a condition that nothing announces; fails naming it."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.05)
