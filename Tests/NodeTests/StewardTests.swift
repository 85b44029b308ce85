import CRDT
import Crypto
import Node
import Replication
import Testing

@Suite(.serialized) struct StewardTests {
    /// By whom a lane is known to others: the authors of its credential's entries.
    private static func authors(_ lane: StoreLane) throws -> [NodeID] {
        let secrets = try #require(try MeshSecrets.read(lane.folder.directory))
        return secrets.credential.entries.map(\.operation.log.author)
    }

    /// Has the store's root sign that a lane is a steward, and hands that to the lane.
    private static func promote(_ lane: StoreLane, of first: StoreLane) throws {
        let file = try IdentityFile.read(lane.folder.directory)
        let seal = RootSeal(bytes: try FileSystem.read(first.folder.directory.sealedRoot))
        let root = try seal.open(passphrase: ShopFixture.founding().passphrase)
        let enrolled = MemberEnrolled(
            node: file.node, store: file.store, lane: file.lane, label: "another",
            roles: [.steward, .lane])
        let words = try RootWord.segments(
            root, store: file.store, payloads: [(.memberEnrolled, enrolled.encoded())],
            previous: nil)
        let answer = StoreOffice(lane.node, mesh: lane.mesh)
            .answer(.take(words.map { $0.encoded() }))
        guard case .decided = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test func `a new steward is known by the root, and enrols anew whom the old one left`() throws
    {
        let first = try StoreLane()
        defer { first.close() }
        let second = try StoreLane(joining: first)
        defer { second.close() }
        let third = try StoreLane(joining: first)
        defer { third.close() }
        let lanes = [first, second, third]
        try eventually("a full mesh", on: first.mesh) {
            lanes.allSatisfy { $0.mesh.report.peers.count == 2 }
        }
        let files = try lanes.map { try IdentityFile.read($0.folder.directory) }
        let root = files[0].root
        #expect(try Self.authors(second) == [root, files[0].node])
        try Self.promote(second, of: first)
        try eventually("the root's word in the second lane's credential", on: second.mesh) {
            try Self.authors(second) == [root]
        }
        // Without the root: a steward may say that another one's work is over.
        let answer = StoreOffice(second.node, mesh: second.mesh)
            .answer(.decide(.retire(files[0].node)))
        guard case .decided = answer else {
            Issue.record("\(answer)")
            return
        }
        try eventually("the new steward in the third lane's credential", on: third.mesh) {
            try Self.authors(third) == [root, files[1].node]
        }
        #expect(second.mesh.report.peers.contains { $0.node == files[2].node })
        // It may enrol others now, who meet both.
        let fourth = try StoreLane(joining: second)
        defer { fourth.close() }
        try eventually("the second and the third lane", on: fourth.mesh) {
            let met = Set(fourth.mesh.report.peers.map(\.node))
            return met.isSuperset(of: files[1...2].map(\.node))
        }
    }
}
