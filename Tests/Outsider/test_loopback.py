"""This program's initiator against its own responder, and what either of them refuses."""
import contextlib
import io
import os
import random
import tempfile
import unittest

import cbor
import joining
import names
import network
import outsider
import session as sessions
import shop
import wire


def run(*words):
    """A command's status, output and complaints."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = outsider.main(list(words))
    return status, out.getvalue(), err.getvalue()


class Loopback(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.random = random.Random(3)
        self.store = shop.Store(self.random)
        self.store.ring(50)
        self.secret = self.random.randbytes(16)
        self.host = shop.Host(self.store, self.secret)
        self.addCleanup(self.host.close)
        self.line = self.store.line(self.secret, self.host.address)

    def path(self, name):
        return os.path.join(self.folder, name)

    def join(self):
        return run("join", self.line.text(), "--out", self.path("me"))

    def fetch(self):
        return run("fetch", self.host.address, "--from", self.path("me"), "--out",
                   self.path("export"), "--within", "20")

    def test_joins_and_fetches_all_logs(self):
        self.assertEqual(self.join()[0], 0)
        status, out, err = self.fetch()
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(outsider.read_whole(self.path("export")), shop.export_of(self.store))
        self.assertIn(f"frontier {self.store.logs.frontier_digest().hex()}", out)
        self.assertEqual(self.host.problems, [])

    def test_fetches_more_than_the_credit_it_gives_at_first(self):
        self.store.ring(60, size=100_000)
        self.join()
        self.assertEqual(self.fetch()[0], 0)
        self.assertEqual(outsider.read_whole(self.path("export")), shop.export_of(self.store))

    def test_fetches_a_forked_log(self):
        trunk = self.store.facts.last
        self.store.ring(3)
        first = self.store.facts.last
        for at in range(4):
            self.store.facts.append(101, {0: at}, after=trunk if at == 0 else None)
        self.store.facts.append(102, {0: "a branch of the branch"}, after=first)
        self.store.facts.append(103, {0: "another"}, after=first)
        self.join()
        status, out, err = self.fetch()
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(outsider.read_whole(self.path("export")), shop.export_of(self.store))
        self.assertEqual(out.count(f"{self.store.scope.hex()}/"), 3)

    def test_does_not_ask_for_a_strangers_log(self):
        stranger = names.Identity(self.random.randbytes(32))
        known = shop.export_of(self.store)
        shop.Pen(self.store.logs, stranger, self.store.scope)
        self.join()
        self.assertEqual(self.fetch()[0], 0)
        data = outsider.read_whole(self.path("export"))
        self.assertNotIn(stranger.node, data)
        self.assertGreater(len(data), len(known), "the own enrolment came beside what was there")

    def test_refuses_another_responder_before_naming_itself(self):
        line = self.store.line(self.secret, self.host.address)
        line.inviter = self.store.root.node
        status, _, err = run("join", line.text(), "--out", self.path("me"))
        self.assertEqual(status, 1)
        self.assertIn("another node answers", err)

    def test_gets_no_answer_with_a_wrong_secret(self):
        line = self.store.line(bytes(16), self.host.address)
        status, _, err = run("join", line.text(), "--out", self.path("me"))
        self.assertEqual(status, 1)
        self.assertIn("closed the connection", err)

    def test_a_stranger_with_the_mesh_key_is_told_to_go(self):
        self.join()
        stranger = names.Identity(self.random.randbytes(32))
        outsider.write_whole(self.path("me/identity"), stranger.seed)
        status, _, err = self.fetch()
        self.assertEqual(status, 1)
        self.assertIn(f"bye {sessions.BAD_CREDENTIAL}", err)

    def test_notices_a_changed_operation_on_the_way(self):
        self.join()
        operation = self.store.facts.last
        operation.payload = operation.payload[:-1] + bytes([operation.payload[-1] ^ 1])
        status, _, err = self.fetch()
        self.assertEqual(status, 1)
        self.assertIn("signature doesn't verify", err)

    def test_channels_end_at_a_mangled_message(self):
        first = wire.Channel(True, self.store.root, [self.store.mesh_key])
        second = wire.Channel(False, self.store.steward, [self.store.mesh_key])
        answer = second.add(first.start())
        second.add(first.add(answer))
        self.assertTrue(first.is_open() and second.is_open())
        for size in (1, 65_519, 65_520, 200_000):
            data = self.random.randbytes(size)
            second.add(first.seal(data))
            self.assertEqual(second.take_plaintext(), data)
        sealed = bytearray(first.seal(b"something"))
        sealed[-1] ^= 1
        with self.assertRaises(wire.Broken):
            second.add(bytes(sealed))

    def test_channels_change_their_keys_on_the_way(self):
        first = wire.Channel(True, self.store.root, [self.store.mesh_key])
        second = wire.Channel(False, self.store.steward, [self.store.mesh_key])
        second.add(first.add(second.add(first.start())))
        first.sent_count = second.received_count = wire.MESSAGES_PER_KEY - 1
        key = first.sender.key
        for text in (b"the last under the old key", b"the first under the new one"):
            second.add(first.seal(text))
            self.assertEqual(second.take_plaintext(), text)
        self.assertNotEqual(first.sender.key, key)
        self.assertEqual(first.sender.nonce, 2, "the nonce counts on")


class Lines(unittest.TestCase):
    def test_an_invitation_reads_back_and_a_changed_one_does_not(self):
        store = shop.Store(random.Random(4))
        line = store.line(bytes(range(16)), "[::1]:4711")
        read = joining.read_line(line.text())
        self.assertEqual(vars(read), vars(line))
        for text in (line.text()[:-1], line.text().upper(), line.text() + "a",
                     "tillmesh1:" + names.to_base32(cbor.encode([1, 2])), "tillmesh2:aa"):
            with self.assertRaises(outsider.credentials.Refused):
                joining.read_line(text)


class Frames(unittest.TestCase):
    def frames(self):
        frames = wire.Frames(wire.BEFORE_HELLO_BYTES_MAX, may_compress=False)
        frames.allow_all()
        return frames

    def test_a_compressed_frame_comes_in_any_pieces(self):
        value = ["much of the same"] * 1000
        for flags in (wire.COMPRESSED, wire.COMPRESSED | wire.WITH_DICTIONARY):
            data, sent = wire.frame(wire.OPS, value, flags)
            frames = self.frames()
            for byte in data[:-1]:
                frames.add(bytes([byte]))
                self.assertIsNone(frames.next())
            frames.add(data[-1:])
            self.assertEqual(frames.next(), (wire.OPS, cbor.encode(value), sent))

    def test_frames_that_break_the_rules(self):
        bomb = wire.zstandard.ZstdCompressor().compress(bytes(names.FRAME_BYTES_MAX + 1))
        small = wire.zstandard.ZstdCompressor().compress(b"content")
        unsized = wire.zstandard.ZstdCompressor(write_content_size=False).compress(b"content")
        both = wire.COMPRESSED | wire.WITH_DICTIONARY
        other = wire.frame(wire.OPS, [], both)[0][wire.FRAME_HEAD_BYTES:]
        for flags, body in ((1, other), (1, bomb), (1, small + b"\0"), (1, small[:-1]),
                            (1, unsized), (1, b"no zstd"), (2, small), (3, small), (4, small)):
            frames = self.frames()
            frames.add(bytes([wire.OPS, flags]) + len(body).to_bytes(4, "big") + body)
            with self.assertRaises(wire.Broken):
                frames.next()
        frames = self.frames()
        frames.add(bytes([wire.OPS, 0]) + (names.FRAME_BYTES_MAX + 1).to_bytes(4, "big"))
        with self.assertRaises(wire.Broken):
            frames.next()
        early = wire.Frames(wire.BEFORE_HELLO_BYTES_MAX, may_compress=False)
        early.add(wire.frame(wire.HELLO, {}, wire.COMPRESSED)[0])
        with self.assertRaises(wire.Broken):
            early.next()

    def test_an_unknown_type_is_skipped_unread(self):
        store = shop.Store(random.Random(5))
        session = sessions.Session(store.member(store.steward, store.enrolled), False, bytes(32))
        session.receive(99, b"\xff no CBOR", 9)
        self.assertEqual(session.take_out(), [])


if __name__ == "__main__":
    unittest.main()
