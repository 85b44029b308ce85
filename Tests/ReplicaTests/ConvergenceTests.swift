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

/// The read model is a function of the set of operations, never of their order.
@Suite struct ConvergenceTests {
    /// Everything a store's nodes wrote: two lanes, one of them cloned, then perhaps revoked.
    private struct World {
        var shop: Shop
        var segments: [Segment]
        let other: LogID

        init(seed: UInt64, random: inout SplitMix64) throws {
            shop = try Shop(seed: seed)
            let second = try random.identity()
            let node = NodeID(try present(Bytes32(second.publicKey)))
            let control = shop.seed.scope.control
            try shop.decide(
                .memberEnrolled,
                MemberEnrolled(
                    node: node, store: shop.seed.scope, lane: 4, label: "Till 4", roles: [.lane]
                ).encoded(), in: control)
            other = LogID(
                scope: shop.seed.scope, author: node, incarnation: Incarnation(random.bytes8()))
            segments = []
            for _ in 0..<4 { _ = try shop.commit((0..<3).map { _ in Facts.random(&random) }) }
            var writer = LogWriter(log: other, head: nil)
            let opened = LogOpened(previous: nil, reason: "joined").encoded()
            let opening = LogWriter.Draft(hlc: HLC(raw: 1), kind: 1, payload: opened)
            let common = try writer.append([opening], by: second, signing: .last)
            let fork = writer
            for branch in 0..<2 {
                writer = fork
                let run = try Self.write(&writer, second, &random)
                segments += try SegmentCutter.cut(branch == 0 ? common + run : run)
                if branch == 0, random.next() % 2 == 0 {
                    let point = OperationID(run[1].head, of: other)
                    try shop.decide(
                        .memberRevoked,
                        MemberRevoked(node: node, cuts: [point], reason: "stolen").encoded(),
                        in: control)
                }
            }
            segments += try shop.segments()
        }

        private static func write(
            _ writer: inout LogWriter, _ identity: Identity, _ random: inout SplitMix64
        ) throws -> [SignedOperation] {
            let stamp = (writer.head?.hlc.raw ?? 0) + 1
            var drafts = (0..<4).map { index in
                let fact = Facts.random(&random)
                return LogWriter.Draft(
                    hlc: HLC(raw: stamp + UInt64(index)), kind: fact.kind, payload: fact.encode())
            }
            drafts.append(LogWriter.Draft(hlc: HLC(raw: stamp + 4), kind: 999, payload: [1]))
            drafts.append(LogWriter.Draft(hlc: HLC(raw: stamp + 5), kind: 64, payload: [2]))
            return try writer.append(drafts, by: identity, signing: .each)
        }
    }

    /// Offers segments in this order, again and again, until nothing new is taken.
    private func deliver(
        _ segments: [Segment], to replica: inout Replica, _ disk: MemoryStore
    ) throws {
        var isMoving = true
        while isMoving {
            isMoving = false
            for segment in segments {
                let taken = try replica.ingest(segment, now: Shop.start, store: disk)
                guard case .new(let commit, _) = taken else { continue }
                try disk.apply(commit.transaction)
                replica.confirm(commit)
                isMoving = true
            }
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `any order of arrival gives the same rows and digests`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let world = try World(seed: seed, random: &random)
        var found: [(digest: Bytes32, frontier: Bytes32, rows: [Row])] = []
        for _ in 0..<4 {
            let order = world.segments.shuffled(using: &random)
            var (replica, disk) = try world.shop.joiner(
                try random.identity(), incarnation: Incarnation(random.bytes8()))
            try deliver(order, to: &replica, disk)
            found.append((replica.stateDigest, replica.frontierDigest, disk.allRows))
            var sums = Sums()
            for row in disk.allRows { sums.insert(row) }
            #expect(sums.digest(projection: Replica.projectionVersion) == replica.stateDigest)
            let again = try Replica(
                replica.place, identity: world.shop.seed.node, store: disk)
            #expect(again.stateDigest == replica.stateDigest)
            #expect(again.frontierDigest == replica.frontierDigest)
        }
        for other in found.dropFirst() {
            #expect(other.digest == found[0].digest)
            #expect(other.frontier == found[0].frontier)
            #expect(other.rows == found[0].rows)
        }
        #expect(found[0].rows.contains { $0.table == .quarantine })
    }
}

extension Shop {
    /// The root signs a decision in the store's control scope.
    mutating func decide(_ kind: Kind, _ payload: [UInt8], in scope: ScopeID) throws {
        let place = Replica.Place(
            node: replica.place.root, scope: seed.scope, incarnation: seed.rootIncarnation,
            root: replica.place.root)
        let root = try Replica(place, identity: seed.root, store: disk)
        let commit = try root.commit(
            payloads: [(kind, payload)], in: scope, now: Self.start, store: disk)
        try disk.apply(commit.transaction)
        replica = try Replica(replica.place, identity: seed.node, store: disk)
    }
}
