"""Invitation lines, `join` and `welcome`: protocol.md, section 4, "Joining"."""
import cbor
import credentials
import names
import wire
from operations import is_bytes, is_unsigned

LINE_START = "tillmesh1:"
LINE_VERSION = 1
ADDRESSES_MAX = 8
ADDRESS_BYTES_MAX = 259


class Line:
    """What an invitation says."""

    def __init__(self, store, root, inviter, secret, addresses, expiry):
        self.store, self.root, self.inviter = store, root, inviter
        self.secret, self.addresses, self.expiry = secret, addresses, expiry

    @property
    def psk(self):
        return names.blake2b(self.secret, "tillmesh-join-v1")

    def text(self):
        return LINE_START + names.to_base32(cbor.encode(
            [LINE_VERSION, self.store, self.root, self.inviter, self.secret, self.addresses,
             self.expiry]))


def read_line(text):
    """The invitation that a line holds; raises credentials.Refused."""
    if not text.startswith(LINE_START):
        raise credentials.Refused(f"an invitation begins with {LINE_START}")
    try:
        value = cbor.decode(names.from_base32(text[len(LINE_START):]))
    except (ValueError, cbor.Malformed) as error:
        raise credentials.Refused(f"an invitation that isn't one: {error}") from None
    if not isinstance(value, list) or len(value) != 7 or value[0] != LINE_VERSION:
        raise credentials.Refused("an invitation of another version")
    line = Line(*value[1:])
    if not (is_bytes(line.store, 16) and names.is_node_id(line.root)
            and names.is_node_id(line.inviter) and is_bytes(line.secret, 16)
            and isinstance(line.addresses, list) and 1 <= len(line.addresses) <= ADDRESSES_MAX
            and all(isinstance(text, str) and len(text.encode()) <= ADDRESS_BYTES_MAX
                    for text in line.addresses)
            and is_unsigned(line.expiry, 2**64)):
        raise credentials.Refused("an invitation with a part of the wrong form")
    return line


def mesh_key_message(epoch, key):
    """What a steward signs of a mesh key."""
    return (names.padded("tillmesh-mkey-v1") + epoch.to_bytes(8, "big")
            + names.blake2b(key, "tillmesh-mkey-v1"))


def read_mesh_key(key, epoch, steward, signature):
    """Raises credentials.Refused unless the steward signed this key for this epoch."""
    if not (is_bytes(key, 32) and is_unsigned(epoch, 2**32) and names.is_node_id(steward)
            and is_bytes(signature, 64)
            and names.verifies(signature, mesh_key_message(epoch, key), steward)):
        raise credentials.Refused("a mesh key that its steward didn't sign")
    return key, epoch


def check_welcome(value, line, node):
    """The parts of a `welcome` for this node; raises credentials.Refused."""
    if not isinstance(value, dict):
        raise credentials.Refused("a welcome that is no map")
    entries, roots, scopes = value.get(0), value.get(3), value.get(4)
    if credentials.check(entries, {line.root}, line.store, names.channel_key(node)) != node:
        raise credentials.Refused("a welcome for another node")
    if len(entries) < 1 or credentials.operation_of(entries[-1]).author != line.inviter:
        raise credentials.Refused("a welcome that the inviter didn't sign")
    if not isinstance(roots, list) or line.root not in roots:
        raise credentials.Refused("a welcome without the root of the invitation")
    if not isinstance(scopes, list) or line.store not in scopes or not all(
            is_bytes(scope, 16) for scope in scopes):
        raise credentials.Refused("a welcome without the store")
    if not is_bytes(value.get(5), 32):
        raise credentials.Refused("a welcome without a pin key")
    key, epoch = read_mesh_key(value.get(1), value.get(2), value.get(6), value.get(7))
    return {"credential": entries, "meshKey": key, "epoch": epoch, "root": line.root,
            "roots": roots, "scopes": scopes, "pinKey": value[5], "store": line.store}


def join_frame(node, label):
    return wire.JOIN, {0: node, 1: label}
