import CRDT
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore
import TestSupport
import Testing

/// Operations that were forgotten and come back, as something changed what they are worth.
@Suite struct RestoreTests {
    /// A shop that forgets what a lane wrote, that lane, and a node that forgets nothing.
    struct Trio {
        var shop: Shop
        var lane: NewLane
        var whole: NewLane
        let own: LogID
        /// All that the lane wrote.
        var all: [SignedOperation] = []

        init(_ seed: UInt64, sold: Int, _ random: inout SplitMix64) throws {
            shop = try PruneTests.shop(seed, &random)
            lane = try NewLane(in: &shop, &random)
            whole = try NewLane(in: &shop, &random)
            own = lane.place.log(in: shop.seed.scope)
            for number in 0..<sold {
                try lane.sell([PruneTests.fact(60 + UInt32(number), &random)])
            }
            try PruneTests.give(lane, to: &shop)
            all = try lane.disk.operations(of: own, from: 1, limit: .max)
        }

        mutating func prune(through seq: UInt64, limit: Int = 7) throws -> UInt64 {
            try PruneTests.prune(&shop.replica, shop.disk, own, through: seq, limit: limit)
        }

        /// The lane is revoked; of what it wrote everything up to a sequence counts.
        mutating func cut(at seq: UInt64) throws {
            let cuts = all.filter { $0.operation.seq == seq }.map { OperationID($0.head, of: own) }
            try shop.decide(
                .memberRevoked,
                MemberRevoked(node: own.author, cuts: cuts, reason: "stolen").encoded(),
                in: shop.seed.scope.control)
        }

        /// The power goes, and comes back.
        mutating func restart() throws {
            shop.disk.crash()
            shop.replica = try shop.replica.reread(from: shop.disk)
        }

        /// What ends where the lane's log begins, of some length.
        func run(_ length: Int) -> [SignedOperation] {
            let end = shop.replica.start(of: own)?.anchor.seq ?? 0
            return Array(all.filter { $0.operation.seq <= end }.suffix(length))
        }

        /// Takes a step back into the past; false where nothing came back.
        mutating func restore(_ run: [SignedOperation], limit: Int) throws -> Bool {
            guard let commit = try shop.replica.restore(run, limit: limit, store: shop.disk) else {
                return false
            }
            try shop.disk.apply(commit.transaction)
            shop.replica.confirm(commit)
            return true
        }

        /// Something that an earlier program didn't name changes what was forgotten.
        mutating func wantAll() throws {
            var transaction = Transaction()
            transaction.local = [LocalWrite(.counter, key: Array("below".utf8), value: [1])]
            try shop.disk.apply(transaction)
            try restart()
        }

        mutating func restoreAll() throws {
            while try restore(all, limit: 5) {}
        }

        /// All that both have, in both, and nothing left to look at again; of a log that forked
        /// both have all already.
        mutating func meet() throws {
            for segment in try Self.segments(shop.replica, shop.disk) {
                try whole.ingest(segment)
            }
            for segment in try SegmentCutter.cut(all) { try whole.ingest(segment) }
            for segment in try Self.segments(whole.replica, whole.disk) {
                try shop.ingest(segment)
            }
            try recount()
        }

        private static func segments(_ replica: Replica, _ disk: MemoryStore) throws -> [Segment] {
            let logs = replica.frontier.logs.filter { replica.frontier[$0].count == 1 }
            return try logs.flatMap {
                try SegmentCutter.cut(disk.operations(of: $0, from: 1, limit: .max))
            }
        }

        mutating func recount() throws {
            while let commit = try shop.replica.recount(limit: 9, store: shop.disk) {
                try shop.disk.apply(commit.transaction)
                shop.replica.confirm(commit)
            }
            while let commit = try whole.replica.recount(store: whole.disk) {
                try whole.apply(commit)
            }
        }

        func isOne(_ comment: Comment) throws {
            #expect(shop.replica.isSettled && whole.replica.isSettled, comment)
            #expect(shop.replica.frontierDigest == whole.replica.frontierDigest, comment)
            #expect(shop.replica.stateDigest == whole.replica.stateDigest, comment)
            let scanned = try PruneTests.scanned(shop.disk)
            #expect(scanned.entries == shop.replica.sums.entries, comment)
            let again = try shop.replica.reread(from: shop.disk)
            #expect(again.stateDigest == shop.replica.stateDigest && again.isSettled, comment)
            #expect(again.operationCount == shop.replica.operationCount, comment)
        }
    }

    /// The law: who forgot, took back and looked again comes to the state of who never forgot,
    /// however large the steps, whatever happens in between and wherever the power goes.
    @Test(arguments: UInt64(0)..<60)
    func `what was forgotten comes back, and a cut below applies to it`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let sold = 12 + Int(random.next() % 30)
        var trio = try Trio(seed, sold: sold, &random)
        let gone = try trio.prune(through: 2 + random.next() % UInt64(sold - 2))
        let cut = random.next() % gone
        try trio.cut(at: cut)
        // The operation at the cut is looked at again, too.
        let lowest = max(cut, 1)
        #expect(trio.shop.replica.wantedPast == [trio.own: lowest], "seed \(seed)")
        #expect(trio.shop.replica.wantedPastCount == gone - lowest + 1)
        var number: UInt32 = 300
        while trio.shop.replica.reachesBelow {
            let before = trio.shop.replica.wantedPastCount
            let run = trio.run(2 + Int(random.next() % 12))
            while try trio.restore(run, limit: 1 + Int(random.next() % 6)) {
                if random.next() % 4 == 0 { try trio.restart() }
            }
            #expect(trio.shop.replica.wantedPastCount < before, "seed \(seed)")
            number += 1
            // It sells on all the while.
            _ = try trio.shop.commit([PruneTests.fact(number, &random)])
        }
        #expect(trio.shop.replica.start(of: trio.own)?.anchor.seq ?? 0 == lowest - 1)
        if random.next() % 2 == 0 { try trio.restart() }
        try trio.meet()
        try trio.isOne("seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<20)
    func `once all is back nothing is left of the base`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var trio = try Trio(seed, sold: 20, &random)
        let rows = trio.shop.disk.allRows
        _ = try trio.prune(through: 1 + random.next() % 20)
        try trio.wantAll()
        try trio.restoreAll()
        #expect(trio.shop.disk.baseRows.isEmpty, "seed \(seed)")
        #expect(trio.shop.disk.allRows == rows, "seed \(seed)")
        let summary = try trio.shop.disk.summary()
        #expect(summary.starts.isEmpty && summary.baseSums.allSatisfy { $0.count == 0 })
        #expect(summary.baseSums.allSatisfy { $0.sum == .zero })
        try trio.meet()
        try trio.isOne("seed \(seed)")
    }

    /// An old machine with a copy of the lane's disk rings the same contents in a life of its own.
    @Test(arguments: UInt64(0)..<30)
    func `a claim that comes before a forgotten one gets its rows once that is back`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var trio = try Trio(seed, sold: 0, &random)
        let copies = [trio.lane.disk.clone(), trio.lane.disk.clone()]
        let facts = (0..<12).map { PruneTests.fact(60 + UInt32($0), &random) }
        for fact in facts { try trio.lane.sell([fact]) }
        try PruneTests.give(trio.lane, to: &trio.shop)
        trio.all = try trio.lane.disk.operations(of: trio.own, from: 1, limit: .max)
        _ = try trio.prune(through: 9 + random.next() % 4)
        for copy in copies {
            let life = Incarnation(random.bytes8())
            try Self.ringAgain(facts.shuffled(using: &random), on: copy, as: life, &trio)
        }
        if random.next() % 2 == 0 { try trio.restart() }
        #expect(trio.shop.replica.wantedPast.keys.allSatisfy { $0 == trio.own })
        // Of two dozen claims some come before those that were forgotten.
        #expect(trio.shop.replica.reachesBelow, "seed \(seed)")
        try trio.restoreAll()
        #expect(!trio.shop.replica.reachesBelow)
        try trio.meet()
        try trio.isOne("seed \(seed)")
    }

    private static func ringAgain(
        _ facts: [Fact], on disk: MemoryStore, as life: Incarnation, _ trio: inout Trio
    ) throws {
        let before = try Replica(trio.lane.place, identity: trio.lane.identity, store: disk)
        var (replica, opening) = try before.reopened(
            as: life, reason: "copy", now: Shop.start, store: disk)
        try disk.apply(opening.transaction)
        replica.confirm(opening)
        for fact in facts {
            let commit = try replica.commit([fact], now: Shop.start, signing: .last, store: disk)
            try disk.apply(commit.transaction)
            replica.confirm(commit)
        }
        for log in replica.frontier.logs where log.incarnation == life {
            for segment in try SegmentCutter.cut(disk.operations(of: log, from: 1, limit: .max)) {
                try trio.shop.ingest(segment)
                try trio.whole.ingest(segment)
            }
        }
    }

    /// A cloned disk that comes back after what it shares was forgotten.
    @Test(arguments: UInt64(0)..<30)
    func `a branch that leaves a log among what was forgotten is stored once that is back`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var trio = try Trio(seed, sold: 3 + Int(random.next() % 8), &random)
        let copy = trio.lane.disk.clone()
        var clone = try Replica(trio.lane.place, identity: trio.lane.identity, store: copy)
        for number in UInt32(80)..<100 { try trio.lane.sell([PruneTests.fact(number, &random)]) }
        try PruneTests.give(trio.lane, to: &trio.shop)
        trio.all = try trio.lane.disk.operations(of: trio.own, from: 1, limit: .max)
        let gone = try trio.prune(through: 14 + random.next() % 4)
        // It ends among what was forgotten, or above it.
        for number in 0..<UInt32(1 + random.next() % 20) {
            let commit = try clone.commit(
                [PruneTests.fact(110 + number, &random)], now: Shop.start, signing: .last,
                store: copy)
            try copy.apply(commit.transaction)
            clone.confirm(commit)
        }
        let branch = try SegmentCutter.cut(copy.operations(of: trio.own, from: 1, limit: .max))
        var rounds = 0
        repeat {
            rounds += 1
            for segment in branch { try trio.ingest(segment) }
            try trio.restoreAll()
        } while try !trio.holds(copy, clone) && rounds < 40
        #expect(rounds > 1 && gone > 0)
        #expect(try trio.holds(copy, clone), "seed \(seed)")
        for segment in branch { try trio.whole.ingest(segment) }
        try trio.meet()
        #expect(trio.shop.replica.membership.forkedLogs == [trio.own], "seed \(seed)")
        try trio.isOne("seed \(seed)")
    }

    @Test func `what isn't below a log's beginning, or isn't wanted, changes nothing`() throws {
        var random = SplitMix64(seed: 4)
        var trio = try Trio(4, sold: 20, &random)
        _ = try trio.prune(through: 12)
        #expect(try !trio.restore(trio.all, limit: 5))
        try trio.cut(at: 3)
        #expect(try !trio.restore([], limit: 5))
        #expect(try !trio.restore(Array(trio.all[4..<11]), limit: 5))
        #expect(try !trio.restore(Array(trio.all[12...]), limit: 5))
        // The anchor alone: what stands before it isn't known from it.
        #expect(try !trio.restore([trio.all[11]], limit: 5))
        // Behind a gap nothing is chained.
        let gap = Array(trio.all[0..<8] + trio.all[9..<12])
        while try trio.restore(gap, limit: 5) {}
        #expect(trio.shop.replica.start(of: trio.own)?.anchor.seq == 10)
        try trio.restoreAll()
        #expect(trio.shop.replica.start(of: trio.own)?.anchor.seq == 2)
        #expect(try !trio.restore(trio.all, limit: 5))
    }

    @Test(arguments: UInt64(0)..<20)
    func `what came back is forgotten again up to what a cut left out`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var trio = try Trio(seed, sold: 24, &random)
        _ = try trio.prune(through: 18)
        let cut = 6 + random.next() % 8
        try trio.cut(at: cut)
        try trio.restoreAll()
        try trio.meet()
        _ = try trio.prune(through: 18, limit: 4)
        #expect(trio.shop.replica.start(of: trio.own)?.anchor.seq == cut, "seed \(seed)")
        try trio.isOne("seed \(seed)")
    }

    /// A wish of an earlier program said no more than that something is wanted.
    @Test func `where it isn't known what is wanted, all that was forgotten is`() throws {
        var random = SplitMix64(seed: 9)
        var trio = try Trio(9, sold: 20, &random)
        _ = try trio.prune(through: 12)
        try trio.wantAll()
        #expect(trio.shop.replica.wantedPast == [trio.own: 1])
        try trio.restoreAll()
        try trio.meet()
        try trio.isOne("all")
    }
}

extension RestoreTests.Trio {
    /// Takes a segment in as a shell would.
    fileprivate mutating func ingest(_ segment: Segment) throws {
        switch try shop.replica.ingest(segment, now: Shop.start, store: shop.disk) {
        case .new(let commit, _), .belowStart(let commit?), .alreadyHad(let commit?):
            try shop.disk.apply(commit.transaction)
            shop.replica.confirm(commit)
        case .belowStart(nil), .alreadyHad(nil), .gap, .unknownPrev, .refused, .stranger: return
        }
    }

    /// Whether the shop has all of a copy's branch.
    fileprivate func holds(_ copy: MemoryStore, _ clone: Replica) throws -> Bool {
        guard let head = clone.head else { return false }
        return try shop.disk.operation(head.hash) != nil
    }
}
