"""Published vectors, where they are (TILLMESH_TEST_DATA): says NOT RUN where they aren't."""
import gzip
import hashlib
import json
import os
import unittest

import cbor
import names
import noise
import patterns

DATA = os.path.join(os.environ.get("TILLMESH_TEST_DATA", "../shared/data"), "vectors")
SUITE = "25519_ChaChaPoly_BLAKE2b"


def vectors(name):
    """The content of a file of vectors; the test says NOT RUN and is skipped without it."""
    path = os.path.join(DATA, name)
    if not os.path.exists(path):
        print(f"NOT RUN: outsider on {name} (no file {path})")
        raise unittest.SkipTest(path)
    opened = gzip.open if name.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def octets(vector, name):
    return bytes.fromhex(vector[name]) if vector.get(name) else None


class Encoding(unittest.TestCase):
    def test_what_appendix_a_has_of_our_types(self):
        refused = kept = 0
        for vector in vectors("cbor-appendix-a.json"):
            data = bytes.fromhex(vector["hex"])
            try:
                value = cbor.decode(data)
            except cbor.Malformed:
                refused += 1
                continue
            kept += 1
            self.assertEqual(cbor.encode(value), data)
            if "decoded" in vector and b"\x40" > data[:1]:
                self.assertEqual(value, vector["decoded"])
        # The others are floating point, tags, undefined and unassigned simple values, indefinite
        # lengths, and -2^64.
        self.assertEqual((kept, refused), (36, 46))


class Primitives(unittest.TestCase):
    def test_blake2b(self):
        for vector in vectors("blake2b-kat.json.gz"):
            data, key = bytes.fromhex(vector["in"]), bytes.fromhex(vector["key"])
            self.assertEqual(hashlib.blake2b(data, key=key).hexdigest(), vector["out"])

    def test_signatures(self):
        for group in vectors("wycheproof-ed25519_test.json.gz")["testGroups"]:
            node = bytes.fromhex(group["publicKey"]["pk"])
            for vector in group["tests"]:
                self.assertEqual(
                    names.verifies(octets(vector, "sig") or b"", octets(vector, "msg") or b"",
                                   node), vector["result"] == "valid", vector["tcId"])

    def test_signatures_with_points_of_small_order(self):
        for vector in vectors("cctv-ed25519.json.gz"):
            flags = set(vector["flags"] or ())
            accepted = names.verifies(
                bytes.fromhex(vector["sig"]), vector["msg"].encode(), bytes.fromhex(vector["key"]))
            if flags & {"low_order_A", "low_order_R", "non_canonical_A", "non_canonical_R",
                        "low_order_residue"}:
                self.assertFalse(accepted, vector["number"])

    def test_key_agreement(self):
        for group in vectors("wycheproof-x25519_test.json.gz")["testGroups"]:
            for vector in group["tests"]:
                secret, public = octets(vector, "private"), octets(vector, "public")
                if octets(vector, "shared") == bytes(32):
                    with self.assertRaises(noise.HandshakeFailed):
                        noise.agree(secret, public)
                else:
                    self.assertEqual(noise.agree(secret, public), octets(vector, "shared"))

    def test_sealing(self):
        for group in vectors("wycheproof-chacha20_poly1305_test.json.gz")["testGroups"]:
            for vector in group["tests"]:
                nonce = octets(vector, "iv")
                # Noise's nonces begin with four zero bytes.
                if len(nonce or b"") != 12 or nonce[:4] != bytes(4):
                    continue
                cipher = noise.Cipher(octets(vector, "key"))
                cipher.nonce = int.from_bytes(nonce[4:], "little")
                sealed = (octets(vector, "ct") or b"") + octets(vector, "tag")
                self.check_opening(cipher, sealed, vector)

    def check_opening(self, cipher, sealed, vector):
        associated = octets(vector, "aad") or b""
        if vector["result"] == "valid":
            self.assertEqual(cipher.open(sealed, associated), octets(vector, "msg") or b"")
        else:
            with self.assertRaises(noise.HandshakeFailed):
                cipher.open(sealed, associated)


class Handshakes(unittest.TestCase):
    def check_file(self, name):
        count = 0
        for vector in vectors(name)["vectors"]:
            _, pattern, suite = vector["protocol_name"].split("_", 2)
            if suite == SUITE:
                with self.subTest(vector["protocol_name"]):
                    self.check_vector(vector, patterns.pattern(pattern))
                    count += 1
        return count

    def side(self, vector, pattern, initiator):
        prefix = "init_" if initiator else "resp_"
        return noise.Handshake(
            vector["protocol_name"], pattern, initiator, octets(vector, prefix + "prologue") or b"",
            static=octets(vector, prefix + "static"),
            ephemeral=octets(vector, prefix + "ephemeral"),
            remote_static=octets(vector, prefix + "remote_static"),
            psks=[bytes.fromhex(psk) for psk in vector.get(prefix + "psks", [])])

    def check_vector(self, vector, pattern):
        sides = [self.side(vector, pattern, True), self.side(vector, pattern, False)]
        ciphers = None
        one_way = len(pattern[1]) == 1
        for turn, message in enumerate(vector["messages"]):
            sender = 0 if one_way else turn % 2
            payload = octets(message, "payload") or b""
            if turn < len(pattern[1]):
                sealed = sides[sender].write(payload)
                self.assertEqual(sides[1 - sender].read(sealed), payload)
            else:
                ciphers = ciphers or [side.split() for side in sides]
                sealed = ciphers[sender][0].seal(payload)
                self.assertEqual(ciphers[1 - sender][1].open(sealed), payload)
            self.assertEqual(sealed.hex(), message["ciphertext"], turn)
        self.assertEqual(sides[0].hash, sides[1].hash)
        if vector.get("handshake_hash"):
            self.assertEqual(sides[0].hash.hex(), vector["handshake_hash"])

    def test_cacophony(self):
        self.assertEqual(self.check_file("noise-cacophony.json.gz"), 59)

    def test_snow(self):
        self.assertEqual(self.check_file("noise-snow.json.gz"), 51)


if __name__ == "__main__":
    unittest.main()
