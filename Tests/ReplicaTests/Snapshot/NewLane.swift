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

/// A node that begins with a store's snapshot, and what the store's first node offers it.
struct NewLane {
    let disk: MemoryStore
    let place: Replica.Place
    let identity: Identity
    var replica: Replica

    /// Enrols a new node in a shop, and gives it the shop's control logs.
    init(in shop: inout Shop, _ random: inout SplitMix64) throws {
        identity = try random.identity()
        let node = NodeID(try present(Bytes32(identity.publicKey)))
        try shop.decide(
            .memberEnrolled,
            MemberEnrolled(
                node: node, store: shop.seed.scope, lane: 4, label: "Till 4", roles: [.lane]
            ).encoded(), in: shop.seed.scope.control)
        (replica, disk) = try shop.joiner(identity, incarnation: Incarnation(random.bytes8()))
        place = replica.place
        let control = shop.seed.scope.control
        for segment in try shop.segments() where segment.log.scope == control {
            try ingest(segment)
        }
        try write(.logOpened, LogOpened(previous: nil, reason: "joined").encoded())
    }

    mutating func ingest(_ segment: Segment) throws {
        let found = try replica.ingest(segment, now: Shop.start, store: disk)
        guard case .new(let commit, _) = found else { return }
        try apply(commit)
    }

    mutating func apply(_ commit: Commit?) throws {
        guard let commit else { return }
        try disk.apply(commit.transaction)
        replica.confirm(commit)
    }

    mutating func write(_ kind: Kind, _ payload: [UInt8]) throws {
        try apply(
            replica.commit(
                payloads: [(kind, payload)], in: place.scope, now: Shop.start, store: disk))
    }

    mutating func sell(_ facts: [Fact]) throws {
        try apply(replica.commit(facts, now: Shop.start, signing: .last, store: disk))
    }

    /// Everything is read again from what the disk has.
    mutating func restart() throws {
        disk.crash()
        replica = try Replica(place, identity: identity, store: disk)
    }

    mutating func take(_ part: [UInt8]) throws {
        try apply(try replica.take(part: part, store: disk))
    }
}

extension Shop {
    /// The read model as this node would offer it.
    func offer(
        bytesMax: Int = 2048, changing change: (Row) -> Row = { $0 }
    ) throws -> (offer: SnapshotOffer, parts: [[UInt8]]) {
        var parts: [[UInt8]] = []
        for table in TableName.inSnapshot {
            var cutter = PartCutter(bytesMax: bytesMax)
            disk.forEachRow(of: table) { cutter.add(change($0)) }
            cutter.finish { parts.append($0) }
        }
        let named = parts.map {
            SnapshotOffer.Part(
                length: UInt64($0.count), digest: SnapshotOffer.digest(ofPart: $0))
        }
        let offer = try present(
            SnapshotOffer(
                frontier: replica.frontier, parts: named,
                projection: Replica.projectionVersion, signedBy: seed.node))
        return (offer, parts)
    }
}
