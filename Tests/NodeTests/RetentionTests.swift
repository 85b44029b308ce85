import CRDT
import Encoding
import Node
import Replica
import Replication
import Retail
import Storage
import Testing

@Suite(.serialized) struct `What is old` {
    private static func digest(_ lane: StoreLane) throws -> Bytes32 {
        try lane.node.makeReader().summary().stateDigest
    }

    private static func decide(_ decision: StoreDecision, at lane: StoreLane) throws {
        let answer = StoreOffice(lane.node, mesh: lane.mesh).answer(.decide(decision))
        guard case .decided = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    private static func forget(_ lane: StoreLane) throws -> UInt64 {
        try lane.node.forgetOld(
            days: 0, now: UInt64(max(0, SystemClock.wall().milliseconds)))
    }

    private static func agree(_ lanes: [StoreLane]) throws {
        try eventually("one digest", on: lanes[0].mesh) {
            try Set(lanes.map(Self.digest)).count == 1
        }
    }

    @Test func `is forgotten once every lane and an archive hold it, and no digest changes`()
        throws
    {
        let first = try StoreLane()
        defer { first.close() }
        let archive = try StoreLane(joining: first)
        defer { archive.close() }
        for _ in 0..<80 { try first.receive(1) }
        try Self.agree([first, archive])
        try first.node.acknowledgeNow()
        try archive.node.acknowledgeNow()
        try Self.agree([first, archive])
        #expect(try Self.forget(first) == 0)

        let second = try #require(try first.machines().first { !$0.isOwn })
        try Self.decide(.archive(NodeID(second.id.key), true), at: first)
        let before = try Self.digest(first)
        var gone: UInt64 = 0
        try eventually("the archive's word", on: first.mesh) {
            gone += try Self.forget(first)
            return gone > 60
        }
        #expect(try Self.digest(first) == before)
        #expect(try first.adjustments == 80_000)
        #expect(try first.node.makeReader().examine(isDeep: true).isEmpty)
        guard case .machines(_, let books, _, _) = try first.sheet(.machines) else {
            Issue.record("no machines")
            return
        }
        #expect(books.hasArchive && books.forgottenUpTo != nil && books.wantedAgain == 0)
        // An archive forgets nothing, and serves those who come later.
        #expect(try Self.forget(archive) == 0)
        try first.receive(1)
        let third = try StoreLane(joining: first)
        defer { third.close() }
        try Self.agree([first, archive, third])
        #expect(try third.node.makeReader().summary().starts.isEmpty)
    }

    @Test func `waits for a lane that is away, until that is dormant`() throws {
        let first = try StoreLane()
        defer { first.close() }
        let archive = try StoreLane(joining: first)
        defer { archive.close() }
        let away = try StoreLane(joining: first)
        let name = try #require(try away.machines().first { $0.isOwn }).id
        let other = try #require(try archive.machines().first { $0.isOwn }).id
        away.close()
        try Self.decide(.archive(NodeID(other.key), true), at: first)
        for _ in 0..<40 { try first.receive(1) }
        try Self.agree([first, archive])
        try first.node.acknowledgeNow()
        try archive.node.acknowledgeNow()
        try Self.agree([first, archive])
        #expect(try Self.forget(first) == 0)
        try Self.decide(.dormant(NodeID(name.key), true), at: first)
        #expect(try Self.forget(first) > 20)
        let digest = try Self.digest(first)
        try Self.decide(.dormant(NodeID(name.key), false), at: first)
        #expect(try Self.digest(first) == digest)
    }
}
