"""Who may write: the rules of section 4 on stores that this program makes itself."""
import random
import unittest

import names
import segments
import shop
from members import Membership
from operations import Fault, Log


class Rules(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(7)
        self.store = shop.Store(self.random)

    def identity(self):
        return names.Identity(self.random.randbytes(32))

    def membership(self):
        return Membership(self.store.root.node, self.store.logs)

    def lane(self, roles=(2,), by=None):
        """A lane that wrote three facts, with its pen."""
        identity = self.identity()
        self.store.enrol(by or self.store.steward_pen, identity.node, 5, list(roles))
        pen = shop.Pen(self.store.logs, identity, self.store.scope)
        for at in range(3):
            pen.append(100, {0: at})
        return pen

    def revoke(self, pen, node, points):
        return pen.append(names.REVOKED, {
            0: node, 1: [[list(point.log), point.seq, point.hash] for point in points], 2: "lost"})

    def cut(self):
        return [(operation.author, operation.seq)
                for operation in self.membership().set_aside()]

    def test_a_lane_that_a_steward_enrolled_may_write(self):
        self.lane()
        self.membership().check()

    def test_nobody_else_may(self):
        shop.Pen(self.store.logs, self.identity(), self.store.scope)
        with self.assertRaises(Fault):
            self.membership().check()

    def test_a_lane_enrols_nobody(self):
        lane = self.lane()
        control = shop.Pen(self.store.logs, lane.identity, self.store.control)
        self.lane(by=control)
        with self.assertRaises(Fault):
            self.membership().check()

    def test_a_steward_enrols_no_steward(self):
        self.lane(roles=(1, 2))
        with self.assertRaises(Fault):
            self.membership().check()

    def test_an_observer_writes_to_the_control_scope_only(self):
        observer = self.identity()
        self.store.enrol(self.store.steward_pen, observer.node, 0, [5])
        shop.Pen(self.store.logs, observer, self.store.control)
        self.membership().check()
        shop.Pen(self.store.logs, observer, self.store.scope)
        with self.assertRaises(Fault):
            self.membership().check()

    def test_an_enrolment_outside_a_control_scope_counts_nothing(self):
        self.lane(by=self.store.facts)
        with self.assertRaises(Fault):
            self.membership().check()

    def test_what_stands_above_a_cut_does_not_count(self):
        lane = self.lane()
        point = lane.last
        lane.append(100, {0: "above"})
        self.revoke(self.store.steward_pen, lane.identity.node, [point])
        self.membership().check()
        self.assertEqual(self.cut(), [(lane.identity.node, point.seq + 1)])

    def test_a_cut_selects_its_branch(self):
        lane = self.lane()
        trunk = lane.last
        point = lane.append(100, {0: "this branch"})
        other = lane.append(100, {0: "the other"}, after=trunk)
        self.revoke(self.store.steward_pen, lane.identity.node, [point])
        self.assertEqual([operation.hash for operation in self.membership().set_aside()],
                         [other.hash])

    def test_a_log_that_a_revocation_does_not_list_is_cut_at_its_start(self):
        lane = self.lane()
        self.revoke(self.store.steward_pen, lane.identity.node, [])
        self.assertEqual(self.cut(), [(lane.identity.node, seq) for seq in (1, 2, 3, 4)])

    def test_the_highest_rank_decides_the_cut(self):
        lane = self.lane()
        self.revoke(self.store.steward_pen, lane.identity.node, [])
        self.revoke(self.store.root_pen, lane.identity.node, [lane.last])
        self.assertEqual(self.cut(), [])

    def test_what_a_revoked_steward_enrolled_above_the_cut_falls(self):
        point = self.store.steward_pen.last
        self.lane()
        self.revoke(self.store.root_pen, self.store.steward.node,
                    [point, self.store.facts.last])
        with self.assertRaises(Fault):
            self.membership().check()

    def test_a_lane_revokes_nobody(self):
        lane, victim = self.lane(), self.lane()
        control = shop.Pen(self.store.logs, lane.identity, self.store.control)
        self.revoke(control, victim.identity.node, [])
        self.assertEqual(self.cut(), [])

    def test_a_rotated_node_hands_on_what_it_may(self):
        lane, new = self.lane(), self.identity()
        control = shop.Pen(self.store.logs, lane.identity, self.store.control)
        message = names.padded("tillmesh-rota-v1") + lane.identity.node + new.node
        control.append(names.ROTATED, {0: new.node, 1: new.sign(message)})
        shop.Pen(self.store.logs, new, self.store.scope)
        self.membership().check()
        self.revoke(self.store.steward_pen, lane.identity.node, [lane.last])
        self.assertIn((new.node, 1), self.cut(), "the rotation stood above the cut")

    def test_a_rotation_that_the_new_key_did_not_sign_is_none(self):
        lane, new = self.lane(), self.identity()
        control = shop.Pen(self.store.logs, lane.identity, self.store.control)
        control.append(names.ROTATED, {0: new.node, 1: bytes(64)})
        shop.Pen(self.store.logs, new, self.store.scope)
        with self.assertRaises(Fault):
            self.membership().check()


class Segments(unittest.TestCase):
    def test_runs_read_back_to_the_same_log(self):
        for seed in range(20):
            random_ = random.Random(seed)
            store = shop.Store(random_)
            store.ring(40, size=5_000)
            log = store.logs.by_id[store.facts.log]
            found = Log(log.log)
            for run in segments.runs(log.walk(names.ZERO_HASH)):
                segment = segments.encode(run, list(log.log))
                segments.store(found, segments.operations_of(segment, log.log))
            self.assertEqual(found.heads(), log.heads())
            self.assertEqual(list(found.operations), list(log.operations))

    def test_what_a_segment_may_not_be(self):
        store = shop.Store(random.Random(1))
        store.ring(3)
        log = store.logs.by_id[store.facts.log]
        good = segments.encode(list(log.walk(names.ZERO_HASH)), list(log.log))
        segments.operations_of(good, log.log)
        wrong = [good[:5], [*good[:2], 2, *good[3:]], [*good[:3], bytes([1]) * 32, *good[4:]],
                 [*good[:4], [], good[5]], [*good[:4], good[4][:-1], good[5]],
                 [*good[:5], bytes(64)], [*good[:4], good[4] + [[0, 100, b""]], good[5]],
                 [*good[:4], [[2**64 - 1, 1, b""], [1, 1, b""]], good[5]], [0, *good[1:]],
                 [2, *good[1:]]]
        for segment in wrong:
            with self.assertRaises(Fault):
                segments.operations_of(segment, log.log)

    def test_a_run_on_something_unknown_is_not_stored(self):
        store = shop.Store(random.Random(2))
        store.ring(3)
        log = store.logs.by_id[store.facts.log]
        with self.assertRaises(Fault):
            segments.store(Log(log.log), list(log.walk(names.ZERO_HASH))[1:])


if __name__ == "__main__":
    unittest.main()
