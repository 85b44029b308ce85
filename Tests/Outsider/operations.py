"""Operations, their logs as trees of branches, and frontiers: docs/protocol.md, section 3."""
import cbor
import names

SEQ_END = 2**63
HLC_END = 2**64


class Fault(Exception):
    """Something that the protocol refuses; `place` says where, `reason` why."""

    def __init__(self, place, reason):
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class Operation:
    """One well-formed body with what follows from it."""

    def __init__(self, body, signature=None):
        self.encoding = cbor.encode(body)
        check_body(body, len(self.encoding))
        self.body = body
        self.log = (body[1], body[2], body[3])
        self.version, self.seq, self.previous, self.stamp = body[0], body[4], body[5], body[6]
        # A later version says in a way unknown here what it is about.
        self.kind = body[7] if self.version == 1 else None
        self.payload = body[8] if self.version == 1 else None
        self.hash = names.operation_hash(self.encoding)
        self.signature = signature

    @property
    def author(self):
        return self.body[2]

    def is_signed(self, signature=None):
        signature = self.signature if signature is None else signature
        return names.verifies(signature, names.signing_bytes(self.hash), self.author)

    def follows(self, earlier):
        return (self.log == earlier.log and self.seq == earlier.seq + 1
                and self.previous == earlier.hash and self.stamp > earlier.stamp)


def is_bytes(value, length):
    return isinstance(value, bytes) and len(value) == length


def is_unsigned(value, end, start=0):
    return isinstance(value, int) and not isinstance(value, bool) and start <= value < end


def is_log_id(value):
    return (isinstance(value, list) and len(value) == 3 and is_bytes(value[0], 16)
            and is_bytes(value[1], 32) and is_bytes(value[2], 8))


def check_body(body, length):
    """Raises ValueError for a body that isn't an operation's."""
    if length > names.BODY_BYTES_MAX:
        raise ValueError(f"a body of {length} bytes")
    # Elements 0 to 6 are the same in every version.
    if not isinstance(body, list) or len(body) < 7:
        raise ValueError("a body without its first seven elements")
    version, scope, author, incarnation, seq, previous, stamp = body[:7]
    if not is_unsigned(version, HLC_END, 1):
        raise ValueError("a body without a version")
    if not is_log_id([scope, author, incarnation]):
        raise ValueError("a body whose log isn't named by 16, 32 and 8 bytes")
    if not names.is_node_id(author):
        raise ValueError("an author that is no NodeID")
    if not is_unsigned(seq, SEQ_END, 1):
        raise ValueError("a seq that is none")
    if not is_bytes(previous, 32) or (previous == names.ZERO_HASH) != (seq == 1):
        raise ValueError("a prev that is zero elsewhere than at seq 1, or no hash")
    if not is_unsigned(stamp, HLC_END):
        raise ValueError("an hlc that is none")
    if version == 1:
        check_rest(body)


def check_rest(body):
    if len(body) != 9:
        raise ValueError(f"a body of {len(body)} elements")
    if not is_unsigned(body[7], names.KIND_MAX + 1, 1):
        raise ValueError("a kind that is none")
    if not isinstance(body[8], bytes):
        raise ValueError("a payload that isn't a byte string")


class Log:
    """The operations of one log that are held, all its branches, each below an anchor or from 1."""

    def __init__(self, log):
        self.log = log
        # By hash: operations, and of anchors (seq, signature or None).
        self.operations = {}
        self.anchors = {}
        # Hash of an operation or an anchor, or zero: the hashes chained on it.
        self.children = {}
        # (seq, first 8 bytes of the hash) of every operation, as frontiers on the wire name them.
        self.marks = set()

    def add_anchor(self, seq, digest, signature):
        self.anchors.setdefault(digest, (seq, signature))

    def find(self, digest):
        return self.operations.get(digest)

    def holds_before(self, operation):
        """Whether what this operation is chained on is here, so that it can be stored."""
        if operation.seq == 1:
            return True
        anchor = self.anchors.get(operation.previous)
        if anchor is not None:
            return anchor[0] + 1 == operation.seq
        earlier = self.operations.get(operation.previous)
        return earlier is not None and operation.follows(earlier)

    def add(self, operation):
        """Stores an operation that follows what is here; a known one may bring its signature."""
        known = self.operations.get(operation.hash)
        if known is not None:
            known.signature = known.signature or operation.signature
            return False
        assert self.holds_before(operation), "the caller checks the chain"
        self.operations[operation.hash] = operation
        self.children.setdefault(operation.previous, []).append(operation.hash)
        self.marks.add((operation.seq, operation.hash[:8]))
        return True

    def heads(self):
        """The last operation of every branch, by hash; of an anchor alone (seq, hash)."""
        heads = [(operation.seq, digest) for digest, operation in self.operations.items()
                 if digest not in self.children]
        heads += [(seq, digest) for digest, (seq, _) in self.anchors.items()
                  if digest not in self.children]
        return sorted(heads, key=lambda head: head[1])

    def starts(self):
        """What the branches begin with: zero for operations from seq 1, then anchors by hash."""
        return [names.ZERO_HASH] * (names.ZERO_HASH in self.children) + sorted(self.anchors)

    def walk(self, start):
        """Operations above a start, depth first, branches by the hash of their first one."""
        waiting = sorted(self.children.get(start, []), reverse=True)
        while waiting:
            digest = waiting.pop()
            yield self.operations[digest]
            waiting += sorted(self.children.get(digest, []), reverse=True)

    def line_to(self, digest, above=0):
        """Operations from seq above + 1 to the one with this hash, in order."""
        line = []
        while digest in self.operations and self.operations[digest].seq > above:
            line.append(self.operations[digest])
            digest = line[-1].previous
        return line[::-1]


class Logs:
    """All logs that are held, by LogID."""

    def __init__(self):
        self.by_id = {}

    def log(self, log):
        return self.by_id.setdefault(log, Log(log))

    def ascending(self):
        return [self.by_id[log] for log in sorted(self.by_id, key=names.log_key)]

    def frontier(self):
        """One `[LogID, seq, hash]` for each branch head, sorted by its encoding."""
        entries = [[list(log.log), seq, digest]
                   for log in self.by_id.values() for seq, digest in log.heads()]
        return sorted(entries, key=cbor.encode)

    def frontier_digest(self):
        return names.blake2b(cbor.encode(self.frontier()), "tillmesh-front")

    def count(self):
        return sum(len(log.operations) for log in self.by_id.values())
