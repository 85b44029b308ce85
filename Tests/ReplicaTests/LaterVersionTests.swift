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

/// What a node does with what it can't read: it stores it, lists it, and passes it on.
@Suite struct LaterVersionTests {
    @Test(arguments: UInt64(0)..<10)
    func `a later body is stored, listed, passed on and stops nothing`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var world = try Organisation(seed: seed)
        try world.enrol(world.steward, as: [.steward, .lane], by: world.root)
        try world.enrol(world.first, as: [.lane], by: world.steward)
        try world.write(
            Kind(rawValue: Facts.stock(1, item: "A", change: 1_000).kind),
            Facts.stock(1, item: "A", change: 1_000).encode(), by: world.first, in: world.store)
        let later = try world.writeLater(by: world.first, in: world.store)
        try world.write(
            Kind(rawValue: Facts.stock(2, item: "A", change: 500).kind),
            Facts.stock(2, item: "A", change: 500).encode(), by: world.first, in: world.store)
        let (first, disk) = try replica(of: world, &random)
        var replica = first
        try deliver(world.segments().shuffled(using: &random), to: &replica, disk, &random)
        let log = world.log(world.first, in: world.store)
        #expect(replica.frontier[log].map(\.seq) == [4])
        let listed = disk.allRows.filter { $0.table == .quarantine }
        #expect(listed.count == 1)
        #expect(
            listed.first?.values.last
                == .integer(QuarantineReason.unknownVersion.rawValue))
        #expect(try disk.operation(later.hash)?.operation.encoded() == later.operation.encoded())

        // From this disk to the next one, as a neighbour passes it on.
        var passedOn: [Segment] = []
        for log in replica.frontier.logs {
            passedOn += try SegmentCutter.cut(try disk.operations(of: log, from: 1, limit: .max))
        }
        let (second, otherDisk) = try self.replica(of: world, &random)
        var next = second
        try deliver(passedOn, to: &next, otherDisk, &random)
        #expect(next.frontierDigest == replica.frontierDigest)
        #expect(next.stateDigest == replica.stateDigest)
    }

    private func replica(
        of world: Organisation, _ random: inout SplitMix64
    ) throws -> (Replica, MemoryStore) {
        let disk = MemoryStore()
        let place = Replica.Place(
            node: Organisation.node(world.third), scope: world.store,
            incarnation: Incarnation(random.bytes8()), root: Organisation.node(world.root))
        return (try Replica(place, identity: world.third, store: disk), disk)
    }

    @Test(arguments: (1...15).map { UInt16($0) })
    func `a payload of the protocol's own that makes no sense is listed`(kind: UInt16) throws {
        var random = SplitMix64(seed: UInt64(kind))
        for payload in [[], [0xff], [0xa0], [0x80], [0xa1, 0x00, 0xf6]] as [[UInt8]] {
            var world = try Organisation(seed: random.next())
            let author = world.root
            try world.write(Kind(rawValue: kind), payload, by: author)
            let (fresh, disk) = try replica(of: world, &random)
            var replica = fresh
            try deliver(world.segments(), to: &replica, disk, &random)
            let log = world.log(author, in: world.store.control)
            #expect(replica.frontier[log].map(\.seq) == [2], "kind \(kind): it isn't stored")
            let listed = disk.allRows.filter { $0.table == .quarantine }
            #expect(listed.count == 1, "kind \(kind), payload \(payload)")
        }
    }
}

extension Organisation {
    /// Appends a body of version 2 to an author's log.
    mutating func writeLater(by author: Identity, in scope: ScopeID) throws -> SignedOperation {
        let log = log(author, in: scope)
        let head = try present(logs[log]?[0].last?.head)
        let body: CBOR = [
            .unsigned(2), .fixed(log.scope.id), .fixed(log.author.key), .fixed(log.incarnation.id),
            .unsigned(head.seq + 1), .fixed(head.hash), .unsigned(head.hlc.raw + 1),
            .text("of a later version"), [1, 2, 3],
        ]
        let operation = try Operation(decoding: body.encoded).unsigned()
        let signature = Bytes64(author.sign(OperationHash.signingInput(operation.hash)))
        let signed = SignedOperation(
            operation: operation.operation, hash: operation.hash,
            signature: try present(signature))
        append(signed)
        return signed
    }
}
