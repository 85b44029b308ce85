import Crypto
import Encoding
import Glibc
import Node
import Replication
import Retail
import Storage
import Synchronization
import Testing

@Suite(.serialized) struct `A store on loopback` {
    @Test func `comes to one state, whoever did what`() throws {
        let first = try StoreLane()
        defer { first.close() }
        let second = try StoreLane(joining: first)
        defer { second.close() }
        let third = try StoreLane(joining: first, lane: 7)
        defer { third.close() }
        let lanes = [first, second, third]
        #expect(second.node.lane == 1 && third.node.lane == 7)
        try eventually("a full mesh", on: first.mesh) {
            lanes.allSatisfy { $0.mesh.report.peers.count == 2 }
        }
        for (index, lane) in lanes.enumerated() {
            for _ in 0..<5 { try lane.receive(Int64(index + 1)) }
        }
        try eventually("equal digests", on: first.mesh) {
            Set(lanes.map { $0.node.books.stateDigest + $0.node.books.frontierDigest }).count == 1
        }
        for lane in lanes { #expect(try lane.adjustments == 30_000) }
        try eventually("nothing that is only here", on: first.mesh) {
            lanes.allSatisfy { $0.mesh.report.unconfirmed == 0 && $0.mesh.report.missing == 0 }
        }
    }

    @Test func `goes on after a lane was away`() throws {
        let first = try StoreLane()
        defer { first.close() }
        let second = try StoreLane(joining: first)
        second.close()
        for _ in 0..<100 { try first.receive(1) }
        let node = try RunningNode(second.folder.directory)
        defer { node.close() }
        let mesh = try StoreLane.start(node, peers: first.mesh.addresses)
        defer { mesh.close() }
        try eventually("what it missed", on: mesh) {
            node.books.stateDigest == first.node.books.stateDigest
        }
    }

    @Test func `lets an invitation be used once`() throws {
        let first = try StoreLane()
        defer { first.close() }
        let line = try first.mesh.invite(Guest(lane: 2, label: "", roles: [.lane])).line
        let (one, other) = (TemporaryFolder(), TemporaryFolder())
        try Joining(line, one.directory).enrol(label: "one")
        // The same machine may ask again, another may not.
        try Joining(line, one.directory).enrol(label: "one")
        #expect(throws: JoinError.self) {
            try Joining(line, other.directory).enrol(label: "other")
        }
        #expect(throws: InviteError.taken(2)) {
            try first.mesh.invite(Guest(lane: 2, label: "", roles: [.lane]))
        }
    }

    @Test func `lets go of callers who say nothing, and others come in after them`() throws {
        let lane = try StoreLane()
        defer { lane.close() }
        let port = try #require(lane.mesh.port)
        // More than it takes in at once.
        let silent = try (0..<40).map { _ in try RawConnection(port: port) }
        for connection in silent { #expect(try connection.readToEnd().isEmpty) }
        let other = try StoreLane(joining: lane)
        other.close()
    }

    @Test func `tells a stranger nothing and lets nobody in with another store's key`() throws {
        let (ours, theirs) = (try StoreLane(), try StoreLane())
        defer {
            ours.close()
            theirs.close()
        }
        theirs.mesh.close()
        let mesh = try StoreLane.start(theirs.node, peers: ours.mesh.addresses)
        defer { mesh.close() }
        try eventually("a stranger's call", on: ours.mesh) { ours.notes.strangers > 0 }
        #expect(mesh.report.peers.isEmpty && ours.mesh.report.peers.isEmpty)
        try ours.receive(1)
        #expect(try ours.adjustments == 1_000)
    }

    @Test(arguments: ["", "tillmesh1:", "tillmesh1:aaaa", "tillmesh2:aaaa", "hello"])
    func `names what is wrong with a line`(line: String) {
        let folder = TemporaryFolder()
        #expect(throws: JoinError.self) { try Joining(line, folder.directory) }
    }
}
