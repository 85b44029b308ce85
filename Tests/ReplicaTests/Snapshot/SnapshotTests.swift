import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore
import TestSupport
import Testing

@Suite struct SnapshotTests {
    private static func shop(_ seed: UInt64, _ random: inout SplitMix64) throws -> Shop {
        var shop = try Shop(seed: seed)
        for _ in 0..<8 { _ = try shop.commit((0..<6).map { _ in Facts.random(&random) }) }
        return shop
    }

    /// The law of new lanes: a snapshot, then the operations it stands for, in whatever order,
    /// with restarts and own sales in between, come to what the operations alone come to.
    @Test(arguments: UInt64(0)..<40)
    func `a snapshot and its operations make what the operations make`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var shop = try Self.shop(seed, &random)
        var lane = try NewLane(in: &shop, &random)
        let (offer, parts) = try shop.offer()
        #expect(lane.replica.mayTakeSnapshot)
        try lane.apply(lane.replica.begin(offer))
        for part in parts.shuffled(using: &random) {
            try lane.take(part)
            if random.next() % 4 == 0 { try lane.restart() }
        }
        try #require(lane.replica.snapshot?.missing.isEmpty == true)
        for table in TableName.inSnapshot {
            let ours = lane.replica.sums.entries.filter { $0.table == table }
            #expect(ours == shop.replica.sums.entries.filter { $0.table == table })
        }
        #expect(!lane.replica.isSettled)
        try lane.apply(lane.replica.agree(with: shop.replica.place.node))
        // The store goes on meanwhile, and so does the new lane.
        _ = try shop.commit((0..<3).map { _ in Facts.random(&random) })
        for segment in try shop.segments() {
            try lane.sell([Facts.stock(100 + random.next(), item: "A-1", change: 7)])
            try lane.ingest(segment)
            if random.next() % 3 == 0 { try lane.restart() }
        }
        #expect(lane.replica.snapshot?.phase == .whole)
        #expect(lane.replica.snapshot?.isDoubted == false)
        #expect(lane.replica.isSettled)
        for log in lane.replica.frontier.logs {
            for segment in try SegmentCutter.cut(
                lane.disk.operations(of: log, from: 1, limit: .max))
            {
                let found = try shop.replica.ingest(segment, now: Shop.start, store: shop.disk)
                guard case .new(let commit, _) = found else { continue }
                try shop.disk.apply(commit.transaction)
                shop.replica.confirm(commit)
            }
        }
        #expect(lane.replica.stateDigest == shop.replica.stateDigest)
        #expect(lane.disk.allRows == shop.disk.allRows)
        try lane.apply(lane.replica.forgetSnapshot())
        try lane.restart()
        #expect(lane.replica.snapshot == nil && lane.replica.isSettled)
    }

    @Test(arguments: UInt64(0)..<20)
    func `all who have the same rows make the same parts`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var shop = try Self.shop(seed, &random)
        var lane = try NewLane(in: &shop, &random)
        for segment in try shop.segments() { try lane.ingest(segment) }
        var parts: [[[UInt8]]] = []
        for disk in [shop.disk, lane.disk] {
            var own: [[UInt8]] = []
            for table in TableName.inSnapshot {
                var cutter = PartCutter(bytesMax: 512)
                disk.forEachRow(of: table) { cutter.add($0) }
                cutter.finish { own.append($0) }
            }
            parts.append(own)
        }
        #expect(parts[0] == parts[1])
        #expect(parts[0].count > 2 && parts[0].allSatisfy { $0.count <= 512 })
    }

    @Test(arguments: UInt64(0)..<20)
    func `wrong rows can be told by their sums and taken away`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var shop = try Self.shop(seed, &random)
        var lane = try NewLane(in: &shop, &random)
        let (offer, parts) = try shop.offer { row in
            var row = row
            if row.table == .stock { row.values[row.values.count - 1] = .integer(4711) }
            return row
        }
        try lane.apply(lane.replica.begin(offer))
        for part in parts { try lane.take(part) }
        let differing = lane.replica.sums.differences(from: shop.replica.sums).map(\.ours.table)
        #expect(differing.contains(.stock) && !differing.contains(.setting))
        while let commit = try lane.replica.drop(limit: 5, store: lane.disk) {
            try lane.apply(commit)
            if random.next() % 3 == 0 { try lane.restart() }
        }
        #expect(lane.replica.mayTakeSnapshot)
        let (good, goodParts) = try shop.offer()
        try lane.apply(lane.replica.begin(good))
        for part in goodParts { try lane.take(part) }
        #expect(
            !lane.replica.sums.differences(from: shop.replica.sums).contains {
                $0.ours.table.isInSnapshot
            })
    }

    @Test func `a verdict that changes before all is here is a reason to doubt`() throws {
        var random = SplitMix64(seed: 4)
        var shop = try Self.shop(4, &random)
        var lane = try NewLane(in: &shop, &random)
        let (offer, parts) = try shop.offer()
        try lane.apply(lane.replica.begin(offer))
        for part in parts { try lane.take(part) }
        try lane.apply(lane.replica.agree(with: shop.replica.place.node))
        let own = shop.replica.place.log(in: shop.seed.scope)
        let all = try shop.disk.operations(of: own, from: 1, limit: .max)
        // The first half, then a revocation of who wrote it.
        let half = try SegmentCutter.cut(Array(all.prefix { $0.operation.seq <= 7 }))
        for segment in half { try lane.ingest(segment) }
        let cut = OperationID(all[3].head, of: own)
        try shop.decide(
            .memberRevoked,
            MemberRevoked(node: own.author, cuts: [cut], reason: "stolen").encoded(),
            in: shop.seed.scope.control)
        let control = shop.seed.scope.control
        for segment in try shop.segments() where segment.log.scope == control {
            try lane.ingest(segment)
        }
        #expect(lane.replica.snapshot?.isDoubted == true && !lane.replica.isSettled)
    }

    /// Two machines of one disk: both branches are in the snapshot, and both are waited for.
    @Test(arguments: UInt64(0)..<10)
    func `a snapshot of a forked log is sold by, and doubted once all is here`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var shop = try Self.shop(seed, &random)
        var (first, newcomer) = (try NewLane(in: &shop, &random), try NewLane(in: &shop, &random))
        try first.sell([Facts.stock(200, item: "A-1", change: 5)])
        let disk = first.disk.clone()
        var clone = try Replica(first.place, identity: first.identity, store: disk)
        for number in UInt64(210)..<213 {
            try first.sell([Facts.stock(number, item: "A-1", change: 1000)])
            let commit = try clone.commit(
                [Facts.stock(number + 10, item: "A-2", change: 2000)], now: Shop.start + number,
                store: disk)
            try disk.apply(commit.transaction)
            clone.confirm(commit)
        }
        let log = first.place.log(in: shop.seed.scope)
        for store in [first.disk, disk] {
            for segment in try SegmentCutter.cut(store.operations(of: log, from: 1, limit: .max)) {
                try shop.ingest(segment)
            }
        }
        #expect(shop.replica.frontier.isForked(log) && shop.replica.isRecounted)
        let (offer, parts) = try shop.offer()
        #expect(offer.isForked)
        try newcomer.apply(newcomer.replica.begin(offer))
        for part in parts.shuffled(using: &random) { try newcomer.take(part) }
        for table in TableName.inSnapshot {
            let ours = newcomer.replica.sums.entries.filter { $0.table == table }
            #expect(ours == shop.replica.sums.entries.filter { $0.table == table })
        }
        try newcomer.apply(newcomer.replica.agree(with: shop.replica.place.node))
        let branches = try [first.disk, disk].shuffled(using: &random).map {
            try SegmentCutter.cut($0.operations(of: log, from: 1, limit: .max))
        }
        for other in shop.replica.frontier.logs where other != log {
            let held = try shop.disk.operations(of: other, from: 1, limit: .max)
            for segment in try SegmentCutter.cut(held) { try newcomer.ingest(segment) }
        }
        for segment in branches[0] { try newcomer.ingest(segment) }
        #expect(newcomer.replica.snapshot?.phase == .history)
        for segment in branches[1] { try newcomer.ingest(segment) }
        #expect(newcomer.replica.snapshot?.phase == .whole)
        #expect(newcomer.replica.snapshot?.isDoubted == true && !newcomer.replica.isSettled)
    }

    @Test(arguments: UInt64(0)..<20)
    func `a part that was changed is refused, whole`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var shop = try Self.shop(seed, &random)
        var lane = try NewLane(in: &shop, &random)
        let (offer, parts) = try shop.offer()
        try lane.apply(lane.replica.begin(offer))
        for part in parts {
            for _ in 0..<20 {
                var changed = part
                let place = Int(random.next() % UInt64(part.count))
                changed[place] ^= UInt8(1 + random.next() % 255)
                #expect(throws: SnapshotError<MemoryStore.Failure>.part(.digest)) {
                    _ = try lane.replica.take(part: changed, store: lane.disk)
                }
                // Whatever its digest says, it is either no rows at all or other rows.
                if let rows = try? SnapshotPart.rows(changed) {
                    #expect(try rows != SnapshotPart.rows(part))
                }
            }
        }
        #expect(lane.replica.snapshot?.missing.count == parts.count)
    }

    @Test func `rows are read strictly`() throws {
        var random = SplitMix64(seed: 1)
        let shop = try Self.shop(1, &random)
        let part = try #require(try shop.offer().parts.first)
        let rows = try SnapshotPart.rows(part)
        #expect(rows.count > 1)
        var items: [[UInt8]] = []
        var sequence = CBORSequence(part)
        while let range = try sequence.nextRange() { items.append(Array(sequence[range])) }
        #expect(throws: PartFault.order(offset: items[0].count)) {
            try SnapshotPart.rows(items[0] + items[0])
        }
        #expect(throws: PartFault.order(offset: items[1].count)) {
            try SnapshotPart.rows(items[1] + items[0])
        }
        let receipt = CBOR.array([.text("receipt"), .null]).encoded
        #expect(throws: PartFault.row(offset: 0)) { try SnapshotPart.rows(receipt) }
        #expect(throws: PartFault.row(offset: items[0].count)) {
            try SnapshotPart.rows(items[0] + CBOR.array([.text("setting"), .null]).encoded)
        }
        #expect(throws: PartFault.self) { try SnapshotPart.rows(part + [0x82]) }
        #expect(try SnapshotPart.rows([]).isEmpty)
    }

    @Test func `an offer is its maker's`() throws {
        var random = SplitMix64(seed: 2)
        let shop = try Self.shop(2, &random)
        let offer = try shop.offer().offer
        #expect(offer.isSigned && !offer.isForked)
        #expect(try SnapshotOffer(decoding: offer.encoded()) == offer)
        let others = [
            SnapshotOffer(
                frontier: Frontier(), parts: offer.parts, maker: offer.maker,
                signature: offer.signature, base: offer.base, projection: offer.projection),
            SnapshotOffer(
                frontier: offer.frontier, parts: Array(offer.parts.dropLast()), maker: offer.maker,
                signature: offer.signature, base: offer.base, projection: offer.projection),
            SnapshotOffer(
                frontier: offer.frontier, parts: offer.parts,
                maker: NodeID(Bytes32(try random.identity().publicKey) ?? .zero),
                signature: offer.signature, base: offer.base, projection: offer.projection),
            SnapshotOffer(
                frontier: offer.frontier, parts: offer.parts, maker: offer.maker,
                signature: offer.signature, base: offer.base, projection: offer.projection + 1),
        ]
        for other in others { #expect(!other.isSigned) }
    }
}
