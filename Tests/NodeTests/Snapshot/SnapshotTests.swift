import CRDT
import Glibc
import Node
import Replica
import Replication
import Retail
import Storage
import Testing

@Suite(.serialized) struct `A newcomer by snapshot` {
    /// A store of three lanes with a past, whose books are equal.
    private static func store(lanes count: Int = 3) throws -> [StoreLane] {
        let first = try StoreLane()
        var lanes = [first]
        for _ in 1..<count { lanes.append(try StoreLane(joining: first)) }
        for index in 0..<60 { try first.add(item: index) }
        for lane in lanes { for _ in 0..<10 { try lane.receive(1) } }
        try equal(lanes)
        return lanes
    }

    private static func equal(_ lanes: [StoreLane]) throws {
        try eventually("equal digests", on: lanes[0].mesh) {
            Set(lanes.map { $0.node.books.stateDigest }).count == 1
        }
    }

    private static func close(_ lanes: [StoreLane]) { for lane in lanes { lane.close() } }

    /// Waits until the newcomer has everything, and nobody doubts it.
    private static func expectWhole(
        _ node: RunningNode, _ mesh: MeshService, _ new: NewLane, _ lanes: [StoreLane]
    ) throws {
        try eventually("everything of the past", on: mesh) {
            try new.record() == nil
                && node.books.stateDigest == lanes[0].node.books.stateDigest
                && node.books.frontierDigest == lanes[0].node.books.frontierDigest
        }
        #expect(try RunningReader(new.folder.directory).isSound)
    }

    @Test func `sells by what another lane confirmed, then has everything`() throws {
        let lanes = try Self.store()
        defer { Self.close(lanes) }
        let new = try NewLane(joining: lanes[0])
        guard case .selling(let missing) = try new.fetch(peers: lanes) else {
            Issue.record("no snapshot was taken")
            return
        }
        #expect(missing > 60)
        let record = try #require(try new.record())
        #expect(record.phase == .history && record.checkedBy != nil)
        #expect(record.checkedBy != record.offer.maker)
        #expect(new.notes.snapshots.isEmpty)
        // Nothing of the past is here, and it has the goods and knows the stock.
        let reader = try RunningReader(new.folder.directory).reader
        #expect(
            try reader.summary().frontier.logs.allSatisfy {
                $0.scope != lanes[0].node.scope
                    || $0.author == (try? IdentityFile.read(new.folder.directory).node)
            })
        #expect(try reader.stock(of: ItemCode("MILK"), at: .shop).thousandths == 30_000)
        let (node, mesh) = try new.open(peers: lanes)
        defer {
            mesh.close()
            node.close()
        }
        // It sells before the rest is here, and meanwhile the others do.
        try node.receive(3)
        try lanes[1].receive(4)
        try Self.expectWhole(node, mesh, new, lanes)
        for lane in lanes { #expect(try lane.adjustments == 37_000) }
    }

    @Test func `goes on where it was cut short`() throws {
        let lanes = try Self.store()
        defer { Self.close(lanes) }
        let new = try NewLane(joining: lanes[0])
        // As after a crash between two parts: the record and the rows of some are on disk.
        try new.begin(with: lanes[0], parts: 2)
        let begun = try #require(try new.record())
        #expect(begun.loaded.count == 2 && begun.missing.count > 1)
        guard case .selling = try new.fetch(peers: lanes) else {
            Issue.record("no snapshot was taken")
            return
        }
        #expect(try new.record()?.offer == begun.offer)
        let (node, mesh) = try new.open(peers: lanes)
        defer {
            mesh.close()
            node.close()
        }
        try Self.expectWhole(node, mesh, new, lanes)
    }

    @Test func `asks another lane for a part that came wrong`() throws {
        let lanes = try Self.store()
        defer { Self.close(lanes) }
        // A newcomer that comes to nothing, so that each lane's parts are in its folder.
        _ = try NewLane(joining: lanes[0]).fetch(peers: lanes)
        try lanes[1].spoilParts()
        let new = try NewLane(joining: lanes[0])
        guard case .selling = try new.fetch(peers: lanes) else {
            Issue.record("no snapshot was taken")
            return
        }
        let (node, mesh) = try new.open(peers: lanes)
        defer {
            mesh.close()
            node.close()
        }
        try Self.expectWhole(node, mesh, new, lanes)
        let spoiler = try IdentityFile.read(lanes[1].folder.directory).node
        #expect(new.notes.snapshots.allSatisfy { $0 == .spoilt(spoiler) })
    }

    @Test func `believes nobody whose rows another lane doesn't have`() throws {
        let lanes = try Self.store(lanes: 2)
        defer { Self.close(lanes) }
        for (index, lane) in lanes.enumerated() { try lane.falsifyStock(by: index + 1) }
        let new = try NewLane(joining: lanes[0])
        // The operations alone, which say what is true.
        #expect(try new.fetch(peers: lanes) == .whole)
        let nodes = try lanes.map { try IdentityFile.read($0.folder.directory).node }
        let named = new.notes.snapshots.compactMap { note in
            if case .differs(let maker, let checker) = note { [maker, checker] } else { nil }
        }
        #expect(named.count == 2 && named.allSatisfy { Set($0) == Set(nodes) })
        #expect(try new.record() == nil)
        let reader = try RunningReader(new.folder.directory)
        #expect(try reader.reader.stock(of: ItemCode("MILK"), at: .shop).thousandths == 20_000)
        #expect(try reader.isSound)
    }
}

extension RunningReader {
    /// Whether the sums are those of the rows, and every log verifies.
    var isSound: Bool {
        get throws { try reader.examine(isDeep: true).isEmpty }
    }
}
