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

/// A newcomer loads a snapshot while publications are incomplete at its frontier.
@Suite struct PublicationSnapshotTests {
    /// A steward's work on some publications: parts, ends of them, and facts beside them.
    struct Steward {
        var contents: UInt64 = 0

        static func id(_ number: UInt64) -> PublicationID {
            PublicationID(Bytes16(words: [9, number]))
        }

        mutating func part(_ random: inout SplitMix64) throws -> Fact {
            contents += 1
            let fact = Facts.setting(
                contents, version: random.next() % 5, value: UInt8(random.next() % 10))
            return try present(fact.published(in: Self.id(random.next() % 4)))
        }

        /// One commit of the shop.
        mutating func work(_ shop: inout Shop, _ random: inout SplitMix64) throws {
            switch random.next() % 6 {
            case 0: _ = try shop.commit([Facts.random(&random)])
            case 1:
                try shop.close(
                    Self.id(random.next() % 4), effective: Shop.start + random.next() % 1000)
            case 2:
                // One that counts parts which aren't here is listed, wherever it is met.
                let forged = Published(
                    id: Self.id(random.next() % 4).id, effective: Shop.start,
                    parts: [Bytes32(random.next(), 0, 0, 0)])
                try shop.write(.published, forged.encoded())
            case _: _ = try shop.commit([try part(&random)])
            }
        }
    }

    /// At each operation behind the snapshot's frontier the newcomer sees the publications that
    /// one sees who took the same operations without a snapshot; below it, those of the snapshot.
    @Test(arguments: UInt64(0)..<40)
    func `an incomplete publication becomes visible whole, and where it does elsewhere`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var shop = try Shop(seed: seed)
        var steward = Steward()
        var (lane, other) = (try NewLane(in: &shop, &random), try NewLane(in: &shop, &random))
        for segment in try shop.segments() where segment.log.scope == shop.seed.scope.control {
            try lane.ingest(segment)
        }
        for _ in 0..<20 { try steward.work(&shop, &random) }
        // Whatever else: this one is begun, and not ended.
        _ = try shop.commit([try steward.part(&random)])
        let (offer, parts) = try shop.offer()
        try lane.apply(lane.replica.begin(offer))
        for part in parts.shuffled(using: &random) { try lane.take(part) }
        try lane.apply(lane.replica.agree(with: shop.replica.place.node))
        let known = Self.publications(lane.disk)
        #expect(known == Self.publications(shop.disk))
        for _ in 0..<15 { try steward.work(&shop, &random) }
        for number in UInt64(0)..<4 {
            try shop.close(Steward.id(number), effective: Shop.start + number)
        }
        let frontier = try present(
            offer.frontier[shop.replica.place.log(in: shop.seed.scope)].max()?.seq)
        for segment in try shop.oneByOne() {
            try other.ingest(segment)
            try lane.ingest(segment)
            if random.next() % 5 == 0 { try lane.restart() }
            let seen = Self.publications(lane.disk)
            let expected =
                segment.firstSeq <= frontier ? known : Self.publications(other.disk)
            #expect(seen == expected, "seed \(seed), behind \(segment.firstSeq) of \(frontier)")
        }
        #expect(lane.replica.snapshot?.phase == .whole && lane.replica.isSettled)
        try Self.expectSame(&lane, &other, &shop)
    }

    /// The rows that make candidates visible, and the candidates themselves.
    private static func publications(_ disk: MemoryStore) -> Set<Row> {
        Set(disk.allRows.filter { $0.table == .publication || $0.table == .setting })
    }

    /// With the newcomers' own logs all three have the same rows, digests and publications.
    private static func expectSame(
        _ lane: inout NewLane, _ other: inout NewLane, _ shop: inout Shop
    ) throws {
        for newcomer in [lane, other] {
            for segment in try newcomer.ownSegments() {
                try shop.ingest(segment)
                try lane.ingest(segment)
                try other.ingest(segment)
            }
        }
        #expect(lane.replica.stateDigest == shop.replica.stateDigest)
        #expect(other.replica.stateDigest == shop.replica.stateDigest)
        #expect(lane.disk.allRows == shop.disk.allRows)
        for disk in [lane.disk, other.disk, shop.disk] { try checkPublications(disk) }
    }
}

extension Shop {
    /// An operation of this node's own in the store's log.
    mutating func write(_ kind: Kind, _ payload: [UInt8]) throws {
        try apply(
            replica.commit(
                payloads: [(kind, payload)], in: seed.scope, now: Self.start, store: disk))
    }

    /// Ends a publication with all of its parts that are in the log; where there is none, nothing.
    mutating func close(_ id: PublicationID, effective: UInt64) throws {
        try apply(
            replica.commit(
                [], closing: PublicationClosing(id, effective: effective), now: Self.start,
                store: disk))
    }

    private mutating func apply(_ commit: Commit) throws {
        try disk.apply(commit.transaction)
        replica.confirm(commit)
    }

    /// The store's log of this node, an operation a segment.
    func oneByOne() throws -> [Segment] {
        let log = replica.place.log(in: seed.scope)
        return try disk.operations(of: log, from: 1, limit: .max).map { signed in
            let signature = Bytes64(seed.node.sign(OperationHash.signingInput(signed.hash)))
            let again = SignedOperation(
                operation: signed.operation, hash: signed.hash, signature: signature)
            return try present(SegmentCutter.segment([again][...]))
        }
    }
}

extension NewLane {
    /// What this lane wrote itself.
    func ownSegments() throws -> [Segment] {
        try replica.frontier.logs.filter { $0.author == place.node }.flatMap { log in
            try SegmentCutter.cut(disk.operations(of: log, from: 1, limit: .max))
        }
    }
}
