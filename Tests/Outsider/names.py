"""Hashes, signatures and names: docs/protocol.md, sections 1 to 3."""
import base64
import binascii
import hashlib

import nacl.bindings as sodium
from nacl.exceptions import BadSignatureError

import cbor

ZERO_HASH = bytes(32)
BODY_BYTES_MAX = 262_144
FRAME_BYTES_MAX = 4_194_304
KIND_MAX = 65_535

# Kinds that replication reads.
OPENED, ENROLLED, REVOKED, ROTATED = 1, 2, 3, 4
STORE_ADOPTED = 14

# Roles of an enrolment.
STORE_ROOT, STEWARD, LANE, RELAY, HQ, OBSERVER = range(6)


def padded(label):
    """A personalisation or signing label: its text and zero bytes up to 16."""
    assert len(label) <= 16, label
    return label.encode("ascii").ljust(16, b"\0")


def blake2b(data, label, size=32, key=b""):
    return hashlib.blake2b(data, digest_size=size, key=key, person=padded(label)).digest()


def control_scope(scope):
    return blake2b(scope, "tillmesh-control", 16)


def operation_hash(body_bytes):
    return blake2b(body_bytes, "tillmesh-op-v1")


def signing_bytes(digest):
    """What the author of an operation with this hash signs."""
    return padded("tillmesh-op-v1") + digest


def verifies(signature, message, node):
    """libsodium's verdict: `crypto_sign_open` is `crypto_sign_verify_detached` and a copy."""
    if len(signature) != 64 or len(node) != 32:
        return False
    try:
        sodium.crypto_sign_open(signature + message, node)
    except BadSignatureError:
        return False
    return True


def is_node_id(value):
    """A point of the prime-order subgroup in its canonical form, not the neutral one."""
    return isinstance(value, bytes) and len(value) == 32 and bool(
        sodium.crypto_core_ed25519_is_valid_point(value))


def channel_key(node):
    """The X25519 form of a NodeID."""
    return sodium.crypto_sign_ed25519_pk_to_curve25519(node)


def to_base32(data):
    return base64.b32encode(data).decode("ascii").rstrip("=").lower()


def from_base32(text):
    """RFC 4648 in lower case without padding; ValueError for anything else."""
    if text != text.lower() or "=" in text:
        raise ValueError("base32 here is lower case and unpadded")
    try:
        data = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    if to_base32(data) != text:
        raise ValueError("base32 with bits left over")
    return data


class Identity:
    """A node's signing key, and the channel key that follows from it."""

    def __init__(self, seed):
        self.seed = seed
        self.node, self.secret = sodium.crypto_sign_seed_keypair(seed)
        self.channel_secret = sodium.crypto_sign_ed25519_sk_to_curve25519(self.secret)

    def sign(self, message):
        return sodium.crypto_sign(message, self.secret)[:64]


def log_text(log):
    """A LogID as people read it: scope / author / incarnation."""
    scope, author, incarnation = log
    return f"{scope.hex()}/{to_base32(author)}/{incarnation.hex()}"


def log_key(log):
    """What logs are sorted by."""
    return cbor.encode(list(log))
