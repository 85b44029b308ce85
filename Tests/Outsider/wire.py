"""Frames and the channel that carries them: protocol.md, section 5. No sockets here."""
import os
import secrets

import zstandard

import cbor
import names
import noise

(HELLO, HAVE, WANT, OPS, ASK, DENIED, PROOF, OFFER, PART_WANTED, PART, PING, PONG, BYE, JOIN,
 WELCOME, MESH_KEY, PEERS, STATE_WANTED, STATE, PRINT, PRINTED, KEYS) = range(1, 23)
FRAME_HEAD_BYTES = 6
BEFORE_HELLO_BYTES_MAX = 16_384
JOINING_BYTES_MAX = 32_768
MESSAGES_PER_KEY = 2**20
COMPRESSED, WITH_DICTIONARY = 1, 2
PROTOCOL_NAME = "Noise_XXpsk0_25519_ChaChaPoly_BLAKE2b"
PROLOGUE = b"tillmesh/1"
HANDSHAKE_BYTES = (48, 96, 64)
# The shipped dictionaries: id, file and BLAKE2b-256 as the page has them.
DICTIONARY_ID = 32_769
DICTIONARY_PATH = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../../docs/dictionary-1.zstd")
DICTIONARY_DIGEST = "a13b63d1335bf3ec4f2c744eea3e51add0ff2b29be9dea02b52ac8a0d36d706b"


class Broken(Exception):
    """What ends a channel: a frame or message that breaks the rules."""


def shipped_dictionary():
    """The dictionary of DICTIONARY_ID, if the file is the one that the page names."""
    with open(DICTIONARY_PATH, "rb") as file:
        data = file.read()
    if names.blake2b(data, "tillmesh-dict").hex() != DICTIONARY_DIGEST:
        raise ValueError(f"{DICTIONARY_PATH} isn't the dictionary that docs/protocol.md names")
    return zstandard.ZstdCompressionDict(data)


DICTIONARY = shipped_dictionary()


class Frames:
    """Takes frames out of the bytes of a channel, whatever pieces they come in."""

    def __init__(self, limit, may_compress):
        self.limit, self.may_compress = limit, may_compress
        self.buffer = bytearray()

    def allow_all(self):
        """What holds once `hello` was accepted."""
        self.limit, self.may_compress = names.FRAME_BYTES_MAX, True

    def add(self, data):
        self.buffer += data

    def next(self):
        """The next whole frame as (type, body bytes, body bytes as sent), or None."""
        if len(self.buffer) < FRAME_HEAD_BYTES:
            return None
        kind, flags = self.buffer[0], self.buffer[1]
        length = int.from_bytes(self.buffer[2:FRAME_HEAD_BYTES], "big")
        self.check_head(flags, length)
        end = FRAME_HEAD_BYTES + length
        if len(self.buffer) < end:
            return None
        body = bytes(self.buffer[FRAME_HEAD_BYTES:end])
        del self.buffer[:end]
        # An unknown type is skipped unread, so its body isn't unpacked either.
        if flags & COMPRESSED and HELLO <= kind <= KEYS:
            body = decompress(body, DICTIONARY_ID if flags & WITH_DICTIONARY else 0)
        return kind, body, length

    def check_head(self, flags, length):
        if length > self.limit:
            raise Broken(f"a frame of {length} bytes")
        if flags & ~(COMPRESSED | WITH_DICTIONARY) or flags == WITH_DICTIONARY:
            raise Broken(f"a frame with flags {flags}")
        if flags and not self.may_compress:
            raise Broken("a compressed frame where none may be")


def decompress(body, dictionary_id=0):
    """The content of exactly one zstd frame that says its size and fits the limits."""
    try:
        about = zstandard.get_frame_parameters(body)
    except zstandard.ZstdError as error:
        raise Broken(f"no zstd frame: {error}") from None
    if about.content_size > names.FRAME_BYTES_MAX:
        # The library's values for "not present" and "in error" are above every limit too.
        raise Broken("a zstd frame without its size, or above the limit")
    if about.window_size > names.FRAME_BYTES_MAX or about.dict_id != dictionary_id:
        raise Broken("a zstd frame with too large a window, or another dictionary than said")
    engine = zstandard.ZstdDecompressor(
        dict_data=DICTIONARY if dictionary_id else None,
        max_window_size=names.FRAME_BYTES_MAX).decompressobj()
    try:
        content = engine.decompress(body)
    except zstandard.ZstdError as error:
        raise Broken(f"a zstd frame that doesn't open: {error}") from None
    if engine.unused_data or len(content) != about.content_size:
        raise Broken("a zstd frame that isn't whole, or not alone")
    return content


def frame(kind, value, flags=0):
    """A frame's bytes, and how many bytes its body has as sent."""
    body = cbor.encode(value)
    if flags & COMPRESSED:
        dictionary = DICTIONARY if flags & WITH_DICTIONARY else None
        body = zstandard.ZstdCompressor(
            level=3, dict_data=dictionary, write_content_size=True).compress(body)
    return bytes([kind, flags]) + len(body).to_bytes(4, "big") + body, len(body)


class Channel:
    """A handshake and then sealed messages: bytes from the network in, bytes for it out."""

    def __init__(self, initiator, identity, psks, expected=None):
        """The responder tries all keys of `psks` on message 1; an initiator gives one.

        `expected` is the NodeID that the responder must have, where it is known before.
        """
        self.initiator, self.identity, self.psks, self.expected = (
            initiator, identity, list(psks), expected)
        self.received = bytearray()
        self.plaintext = bytearray()
        self.sender = self.receiver = None
        self.psk = None
        self.sent_count = self.received_count = 0
        self.handshake = self.new_handshake(self.psks[0]) if initiator else None

    def new_handshake(self, psk):
        self.psk = psk
        return noise.Handshake(
            PROTOCOL_NAME, noise.XX_PSK0, self.initiator, PROLOGUE,
            static=self.identity.channel_secret, ephemeral=secrets.token_bytes(32), psks=[psk])

    def is_open(self):
        return self.sender is not None

    @property
    def remote_static(self):
        return self.handshake.remote_static

    def start(self):
        """What the initiator sends first."""
        return prefixed(self.handshake.write())

    def add(self, data):
        """Takes bytes from the network; returns what to answer. `plaintext` grows."""
        self.received += data
        out = b""
        while (message := self.next_message()) is not None:
            if self.is_open():
                self.take(message)
            else:
                out += self.step(message)
        return out

    def next_message(self):
        if len(self.received) < 2:
            return None
        length = int.from_bytes(self.received[:2], "big")
        turn = self.handshake.turn if self.handshake is not None else 0
        if not self.is_open() and length != HANDSHAKE_BYTES[turn]:
            raise Broken(f"a handshake message of {length} bytes")
        if self.is_open() and length <= noise.TAG_BYTES:
            raise Broken(f"a message of {length} bytes")
        if len(self.received) < 2 + length:
            return None
        message = bytes(self.received[2:2 + length])
        del self.received[:2 + length]
        return message

    def step(self, message):
        try:
            if self.handshake is None:
                self.read_first(message)
            elif self.handshake.read(message) != b"":
                raise Broken("a handshake message with a payload")
        except noise.HandshakeFailed as error:
            raise Broken(str(error)) from None
        self.check_expected()
        out = b""
        if not self.handshake.is_done():
            out = prefixed(self.handshake.write())
        if self.handshake.is_done():
            self.sender, self.receiver = self.handshake.split()
        return out

    def read_first(self, message):
        for psk in self.psks:
            tried = self.new_handshake(psk)
            try:
                if tried.read(message) == b"":
                    self.handshake = tried
                    return
            except noise.HandshakeFailed:
                continue
        raise Broken("message 1 opens with no key that we hold")

    def check_expected(self):
        if self.initiator and self.expected is not None and (
                self.remote_static != names.channel_key(self.expected)):
            raise Broken("another node answers than the one that was asked for")

    def take(self, message):
        try:
            self.plaintext += self.receiver.open(message)
        except noise.HandshakeFailed as error:
            raise Broken(str(error)) from None
        self.received_count += 1
        if self.received_count % MESSAGES_PER_KEY == 0:
            self.receiver.rekey()

    def take_plaintext(self):
        taken = bytes(self.plaintext)
        self.plaintext.clear()
        return taken

    def seal(self, data):
        """The messages that carry these bytes."""
        out = bytearray()
        room = noise.MESSAGE_BYTES_MAX - noise.TAG_BYTES
        for start in range(0, len(data), room):
            out += prefixed(self.sender.seal(data[start:start + room]))
            self.sent_count += 1
            if self.sent_count % MESSAGES_PER_KEY == 0:
                self.sender.rekey()
        return bytes(out)


def prefixed(message):
    return len(message).to_bytes(2, "big") + message
