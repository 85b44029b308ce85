"""What the CBOR decoder accepts, and where it says that something offends."""
import random
import unittest

import cbor
import names


def value_of(random_, depth=1):
    kinds = 6 if depth >= 6 else 8
    kind = random_.randrange(kinds)
    if kind == 0:
        return random_.choice([0, 23, 24, 255, 256, 65_535, 65_536, 2**32 - 1, 2**32, 2**64 - 1])
    if kind == 1:
        return -1 - random_.choice([0, 23, 24, 255, 256, 2**32, 2**63 - 1])
    if kind == 2:
        return random_.randbytes(random_.randrange(300))
    if kind == 3:
        return "".join(random_.choice("aé漢😀") for _ in range(random_.randrange(30)))
    if kind in (4, 5):
        return random_.choice([None, True, False])
    if kind == 6:
        return [value_of(random_, depth + 1) for _ in range(random_.randrange(5))]
    keys = [random_.choice([random_.randrange(2**34), f"k{random_.randrange(99)}"])
            for _ in range(random_.randrange(5))]
    return {key: value_of(random_, depth + 1) for key in keys}


class Encoding(unittest.TestCase):
    def test_reads_back_what_it_writes(self):
        for seed in range(300):
            value = value_of(random.Random(seed))
            self.assertEqual(cbor.decode(cbor.encode(value)), value, f"seed {seed}")

    def test_no_other_bytes_mean_the_same(self):
        for seed in range(300):
            random_ = random.Random(seed)
            data = bytearray(cbor.encode(value_of(random_)))
            data[random_.randrange(len(data))] ^= 1 << random_.randrange(8)
            try:
                value = cbor.decode(bytes(data))
            except cbor.Malformed:
                continue
            self.assertEqual(cbor.encode(value), bytes(data), f"seed {seed}")

    def test_names_the_head_that_offends(self):
        nested = b"\x81" * 16 + b"\x00"
        for text, offset in (
                ("", 0), ("19 01", 2), ("43 01 02", 3), ("82 01", 2), ("00 00", 1),
                ("18 17", 0), ("19 00ff", 0), ("1a 0000ffff", 0), ("1b 00000000ffffffff", 0),
                ("3b 8000000000000000", 0), ("81 c0 00", 1), ("81 f9 0000", 1), ("f7", 0),
                ("f8 18", 0), ("ff", 0), ("81 9f ff", 1), ("82 00 61 ff", 2), ("1c", 0),
                ("a2 00 00 00 00", 3), ("a2 01 00 00 00", 3), ("a1 20 00", 1), ("a1 40 00", 1),
                ("a2 61 61 00 00 00", 4), ("a1 f5 00", 1), (nested.hex(), 16)):
            with self.assertRaises(cbor.Malformed, msg=text) as caught:
                cbor.decode(bytes.fromhex(text))
            self.assertEqual(caught.exception.offset, offset, text)

    def test_sixteen_levels_are_allowed(self):
        data = b"\x81" * 15 + b"\x00"
        self.assertEqual(cbor.encode(cbor.decode(data)), data)

    def test_keys_are_in_the_order_of_their_encoding(self):
        # Bytewise, not the length-first order of RFC 7049: 256 before the one-letter text.
        self.assertEqual(cbor.encode({"a": 1, 256: 2, 10: 3}).hex(), "a30a03190100026161" "01")

    def test_claims_of_a_length_cost_nothing(self):
        for data in ("9b 00ffffffffffffff", "bb 00ffffffffffffff", "5b 00ffffffffffffff"):
            with self.assertRaises(cbor.Malformed):
                cbor.decode(bytes.fromhex(data))


class Names(unittest.TestCase):
    def test_base32_is_lower_case_and_unpadded(self):
        self.assertEqual(names.to_base32(b"foob"), "mzxw6yq")
        self.assertEqual(names.from_base32("mzxw6yq"), b"foob")
        for text in ("MZXW6YQ", "mzxw6yq=", "mzxw6yr", "mzxw6y1", "a"):
            with self.assertRaises(ValueError, msg=text):
                names.from_base32(text)

    def test_points_of_small_order_are_no_names(self):
        for text in ("00" * 32, "01" + "00" * 31, "ff" * 32):
            self.assertFalse(names.is_node_id(bytes.fromhex(text)))


if __name__ == "__main__":
    unittest.main()
