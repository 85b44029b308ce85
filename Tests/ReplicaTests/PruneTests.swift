import CRDT
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore
import TestSupport
import Testing

@Suite struct PruneTests {
    static let later = Shop.start + 1_000

    /// A shop in whose log stand facts of every kind of row, each content once.
    static func shop(_ seed: UInt64, _ random: inout SplitMix64) throws -> Shop {
        var shop = try Shop(seed: seed)
        for number in 0..<24 { _ = try shop.commit([fact(UInt32(number), &random)]) }
        return shop
    }

    static func fact(_ number: UInt32, _ random: inout SplitMix64) -> Fact {
        switch random.next() % 3 {
        case 0:
            Facts.setting(
                UInt64(number), version: random.next() % 4, value: UInt8(random.next() % 9))
        case 1:
            Facts.stock(
                UInt64(number), item: "A-\(random.next() % 3)",
                change: Int64(random.next() % 9000) - 4500)
        default:
            .receiptCompleted(
                .modelSale(
                    number: number, drawer: ContentID(Bytes16(words: [5, 5])),
                    person: Facts.person, time: Instant(milliseconds: Int64(Shop.start)),
                    using: &random))
        }
    }

    /// Prunes up to a sequence, in steps; the number of operations that went.
    @discardableResult
    static func prune(
        _ replica: inout Replica, _ disk: MemoryStore, _ log: LogID, through seq: UInt64,
        limit: Int
    ) throws -> UInt64 {
        let before = replica.operationCount
        while let commit = try replica.prune(
            log, through: seq, keptFrom: later, limit: limit, store: disk)
        {
            try disk.apply(commit.transaction)
            replica.confirm(commit)
        }
        return before - replica.operationCount
    }

    static func scanned(_ disk: MemoryStore) throws -> Sums {
        var sums = Sums(try disk.summary().baseSums)
        for row in disk.allRows { sums.insert(row) }
        return sums
    }

    @Test(arguments: UInt64(0)..<40)
    func `pruning leaves digest and sums, and rows with the base come to them`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var shop = try Self.shop(seed, &random)
        let log = shop.replica.place.log(in: shop.seed.scope)
        let (digest, sums) = (shop.replica.stateDigest, shop.replica.sums)
        let rows = shop.disk.allRows.count
        let seq = 2 + random.next() % 22
        let gone = try Self.prune(
            &shop.replica, shop.disk, log, through: seq, limit: 1 + Int(random.next() % 9))
        #expect(gone == seq)
        #expect(shop.replica.stateDigest == digest)
        #expect(shop.replica.sums == sums)
        #expect(try Self.scanned(shop.disk).entries == sums.entries)
        #expect(
            try shop.disk.operations(of: log, from: 1, limit: 1).first?.operation.seq == seq + 1)
        let took = try shop.disk.summary().baseSums.map(\.count).reduce(0, +)
        #expect(UInt64(rows - shop.disk.allRows.count) == took)
        let again = try shop.replica.reread(from: shop.disk)
        #expect(again.stateDigest == digest && again.isSettled)
        #expect(again.start(of: log) == shop.replica.start(of: log))
        #expect(again.operationCount == shop.replica.operationCount)
        #expect(try again.currentLog(of: log.author, store: shop.disk) == log)
    }

    /// The law of retention: who pruned and who didn't come to the same state from the same
    /// operations, whatever came before and whatever comes after, in whatever order.
    @Test(arguments: UInt64(0)..<40)
    func `a pruned node and a whole one come to the same state`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var shop = try Self.shop(seed, &random)
        var lane = try NewLane(in: &shop, &random)
        for segment in try shop.segments() { try lane.ingest(segment) }
        let log = shop.replica.place.log(in: shop.seed.scope)
        for round in UInt32(0)..<6 {
            let seq = random.next() % 30
            if random.next() % 2 == 0 {
                try Self.prune(&lane.replica, lane.disk, log, through: seq, limit: 5)
            } else {
                try Self.prune(&shop.replica, shop.disk, log, through: seq, limit: 3)
            }
            if random.next() % 3 == 0 { try lane.restart() }
            let number = 100 + 10 * round
            _ = try shop.commit([Self.fact(number, &random), Self.fact(number + 1, &random)])
            try lane.sell([Self.fact(number + 2, &random)])
            // From a beginning that one of them may not have any more.
            for segment in try shop.segments() { try lane.ingest(segment) }
            try Self.give(lane, to: &shop)
            #expect(lane.replica.stateDigest == shop.replica.stateDigest)
            #expect(lane.replica.frontierDigest == shop.replica.frontierDigest)
            #expect(!lane.replica.reachesBelow && !shop.replica.reachesBelow)
        }
        #expect(try Self.scanned(lane.disk).entries == lane.replica.sums.entries)
        #expect(try Self.scanned(shop.disk).entries == shop.replica.sums.entries)
    }

    static func give(_ lane: NewLane, to shop: inout Shop) throws {
        for log in lane.replica.frontier.logs {
            let held = try lane.disk.operations(of: log, from: 1, limit: .max)
            for segment in try SegmentCutter.cut(held) {
                let found = try shop.replica.ingest(segment, now: Shop.start, store: shop.disk)
                guard case .new(let commit, _) = found else { continue }
                try shop.disk.apply(commit.transaction)
                shop.replica.confirm(commit)
            }
        }
    }

    @Test func `a log keeps its last operation, what is young, and what isn't applied`() throws {
        var random = SplitMix64(seed: 3)
        var shop = try Self.shop(3, &random)
        let log = shop.replica.place.log(in: shop.seed.scope)
        let control = shop.replica.place.log(in: shop.seed.scope.control)
        let store = shop.disk
        #expect(
            try shop.replica.prune(control, through: 99, keptFrom: Self.later, store: store) == nil)
        #expect(
            try shop.replica.prune(log, through: 99, keptFrom: Shop.start, store: store) == nil)
        let commit = try shop.replica.commit(
            payloads: [(Kind(rawValue: 4_000), [0xa0])], in: shop.seed.scope, now: Shop.start,
            store: store)
        try store.apply(commit.transaction)
        shop.replica.confirm(commit)
        let unknown = try #require(shop.replica.head?.seq)
        for number in UInt32(50)..<54 { _ = try shop.commit([Self.fact(number, &random)]) }
        try Self.prune(&shop.replica, shop.disk, log, through: 99, limit: 4)
        #expect(shop.replica.start(of: log)?.anchor.seq == unknown - 1)
    }

    @Test func `a verdict on what was forgotten is noticed, kept and ends the digest`() throws {
        var random = SplitMix64(seed: 5)
        var shop = try Self.shop(5, &random)
        var lane = try NewLane(in: &shop, &random)
        let own = lane.place.log(in: shop.seed.scope)
        for number in UInt32(60)..<72 { try lane.sell([Self.fact(number, &random)]) }
        try Self.give(lane, to: &shop)
        let all = try lane.disk.operations(of: own, from: 1, limit: .max)
        try Self.prune(&shop.replica, shop.disk, own, through: 8, limit: 3)
        #expect(shop.replica.isSettled)
        let cut = OperationID(all[3].head, of: own)
        try shop.decide(
            .memberRevoked,
            MemberRevoked(node: own.author, cuts: [cut], reason: "stolen").encoded(),
            in: shop.seed.scope.control)
        #expect(shop.replica.reachesBelow && !shop.replica.isSettled)
        #expect(try shop.replica.reread(from: shop.disk).reachesBelow)
        #expect(shop.replica.wantedPast == [own: 4] && shop.replica.wantedPastCount == 5)
        let again = try shop.replica.reread(from: shop.disk)
        #expect(again.wantedPast == shop.replica.wantedPast)
        #expect(
            try shop.replica.prune(own, through: 9, keptFrom: Self.later, store: shop.disk) == nil)
    }

    /// A lane becomes a steward, or more, after others forgot what it wrote as a lane: its word
    /// ranks higher from its first operation on, also where only the base is left of it.
    @Test(arguments: UInt64(0)..<30)
    func `a rank that rises below what was forgotten is given to what stays`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var shop = try Self.shop(seed, &random)
        var lane = try NewLane(in: &shop, &random)
        var whole = try NewLane(in: &shop, &random)
        let own = lane.place.log(in: shop.seed.scope)
        for number in UInt32(60)..<84 { try lane.sell([Self.fact(number, &random)]) }
        try Self.give(lane, to: &shop)
        for segment in try shop.segments() { try whole.ingest(segment) }
        let count = 2 + random.next() % 20
        try Self.prune(&shop.replica, shop.disk, own, through: count, limit: 7)
        for roles in [[Role.steward, .lane], [.rootOfStore]] {
            try shop.decide(
                .memberEnrolled,
                MemberEnrolled(
                    node: own.author, store: shop.seed.scope, lane: 4, label: "", roles: roles
                ).encoded(), in: shop.seed.scope.control)
            // Facts that came before the word and behind it.
            _ = try shop.commit([Self.fact(200 + UInt32(roles.count), &random)])
            for segment in try shop.segments() { try whole.ingest(segment) }
            try Self.give(whole, to: &shop)
            while let commit = try shop.replica.recount(store: shop.disk) {
                try shop.disk.apply(commit.transaction)
                shop.replica.confirm(commit)
            }
            while let commit = try whole.replica.recount(store: whole.disk) {
                try whole.apply(commit)
            }
            #expect(!shop.replica.reachesBelow && shop.replica.isSettled)
            #expect(shop.replica.stateDigest == whole.replica.stateDigest, "seed \(seed)")
            #expect(try Self.scanned(shop.disk).entries == shop.replica.sums.entries)
            #expect(shop.replica.membership.standing(of: own).authority > 1)
        }
        let kept = try shop.disk.baseCandidates(of: own)
        #expect(kept.allSatisfy { $0.values.contains(.integer(3)) })
        #expect(try shop.replica.reread(from: shop.disk).stateDigest == whole.replica.stateDigest)
    }

    @Test func `a cut above what was forgotten is applied as ever`() throws {
        var random = SplitMix64(seed: 6)
        var shop = try Self.shop(6, &random)
        var lane = try NewLane(in: &shop, &random)
        let own = lane.place.log(in: shop.seed.scope)
        for number in UInt32(60)..<72 { try lane.sell([Self.fact(number, &random)]) }
        try Self.give(lane, to: &shop)
        var whole = try NewLane(in: &shop, &random)
        for segment in try shop.segments() { try whole.ingest(segment) }
        let all = try lane.disk.operations(of: own, from: 1, limit: .max)
        try Self.prune(&shop.replica, shop.disk, own, through: 5, limit: 3)
        let cut = OperationID(all[8].head, of: own)
        try shop.decide(
            .memberRevoked,
            MemberRevoked(node: own.author, cuts: [cut], reason: "stolen").encoded(),
            in: shop.seed.scope.control)
        for segment in try shop.segments() { try whole.ingest(segment) }
        try Self.give(whole, to: &shop)
        #expect(!shop.replica.reachesBelow && shop.replica.isSettled)
        #expect(shop.replica.stateDigest == whole.replica.stateDigest)
    }

    /// A cloned disk that comes back after what it shares was forgotten.
    @Test func `a branch that leaves a log below its beginning is named and not stored`() throws {
        var random = SplitMix64(seed: 7)
        var shop = try Self.shop(7, &random)
        var lane = try NewLane(in: &shop, &random)
        for number in UInt32(60)..<64 { try lane.sell([Self.fact(number, &random)]) }
        let own = lane.place.log(in: shop.seed.scope)
        var clone = lane
        let copy = lane.disk.clone()
        clone.replica = try Replica(lane.place, identity: lane.identity, store: copy)
        for number in UInt32(70)..<80 { try lane.sell([Self.fact(number, &random)]) }
        try Self.give(lane, to: &shop)
        try Self.prune(&shop.replica, shop.disk, own, through: 9, limit: 4)
        let branch = try clone.replica.commit(
            [Self.fact(90, &random)], now: Shop.start, signing: .last, store: copy)
        try copy.apply(branch.transaction)
        let segments = try SegmentCutter.cut(copy.operations(of: own, from: 3, limit: .max))
        let count = shop.replica.operationCount
        for segment in segments {
            guard
                case .belowStart(let commit) = try shop.replica.ingest(
                    segment, now: Shop.start, store: shop.disk)
            else { continue }
            try shop.disk.apply(try #require(commit).transaction)
            shop.replica.confirm(try #require(commit))
        }
        #expect(shop.replica.operationCount == count)
        #expect(shop.replica.reachesBelow)
    }
}
