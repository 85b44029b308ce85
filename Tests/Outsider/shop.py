"""A small store made by this program itself, for its tests: a root, a steward, logs, a host."""
import cbor
import exports
import hosting
import joining
import names
import session as sessions
import wire
from operations import Logs, Operation

CREATED = {0: None, 1: 0, 2: names.ZERO_HASH, 3: "created"}
MILLISECONDS = 1_700_000_000_000


class Pen:
    """Appends signed operations to one log of one identity."""

    def __init__(self, logs, identity, scope, incarnation=bytes(8)):
        self.logs, self.identity = logs, identity
        self.log = (scope, identity.node, incarnation)
        self.last = None
        self.append(names.OPENED, CREATED)

    def append(self, kind, payload, after=None):
        """Appends behind the last operation, or behind another: that makes a branch."""
        before = after or self.last
        seq, previous, stamp = 1, names.ZERO_HASH, MILLISECONDS << 16
        if before is not None:
            seq, previous, stamp = before.seq + 1, before.hash, before.stamp + 1
        operation = Operation([1, *self.log, seq, previous, stamp, kind, cbor.encode(payload)])
        operation.signature = self.identity.sign(names.signing_bytes(operation.hash))
        self.logs.log(self.log).add(operation)
        self.last = operation
        return operation


class Store:
    """A store with a root, a steward who is also lane 1, and one log of facts."""

    def __init__(self, random):
        self.random = random
        self.logs = Logs()
        self.scope = random.randbytes(16)
        self.control = names.control_scope(self.scope)
        self.root = names.Identity(random.randbytes(32))
        self.steward = names.Identity(random.randbytes(32))
        self.mesh_key, self.epoch = random.randbytes(32), 1
        self.root_pen = Pen(self.logs, self.root, self.control)
        self.enrolled = self.enrol(self.root_pen, self.steward.node, 1, [1, 2])
        self.steward_pen = Pen(self.logs, self.steward, self.control)
        self.facts = Pen(self.logs, self.steward, self.scope)

    def enrol(self, pen, node, lane, roles):
        return pen.append(names.ENROLLED, {
            0: node, 1: self.scope, 2: lane, 3: f"lane {lane}", 4: roles, 5: None})

    def ring(self, count, size=100):
        for _ in range(count):
            self.facts.append(100, {0: self.random.randbytes(size)})

    def credential(self, *enrolments):
        return [[operation.body, operation.signature] for operation in enrolments]

    def member(self, identity, *enrolments):
        return sessions.Member(identity, self.credential(*enrolments), self.root.node,
                               self.scope, [self.scope])

    def line(self, secret, address):
        return joining.Line(self.scope, self.root.node, self.steward.node, secret, [address],
                            MILLISECONDS)

    def welcome(self, node):
        """Enrols a node and says what it gets to know."""
        enrolment = self.enrol(self.steward_pen, node, 2, [2])
        signature = self.steward.sign(joining.mesh_key_message(self.epoch, self.mesh_key))
        return {0: self.credential(self.enrolled, enrolment), 1: self.mesh_key, 2: self.epoch,
                3: [self.root.node], 4: [self.scope], 5: bytes(32), 6: self.steward.node,
                7: signature}


class Host(hosting.Host):
    """The steward's node on loopback; with a secret it enrols whoever comes with that."""

    def __init__(self, store, secret=None):
        self.store, self.secret = store, secret
        super().__init__(store.member(store.steward, store.enrolled), [store.mesh_key], store.logs)

    def keys(self):
        if self.secret is None:
            return super().keys()
        return super().keys() + [self.store.line(self.secret, self.address).psk]

    def serve(self, link):
        if link.channel.psk in self.mesh_keys:
            super().serve(link)
        else:
            self.enrol(link)

    def enrol(self, link):
        link.frames.limit = wire.JOINING_BYTES_MAX
        kind, body, _ = link.next_frame(link.heard + 5)
        node = cbor.decode(body)[0]
        if kind != wire.JOIN or names.channel_key(node) != link.channel.remote_static:
            raise wire.Broken("a join by another node than the channel's")
        link.send(wire.WELCOME, self.store.welcome(node))


def export_of(store):
    return exports.write(store.logs)
