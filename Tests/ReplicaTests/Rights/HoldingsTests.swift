import CRDT
import Encoding
import Replica
import Replication
import TestSupport
import Testing

@Suite struct HoldingsTests {
    static func log(_ author: UInt64, life: UInt64 = 1) -> LogID {
        LogID(
            scope: ScopeID(Bytes16(words: [7, 7])), author: NodeID(Bytes32(0, 0, 0, author)),
            incarnation: Incarnation(Bytes8(words: [life])))
    }

    static func request(_ number: UInt64) -> Bytes16 { Bytes16(words: [9, number]) }

    private static func entry(
        _ log: LogID, _ seq: UInt64, _ change: RightsEntry.Change, hash: UInt64 = 0
    ) -> RightsEntry {
        let hash = Bytes32(hash, seq, UInt64(log.author.key.bytes[31]), 1)
        return RightsEntry(OperationID(log: log, seq: seq, hash: hash), change)
    }

    /// The counter of the papers is the oracle: whatever it allows, the fold says the same of.
    @Test(arguments: UInt64(0)..<30)
    func `what logs hold is what the bounded counter says`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var oracle = BoundedCounter()
        var entries: [RightsEntry] = []
        for step in UInt64(1)...200 {
            let log = Self.log(UInt64.random(in: 1...4, using: &random))
            let other = Self.log(UInt64.random(in: 1...4, using: &random))
            let amount = UInt64.random(in: 1...30, using: &random)
            let operation = Self.entry(log, step, .made(amount))
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                try oracle.issue(amount, to: log)
                entries.append(operation)
            case 1 where amount <= oracle.rights(of: log):
                try oracle.spend(amount, at: log)
                entries.append(Self.entry(log, step, .spent(amount)))
            case 2 where amount <= oracle.rights(of: log):
                let id = BoundedCounter.GrantID(
                    from: log, point: LogPoint(seq: step, hash: operation.hash))
                let request = Self.request(step)
                try oracle.grant(id, .init(to: other, amount: amount, request: request))
                try oracle.credit(id)
                entries.append(
                    Self.entry(log, step, .granted(amount, to: other, request: request)))
            default: continue
            }
            oracle.checkInvariants()
            let found = Holdings(entries.shuffled(using: &random))
            #expect(found.balance == oracle.balance)
            for author in UInt64(1)...4 {
                let log = Self.log(author)
                #expect(found.rights(of: log) == oracle.rights(of: log))
            }
            #expect(found.overdrawn.isEmpty)
        }
    }

    @Test func `a request that a log granted twice counts once`() {
        let (a, b, c) = (Self.log(1), Self.log(2), Self.log(3))
        let entries = [
            Self.entry(a, 1, .made(10)),
            Self.entry(a, 3, .granted(4, to: c, request: Self.request(1))),
            Self.entry(a, 2, .granted(4, to: b, request: Self.request(1))),
            // Another log may use the same id.
            Self.entry(b, 2, .granted(1, to: c, request: Self.request(1))),
        ]
        let found = Holdings(entries)
        #expect([a, b, c].map(found.rights) == [6, 3, 1])
        #expect(found.hasGranted(Self.request(1), in: a))
        #expect(!found.hasGranted(Self.request(1), in: c))
    }

    @Test func `a log that spent more than it held is listed, and the spend counts`() {
        let (a, b) = (Self.log(1), Self.log(2))
        let found = Holdings([Self.entry(a, 1, .made(3)), Self.entry(b, 1, .spent(2))])
        #expect(found.overdrawn == [.init(log: b, amount: 2)])
        #expect(found.balance == 1)
        #expect(found.rights(of: a) == 3)
        #expect(found.rights(of: b) == 0)
    }

    @Test func `what an ended log held at its end goes where the smallest hash says`() {
        let (old, new, other) = (Self.log(1), Self.log(1, life: 2), Self.log(2))
        let entries = [
            Self.entry(old, 2, .made(10)),
            Self.entry(old, 3, .spent(4)),
            // Behind its end: it counts, and it isn't what the new log was given.
            Self.entry(old, 9, .spent(2)),
            Self.entry(other, 5, .settled(old, amount: nil, to: other), hash: 2),
            Self.entry(other, 6, .settled(old, amount: nil, to: new), hash: 1),
        ]
        let found = Holdings(entries, ends: [old: 5])
        #expect(found.rights(of: new) == 6)
        #expect(found.rights(of: other) == 0)
        #expect(found.overdrawn == [.init(log: old, amount: 2)])
        #expect(found.balance == 4)
        // A log that goes on isn't settled.
        #expect(Holdings(entries).rights(of: new) == 0)
    }

    @Test func `settlements follow each other, burn, and never run in a circle`() {
        let (a, b, c) = (Self.log(1), Self.log(2), Self.log(3))
        let made = Self.entry(a, 1, .made(10))
        let chain = [
            made, Self.entry(c, 1, .settled(a, amount: 7, to: b), hash: 5),
            Self.entry(c, 2, .settled(b, amount: nil, to: nil), hash: 1),
        ]
        let burned = Holdings(chain, ends: [a: 1, b: 1])
        #expect([a, b, c].map(burned.rights) == [3, 0, 0])
        #expect(burned.balance == 3)
        let circle = [
            made, Self.entry(c, 1, .settled(a, amount: nil, to: b), hash: 5),
            Self.entry(c, 2, .settled(b, amount: nil, to: a), hash: 1),
        ]
        for order in [circle, circle.reversed()] {
            let found = Holdings(order, ends: [a: 1, b: 1])
            #expect(found.balance == 10)
            #expect([a, b].map(found.rights) == [10, 0])
        }
    }

    @Test func `no amounts make it stop`() {
        let (a, b) = (Self.log(1), Self.log(2))
        let found = Holdings([
            Self.entry(a, 1, .made(.max)), Self.entry(a, 2, .made(.max)),
            Self.entry(b, 1, .spent(.max)), Self.entry(b, 2, .spent(.max)),
            Self.entry(b, 3, .spent(.max)),
        ])
        #expect(found.rights(of: a) == .max)
        #expect(found.balance == 0)
        #expect(found.overdrawn == [.init(log: b, amount: .max)])
    }
}
