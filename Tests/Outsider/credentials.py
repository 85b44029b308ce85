"""Credentials: who a peer is, from the pinned root down (protocol.md, section 4)."""
import cbor
import names
from members import Enrolment, Grants, payload_of, rotation_of
from operations import Operation, is_bytes

ENTRIES_MAX = 10
BYTES_MAX = 16_384


class Refused(Exception):
    """Why a credential, a line or a welcome isn't accepted."""


def operation_of(entry):
    if not isinstance(entry, list) or len(entry) != 2 or not is_bytes(entry[1], 64):
        raise Refused("a credential's entry isn't [body, signature]")
    try:
        operation = Operation(entry[0], entry[1])
    except ValueError as error:
        raise Refused(f"a credential's entry is no operation: {error}") from None
    if not operation.is_signed():
        raise Refused("a credential's entry whose signature doesn't verify")
    return operation


def check(entries, roots, store, channel_key=None):
    """The NodeID that a credential names, checked in the page's order.

    Revocations aren't known here: whoever holds the control logs asks its membership as well.
    """
    if not isinstance(entries, list) or len(entries) > ENTRIES_MAX:
        raise Refused("a credential isn't at most ten entries")
    if len(cbor.encode(entries)) > BYTES_MAX:
        raise Refused("a credential above 16 KiB")
    operations = [operation_of(entry) for entry in entries]
    if not operations:
        return check_channel(the_root(roots, channel_key), channel_key)
    if operations[0].author not in roots:
        raise Refused("a credential that another root began")
    node, grants = operations[0].author, Grants(is_root=True)
    for operation in operations:
        if operation.author != node:
            raise Refused("a credential whose links don't hang together")
        node, grants = step(operation, node, grants)
    if not grants.is_root and not any(
            role == names.HQ or of == store for role, of in grants.pairs):
        raise Refused("a credential for another store")
    return check_channel(node, channel_key)


def the_root(roots, channel_key):
    """An empty credential: the peer is a root, the one whose channel key this is."""
    for root in sorted(roots):
        if channel_key is None or names.channel_key(root) == channel_key:
            return root
    raise Refused("no credential, and not the root's key")


def step(operation, author, grants):
    """Who the next node is and what it may do, if the author of this entry may say so."""
    try:
        if operation.kind == names.ROTATED:
            return rotation_of(operation), grants
        if operation.kind != names.ENROLLED:
            raise Refused("a credential's entry neither enrols nor rotates")
        enrolment = Enrolment(payload_of(operation))
    except ValueError as error:
        raise Refused(f"a credential's entry by {names.to_base32(author)[:8]}: {error}") from None
    if not grants.may_enrol(enrolment, operation.log[0]):
        raise Refused(f"{names.to_base32(author)[:8]} may not enrol with these roles")
    return enrolment.node, Grants(pairs={(role, enrolment.store) for role in enrolment.roles})


def check_channel(node, channel_key):
    if channel_key is not None and names.channel_key(node) != channel_key:
        raise Refused("a credential of another node than the channel's")
    return node
