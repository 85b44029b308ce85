"""Who may write: enrolments, rotations, revocations from a pinned root (protocol.md, section 4).

Judged as a set, by rank from the top, so the order in which operations arrived plays no part.
Not judged here: what adopted or excluded branches of a fork are worth (section 5, "Forks"), logs
that a retirement doesn't list, and the X25519 twins of two members.
"""
import cbor
import names
from operations import Fault, is_bytes, is_log_id, is_unsigned

# Ranks, highest first; a lower number outranks.
ROOT_RANK, HQ_RANK, STORE_ROOT_RANK, STEWARD_RANK, MEMBER_RANK = range(5)
RANK_OF_ROLE = {names.HQ: HQ_RANK, names.STORE_ROOT: STORE_ROOT_RANK, names.STEWARD: STEWARD_RANK,
                names.LANE: MEMBER_RANK, names.RELAY: MEMBER_RANK, names.OBSERVER: MEMBER_RANK}
LOWER = {names.LANE, names.RELAY, names.OBSERVER}
# Which roles an enroller of a rank may give.
GIVES = {ROOT_RANK: set(RANK_OF_ROLE), STORE_ROOT_RANK: LOWER | {names.STEWARD},
         STEWARD_RANK: LOWER, HQ_RANK: set(), MEMBER_RANK: set()}
# Kinds that make a scope in which the root writes them a control scope.
ROOTS_WORDS = {2, 3, 4, 5, 7, 9, 12, 13, 14}
STORE_FACTS = {names.STORE_ROOT, names.STEWARD, names.LANE}


class Enrolment:
    """The payload of a `member.enrolled`."""

    def __init__(self, payload):
        self.node, self.store = payload.get(0), payload.get(1)
        self.lane, self.label, self.roles = payload.get(2), payload.get(3), payload.get(4)
        if not (names.is_node_id(self.node) and (self.store is None or is_bytes(self.store, 16))
                and is_unsigned(self.lane, 100) and isinstance(self.label, str)
                and len(self.label.encode()) <= 256 and isinstance(self.roles, list)
                and all(is_unsigned(role, 6) for role in self.roles)):
            raise ValueError("an enrolment that isn't one")


def payload_of(operation):
    """The payload as a map. ValueError, which quarantines, for anything else."""
    try:
        payload = cbor.decode(operation.payload)
    except cbor.Malformed as error:
        raise ValueError(str(error)) from None
    if not isinstance(payload, dict):
        raise ValueError("a payload that is no map")
    return payload


def rotation_of(operation):
    """The new NodeID of a `member.rotated`, which signed the step itself."""
    payload = payload_of(operation)
    new = payload.get(0)
    message = names.padded("tillmesh-rota-v1") + operation.author + (new or b"")
    if not names.is_node_id(new) or not is_bytes(payload.get(1), 64) or not names.verifies(
            payload[1], message, new):
        raise ValueError("a rotation that the new key didn't sign")
    return new


class Grants:
    """What one NodeID may do: pairs (role, store), store None where the role isn't one store's."""

    def __init__(self, is_root=False, pairs=()):
        self.is_root = is_root
        self.pairs = set(pairs)

    def ranks(self, store):
        """The highest rank that counts for this store."""
        if self.is_root:
            return ROOT_RANK
        held = [RANK_OF_ROLE[role] for role, of in self.pairs if role == names.HQ or of == store]
        return min(held, default=None)

    def rank(self):
        if self.is_root:
            return ROOT_RANK
        return min((RANK_OF_ROLE[role] for role, _ in self.pairs), default=None)

    def may_enrol(self, enrolment, scope):
        """Whether an enrolment by this node, standing in this scope, counts."""
        if self.is_root:
            return True
        rank = self.ranks(enrolment.store)
        return (rank is not None and enrolment.store is not None
                and set(enrolment.roles) <= GIVES[rank]
                and scope == names.control_scope(enrolment.store))

    def may_write_to(self, scope):
        if self.is_root:
            return True
        for role, store in self.pairs:
            if role == names.HQ:
                return True
            if store is not None and scope == names.control_scope(store):
                return True
            if store is not None and scope == store and role in STORE_FACTS:
                return True
        return False


class Revocation:
    """One counting revocation: the points of the node's logs up to which its operations count."""

    def __init__(self, operation, rank):
        payload = payload_of(operation)
        self.node, self.rank, points = payload.get(0), rank, payload.get(1)
        if not is_bytes(self.node, 32) or not isinstance(points, list):
            raise ValueError("a revocation that isn't one")
        self.points = {}
        for point in points:
            if not (isinstance(point, list) and len(point) == 3 and is_log_id(point[0])
                    and is_unsigned(point[1], 2**63) and is_bytes(point[2], 32)):
                raise ValueError("a cut that names no operation")
            self.points.setdefault(tuple(point[0]), []).append((point[1], point[2]))

    def leaves(self, operation, logs):
        """Whether the operation is at or below a point; of logs that aren't listed none is."""
        return any(is_at_or_below(operation, point, logs)
                   for point in self.points.get(operation.log, []))


def is_at_or_below(operation, point, logs):
    seq, digest = point
    log = logs.by_id[operation.log]
    if operation.seq > seq:
        return False
    if log.find(digest) is None:
        # As long as the named operation isn't here every branch is cut at its seq.
        return True
    return any(held.hash == operation.hash for held in log.line_to(digest, operation.seq - 1)[:1])


def control_scopes(root, logs):
    """Control scopes, by what enrolments name and by where the root writes of membership."""
    scopes = set()
    for operation in (held for log in logs.by_id.values() for held in log.operations.values()):
        if operation.author == root and operation.kind in ROOTS_WORDS:
            scopes.add(operation.log[0])
        try:
            if operation.kind == names.ENROLLED:
                store = Enrolment(payload_of(operation)).store
                scopes |= {names.control_scope(store)} if store is not None else set()
            elif operation.kind == names.STORE_ADOPTED:
                organisation = payload_of(operation).get(0)
                scopes |= {names.control_scope(organisation)} if is_bytes(
                    organisation, 16) else set()
        except ValueError:
            # Quarantined: it says nothing.
            continue
    return scopes


class Membership:
    """The verdicts over all control logs that are held."""

    def __init__(self, root, logs):
        self.logs = logs
        self.roots = {root}
        self.revocations = {}
        self.facts = {kind: [] for kind in (names.ENROLLED, names.REVOKED, names.ROTATED,
                                            names.STORE_ADOPTED)}
        scopes = control_scopes(root, logs)
        for log in logs.ascending():
            for operation in log.operations.values():
                if operation.kind in self.facts and log.log[0] in scopes:
                    self.facts[operation.kind].append(operation)
        self.adopt(root)
        # Each rank is settled by what the ranks above it left standing.
        for rank in range(ROOT_RANK, MEMBER_RANK):
            self.enrol()
            self.revoke(rank)
        self.enrol()

    def adopt(self, root):
        """The organisation's root beside the store's own, by the first word in its log."""
        for operation in sorted(self.facts[names.STORE_ADOPTED], key=lambda word: word.seq):
            if operation.author != root:
                continue
            try:
                other = payload_of(operation).get(1)
            except ValueError:
                continue
            if names.is_node_id(other):
                self.roots.add(other)
                return

    def counts(self, operation):
        """Whether no revocation cuts this operation off."""
        return all(revocation.leaves(operation, self.logs)
                   for revocation in self.revocations.get(operation.author, []))

    def enrol(self):
        """All grants that follow from what counts, to the fixed point."""
        self.grants = {root: Grants(is_root=True) for root in self.roots}
        self.applied = set()
        changed = True
        while changed:
            enrolled = [self.apply_enrolment(word) for word in self.facts[names.ENROLLED]]
            rotated = [self.apply_rotation(word) for word in self.facts[names.ROTATED]]
            changed = any(enrolled) or any(rotated)

    def apply_enrolment(self, operation):
        """Grants what an enrolment says if its author may; whether that changed anything."""
        by = self.grants.get(operation.author)
        if operation.hash in self.applied or by is None or not self.counts(operation):
            return False
        try:
            enrolment = Enrolment(payload_of(operation))
        except ValueError:
            return False
        if not by.may_enrol(enrolment, operation.log[0]):
            return False
        self.applied.add(operation.hash)
        held = self.grants.setdefault(enrolment.node, Grants())
        held.pairs |= {(role, enrolment.store) for role in enrolment.roles}
        return True

    def apply_rotation(self, operation):
        by = self.grants.get(operation.author)
        if by is None:
            return False
        try:
            new = rotation_of(operation)
        except ValueError:
            return False
        if not self.counts(operation):
            # Behind the cut the successor is revoked with the same points, which may list its logs.
            self.revocations[new] = self.revocations[operation.author]
        self.applied.add(operation.hash)
        held = self.grants.setdefault(new, Grants())
        before = (held.is_root, len(held.pairs))
        held.is_root = held.is_root or by.is_root
        held.pairs |= by.pairs
        return before != (held.is_root, len(held.pairs))

    def revoke(self, rank):
        """Takes up what authors of this rank revoked, judged by the ranks above alone."""
        found = {}
        for operation in self.facts[names.REVOKED]:
            by = self.grants.get(operation.author)
            if by is None or by.rank() != rank or not self.counts(operation):
                continue
            try:
                revocation = Revocation(operation, rank)
            except ValueError:
                continue
            if self.may_revoke(by, revocation.node):
                found.setdefault(revocation.node, []).append(revocation)
        for node, revocations in found.items():
            # The highest rank's points count for every log, listed or not.
            self.revocations.setdefault(node, revocations)

    def may_revoke(self, by, node):
        target = self.grants.get(node, Grants())
        if by.is_root:
            return True
        if by.rank() == HQ_RANK:
            return not target.is_root
        stores = {store for role, store in by.pairs if RANK_OF_ROLE[role] == by.rank()}
        return not target.is_root and all(
            store in stores and role in GIVES[by.rank()] for role, store in target.pairs)

    def is_member_for(self, log):
        """Whether the author of a log may write to its scope at all."""
        grants = self.grants.get(log[1])
        return grants is not None and grants.may_write_to(log[0])

    def check(self):
        """Raises Fault for the first log of a stranger."""
        for log in self.logs.ascending():
            if not self.is_member_for(log.log):
                raise Fault(names.log_text(log.log), "nobody enrolled its author for this scope")

    def set_aside(self):
        """Operations that are held and don't count: cut off, or enrolments without authority."""
        aside = []
        for log in self.logs.ascending():
            for operation in log.operations.values():
                judged = operation.kind in (names.ENROLLED, names.ROTATED)
                if not self.counts(operation) or (judged and operation.hash not in self.applied):
                    aside.append(operation)
        return aside
