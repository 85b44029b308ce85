"""Noise handshakes over pattern tokens, 25519 / ChaChaPoly / BLAKE2b (Noise, revision 34).

The protocol uses XXpsk0 alone; the others are here because the published vectors test the engine.
"""
import hashlib
import hmac

import nacl.bindings as sodium
from nacl.exceptions import CryptoError

HASH_BYTES, KEY_BYTES, TAG_BYTES = 64, 32, 16
REKEY_NONCE = 2**64 - 1
MESSAGE_BYTES_MAX = 65_535
XX_PSK0 = ((), (("psk", "e"), ("e", "ee", "s", "es"), ("s", "se")))


class HandshakeFailed(Exception):
    """A message that doesn't open, or a key agreement that comes to nothing."""


def agree(secret, public):
    """X25519; an all-zero result aborts."""
    try:
        return sodium.crypto_scalarmult(secret, public)
    except CryptoError:
        raise HandshakeFailed("an all-zero X25519 result") from None


def hash_of(data):
    return hashlib.blake2b(data, digest_size=HASH_BYTES).digest()


def derive(chaining_key, material, count):
    """Noise's HKDF: `count` outputs of 64 bytes."""
    secret = hmac.digest(chaining_key, material, "blake2b")
    outputs, last = [], b""
    for number in range(1, count + 1):
        last = hmac.digest(secret, last + bytes([number]), "blake2b")
        outputs.append(last)
    return outputs


class Cipher:
    """A key with its counter. Without a key it passes bytes on, as Noise says."""

    def __init__(self, key=None):
        self.key = key
        self.nonce = 0

    def seal(self, plaintext, associated=b""):
        if self.key is None:
            return plaintext
        sealed = encrypt(self.key, self.nonce, associated, plaintext)
        self.nonce += 1
        return sealed

    def open(self, sealed, associated=b""):
        if self.key is None:
            return sealed
        try:
            plaintext = sodium.crypto_aead_chacha20poly1305_ietf_decrypt(
                sealed, associated, nonce_bytes(self.nonce), self.key)
        except (CryptoError, ValueError):
            raise HandshakeFailed("a message that doesn't open") from None
        self.nonce += 1
        return plaintext

    def rekey(self):
        """The nonce counts on."""
        self.key = encrypt(self.key, REKEY_NONCE, b"", bytes(KEY_BYTES))[:KEY_BYTES]


def nonce_bytes(nonce):
    return bytes(4) + nonce.to_bytes(8, "little")


def encrypt(key, nonce, associated, plaintext):
    return sodium.crypto_aead_chacha20poly1305_ietf_encrypt(
        plaintext, associated, nonce_bytes(nonce), key)


class Handshake:
    """One side of a handshake.

    `pattern` is (pre-messages, messages), both of token tuples; pre-messages are pairs of a side
    (True: the initiator) and a token. Private keys are 32 bytes; `psks` are taken in order.
    """

    def __init__(self, name, pattern, initiator, prologue, static=None, ephemeral=None,
                 remote_static=None, psks=()):
        self.pattern, self.initiator = pattern, initiator
        self.static, self.ephemeral = static, ephemeral
        self.remote_static, self.remote_ephemeral = remote_static, None
        self.psks = list(psks)
        self.with_psk = any("psk" in tokens for tokens in pattern[1])
        self.turn = 0
        text = name.encode("ascii")
        self.hash = text.ljust(HASH_BYTES, b"\0") if len(text) <= HASH_BYTES else hash_of(text)
        self.chaining_key = self.hash
        self.cipher = Cipher()
        self.mix_hash(prologue)
        for by_initiator, token in pattern[0]:
            assert token == "s", "no pattern here fixes an ephemeral key before"
            mine = by_initiator == initiator
            self.mix_hash(self.public(self.static) if mine else self.remote_static)

    @staticmethod
    def public(secret):
        return sodium.crypto_scalarmult_base(secret)

    def mix_hash(self, data):
        self.hash = hash_of(self.hash + data)

    def mix_key(self, material):
        self.chaining_key, key = derive(self.chaining_key, material, 2)
        self.cipher = Cipher(key[:KEY_BYTES])

    def mix_psk(self):
        self.chaining_key, mixed, key = derive(self.chaining_key, self.psks.pop(0), 3)
        self.mix_hash(mixed)
        self.cipher = Cipher(key[:KEY_BYTES])

    def seal(self, plaintext):
        sealed = self.cipher.seal(plaintext, self.hash)
        self.mix_hash(sealed)
        return sealed

    def open(self, sealed):
        plaintext = self.cipher.open(sealed, self.hash)
        self.mix_hash(sealed)
        return plaintext

    def write(self, payload=b""):
        """The next message of ours."""
        out = b""
        for token in self.pattern[1][self.turn]:
            if token == "e":
                public = self.public(self.ephemeral)
                out += public
                self.mix_hash(public)
                if self.with_psk:
                    self.mix_key(public)
            elif token == "s":
                out += self.seal(self.public(self.static))
            else:
                self.mix_token(token)
        self.turn += 1
        return out + self.seal(payload)

    def read(self, message):
        """The payload of the other side's next message."""
        for token in self.pattern[1][self.turn]:
            if token == "e":
                self.remote_ephemeral, message = self.take(message, KEY_BYTES)
                self.mix_hash(self.remote_ephemeral)
                if self.with_psk:
                    self.mix_key(self.remote_ephemeral)
            elif token == "s":
                length = KEY_BYTES + (TAG_BYTES if self.cipher.key else 0)
                sealed, message = self.take(message, length)
                self.remote_static = self.open(sealed)
            else:
                self.mix_token(token)
        self.turn += 1
        return self.open(message)

    @staticmethod
    def take(message, length):
        if len(message) < length:
            raise HandshakeFailed("a message that is too short")
        return message[:length], message[length:]

    def mix_token(self, token):
        if token == "psk":
            self.mix_psk()
            return
        first, second = token if self.initiator else token[::-1]
        mine = self.ephemeral if first == "e" else self.static
        theirs = self.remote_ephemeral if second == "e" else self.remote_static
        self.mix_key(agree(mine, theirs))

    def is_done(self):
        return self.turn == len(self.pattern[1])

    def split(self):
        """The ciphers to send and to receive with."""
        first, second = (Cipher(key[:KEY_BYTES]) for key in derive(self.chaining_key, b"", 2))
        return (first, second) if self.initiator else (second, first)
