"""A session after the handshake, without sockets: frames in and out (protocol.md, section 5).

Both sides are here: what asks for logs and what serves them.
"""
import collections
import time

import cbor
import credentials
import names
import segments
import wire
from members import Membership
from operations import Logs, SEQ_END, is_bytes, is_log_id, is_unsigned

PROTOCOL_VERSION = 1
LOGS_MAX = 65_536
CREDIT_BYTES = 4_194_304
CREDIT_MAX = 2**32 - 1
NORMAL, NO_VERSION, BAD_CREDENTIAL, REVOKED, OTHER_STORE, PROTOCOL_ERROR = range(6)
FRONTIER_DIGEST, WHOLE_FRONTIER, CHANGES, NOT_FROM_HERE = range(4)


class Ended(Exception):
    """The session is over: `code` of a `bye` and a reason."""

    def __init__(self, code, reason):
        super().__init__(f"bye {code}: {reason}")
        self.code, self.reason = code, reason


class Member:
    """What a node keeps of its membership: identity, credential, roots, store, scopes."""

    def __init__(self, identity, credential, root, store, scopes, label="outsider"):
        self.identity, self.credential, self.root = identity, credential, root
        self.store, self.scopes, self.label = store, scopes, label


class Session:
    """Verifies the peer's `hello`, keeps both sides' log indices, takes logs and serves them."""

    def __init__(self, member, initiator, remote_static, logs=None, fetches=False,
                 credit_bytes=CREDIT_BYTES):
        self.member, self.initiator, self.remote_static = member, initiator, remote_static
        self.credit_bytes = credit_bytes
        self.logs = logs or Logs()
        self.fetches = fetches
        self.peer = None
        self.peer_store_scopes, self.peer_dictionaries = [], []
        self.written, self.read = {}, []
        self.heads = {}
        self.heard_frontier = False
        self.peer_digest = None
        self.wanted = set()
        self.taken_bytes = 0
        self.balance = 0
        self.streams = collections.deque()
        self.out = []
        self.judged = None
        if initiator:
            self.send(wire.HELLO, self.hello())

    # What goes out.

    def send(self, kind, value, flags=0):
        """Makes a frame. Returns how many bytes its body has as sent."""
        data, sent_bytes = wire.frame(kind, value, flags)
        self.out.append(data)
        return sent_bytes

    def take_out(self):
        """The bytes of the frames to send now, in order."""
        self.serve()
        taken, self.out = self.out, []
        return taken

    def hello(self):
        newest = max((operation.stamp for log in self.logs.by_id.values()
                      for operation in log.operations.values()), default=0)
        return {0: [PROTOCOL_VERSION], 1: self.member.credential, 2: self.member.label, 3: newest,
                4: "outsider", 5: None, 6: self.member.scopes, 7: [wire.DICTIONARY_ID]}

    def name(self, log):
        """A LogID for the wire: written out the first time, then its index."""
        if log in self.written:
            return self.written[log]
        self.written[log] = len(self.written)
        return list(log)

    def resolve(self, value):
        """The LogID that the peer means."""
        if is_unsigned(value, LOGS_MAX):
            if value < len(self.read):
                return self.read[value]
            raise Ended(PROTOCOL_ERROR, f"log index {value} was never given")
        if not is_log_id(value) or tuple(value) in self.read or len(self.read) == LOGS_MAX:
            raise Ended(PROTOCOL_ERROR, "neither an index nor a new LogID")
        self.read.append(tuple(value))
        return self.read[-1]

    # What comes in.

    def receive(self, kind, body, sent_bytes):
        """Takes one frame; raises Ended or Fault."""
        if not wire.HELLO <= kind <= wire.KEYS:
            return
        try:
            self.read_frame(kind, cbor.decode(body), sent_bytes)
        except (cbor.Malformed, TypeError, ValueError) as error:
            raise Ended(PROTOCOL_ERROR, f"frame {kind} of the wrong form: {error}") from error

    def read_frame(self, kind, value, sent_bytes):
        if kind == wire.BYE:
            code, text = value
            raise Ended(code, text)
        if self.peer is None and kind != wire.HELLO:
            raise Ended(PROTOCOL_ERROR, f"frame {kind} before hello")
        readers = {wire.HELLO: self.receive_hello, wire.HAVE: self.receive_have,
                   wire.WANT: self.receive_want, wire.PING: self.receive_ping}
        if kind == wire.OPS:
            self.receive_segment(value, sent_bytes)
        elif kind in readers:
            readers[kind](value)

    def receive_hello(self, value):
        if self.peer is not None:
            raise Ended(PROTOCOL_ERROR, "a second hello")
        if not isinstance(value, dict) or PROTOCOL_VERSION not in value.get(0, []):
            raise Ended(NO_VERSION, "no common version")
        try:
            self.peer = credentials.check(
                value.get(1), {self.member.root}, self.member.store, self.remote_static)
        except credentials.Refused as error:
            raise Ended(BAD_CREDENTIAL, str(error)) from None
        self.peer_dictionaries = value.get(7, [])
        self.peer_store_scopes = [scope for scope in value.get(6, []) if is_bytes(scope, 16)]
        if not self.initiator:
            self.send(wire.HELLO, self.hello())
        self.advertise()

    def common_scopes(self):
        return [scope for scope in self.member.scopes if scope in self.peer_store_scopes]

    def replicated_scopes(self):
        common = self.common_scopes()
        return common + [names.control_scope(scope) for scope in common]

    def advertise(self):
        scopes = self.replicated_scopes()
        self.send(wire.HAVE, [WHOLE_FRONTIER, [
            [self.name(log.log), seq, digest[:8]] for log in self.logs.ascending()
            if log.log[0] in scopes for seq, digest in log.heads()]])

    def receive_ping(self, value):
        if not is_bytes(value, 8):
            raise Ended(PROTOCOL_ERROR, "a ping that isn't 8 bytes")
        self.send(wire.PONG, [value, time.time_ns() // 1_000_000])

    def receive_have(self, value):
        form, content = value if isinstance(value, list) and len(value) == 2 else (None, None)
        if form == FRONTIER_DIGEST:
            self.peer_digest = content
        elif form in (WHOLE_FRONTIER, CHANGES):
            self.receive_heads(form, content)
        elif form == NOT_FROM_HERE:
            self.receive_anchors(content)
        else:
            raise Ended(PROTOCOL_ERROR, "a have of no known form")
        self.ask()

    def receive_heads(self, form, entries):
        named = {}
        for log, seq, hash8 in entries:
            if not is_unsigned(seq, SEQ_END) or not is_bytes(hash8, 8):
                raise Ended(PROTOCOL_ERROR, "a head that is none")
            named.setdefault(self.resolve(log), []).append((seq, hash8))
        if form == WHOLE_FRONTIER:
            self.heads, self.heard_frontier = {}, True
        self.heads.update(named)

    def receive_anchors(self, entries):
        """The peer no longer holds the beginning; what it holds hangs on this hash."""
        for log, first, digest in entries:
            log = self.resolve(log)
            self.logs.log(log).add_anchor(first - 1, digest, None)
            self.send(wire.WANT, [[[self.name(log), first, digest[:8]]], 0])

    # Taking logs.

    def lacking(self, control):
        """Logs of the common scopes of which a head that the peer named isn't here."""
        scopes = self.common_scopes()
        if control:
            scopes = [names.control_scope(scope) for scope in scopes]
        return [log for log in sorted(self.heads, key=names.log_key)
                if log[0] in scopes and not all(
                    self.holds(log, seq, hash8) for seq, hash8 in self.heads[log])]

    def holds(self, log, seq, hash8):
        held = self.logs.by_id.get(log)
        return seq == 0 or held is not None and (seq, hash8) in held.marks

    def membership(self):
        """The verdicts over the control logs that are here, made again when those have grown."""
        control = [names.control_scope(scope) for scope in self.common_scopes()]
        size = sum(len(log.operations) for log in self.logs.by_id.values()
                   if log.log[0] in control)
        if self.judged is None or self.judged[0] != size:
            self.judged = (size, Membership(self.member.root, self.logs))
        return self.judged[1]

    def ask(self):
        """Wants what is lacking: control logs first, then those of whoever they enrol."""
        if not self.fetches or not self.heard_frontier:
            return
        lacking = self.lacking(control=True)
        if not lacking:
            membership = self.membership()
            lacking = [log for log in self.lacking(control=False) if membership.is_member_for(log)]
        new = [log for log in lacking if log not in self.wanted]
        if new:
            credit = 0 if self.wanted else self.credit_bytes
            self.wanted |= set(new)
            self.send(wire.WANT, [[[self.name(log), *self.next_of(log)] for log in new], credit])

    def next_of(self, log):
        """From where a log is wanted: after its only head, or from its start."""
        held = self.logs.by_id.get(log)
        heads = held.heads() if held is not None else []
        if len(heads) == 1:
            return [heads[0][0] + 1, heads[0][1][:8]]
        return [1, names.ZERO_HASH[:8]]

    def receive_segment(self, value, sent_bytes):
        if not isinstance(value, list) or len(value) != 6:
            raise Ended(PROTOCOL_ERROR, "ops that are no segment")
        log = self.resolve(value[1])
        if log not in self.wanted:
            raise Ended(PROTOCOL_ERROR, "ops that nobody wanted")
        segments.store(self.logs.log(log), segments.operations_of(value, log))
        self.taken_bytes += sent_bytes
        if self.taken_bytes >= self.credit_bytes // 2:
            self.send(wire.WANT, [[], self.taken_bytes])
            self.taken_bytes = 0
        self.ask()

    def is_complete(self):
        """Whether every head that the peer named is here, of all logs that may be stored."""
        if not self.heard_frontier or self.lacking(control=True):
            return False
        lacking = self.lacking(control=False)
        if not lacking:
            return True
        membership = self.membership()
        return not any(membership.is_member_for(log) for log in lacking)

    # Serving logs.

    def receive_want(self, value):
        if not isinstance(value, list) or len(value) != 2 or not is_unsigned(
                value[1], CREDIT_MAX + 1):
            raise Ended(PROTOCOL_ERROR, "a want that is none")
        self.balance = min(self.balance + value[1], CREDIT_MAX)
        for name, first, *rest in value[0]:
            log = self.resolve(name)
            head8 = rest[1] if len(rest) > 1 else None
            self.streams = collections.deque(
                stream for stream in self.streams
                if stream[0] != log or head8 not in (None, stream[1]))
            if first > 0:
                self.streams.append((log, head8, self.runs_from(log, first, rest[0], head8)))

    def runs_from(self, log, first, hash8, head8):
        held = self.logs.by_id.get(log)
        if held is None:
            return iter(())
        ops = [op for start in held.starts() for op in held.walk(start)]
        if head8 is not None:
            heads = [digest for _, digest in held.heads() if digest[:8] == head8]
            ops = [op for digest in heads for op in held.line_to(digest)]
        agrees = first == 1 or any(op.seq == first - 1 and op.hash[:8] == hash8 for op in ops)
        # Where the receiver holds something else it gets the operation to compare that with.
        first = first if agrees else first - 1
        return segments.runs([op for op in ops if op.seq >= first])

    def serve(self):
        """Sends runs while the balance is positive."""
        while self.balance > 0 and self.streams:
            log, _, runs = self.streams[0]
            run = next(runs, None)
            if run is None:
                self.streams.popleft()
                continue
            flags = wire.COMPRESSED
            if wire.DICTIONARY_ID in self.peer_dictionaries:
                flags |= wire.WITH_DICTIONARY
            self.balance -= self.send(wire.OPS, segments.encode(run, self.name(log)), flags)
