import Crypto
import Encoding
import Glibc
import Node
import Replication
import Retail
import Storage
import Synchronization
import Testing

/// What a lane's mesh said.
private final class Notes: Sendable {
    private let all = Mutex<[MeshNote]>([])

    func add(_ note: MeshNote) { all.withLock { $0.append(note) } }

    /// Calls that were made under none of the store's keys.
    var strangers: Int {
        all.withLock { notes in
            notes.count { if case .channel(_, .noKeyFits) = $0 { true } else { false } }
        }
    }
}

/// A lane of a store on this machine's loopback.
private final class StoreLane: Sendable {
    let folder = TemporaryFolder()
    let node: RunningNode
    let mesh: MeshService
    let notes = Notes()

    /// The store's first lane.
    init() throws {
        _ = try folder.directory.found(ShopFixture.founding())
        node = try RunningNode(folder.directory)
        let notes = notes
        mesh = try Self.start(node, peers: []) { note in notes.add(note) }
        let milk = ItemChange(
            content: ContentID(SystemRandom().bytes16()), version: 1, code: ItemCode("MILK"),
            item: Item(code: ItemCode("MILK"), name: "MILK"), codes: [], prices: [])
        try perform(.changeItems([milk]))
    }

    /// Another one, by invitation.
    init(joining first: StoreLane, lane: UInt8 = 0) throws {
        let line = try first.mesh.invite(Guest(lane: lane, label: "", roles: [.lane])).line
        let joining = try Joining(line, folder.directory)
        try joining.enrol(label: "another")
        let fetching = try RunningNode(joining: folder.directory)
        let mesh = try Self.start(fetching, peers: joining.addresses)
        try mesh.fetchAll { _, _ in }
        mesh.close()
        fetching.close()
        _ = try joining.finish()
        node = try RunningNode(folder.directory)
        self.mesh = try Self.start(node, peers: joining.addresses)
    }

    static func start(
        _ node: RunningNode, peers: [String],
        notes: @escaping @Sendable (MeshNote) -> Void = { _ in }
    ) throws -> MeshService {
        var settings = MeshSettings.local
        settings.peers = peers
        return try MeshService(node, settings, software: "test", log: notes)
    }

    func close() {
        mesh.close()
        node.close()
    }

    func perform(_ action: Command.Action) throws {
        let admin = try node.makeReader().people(withNumber: 1)[0].person
        _ = try node.perform(Command(action, by: admin))
    }

    var adjustments: Int64 {
        get throws {
            let reader = try node.makeReader()
            return try reader.stock(of: ItemCode("MILK"), at: .shop).thousandths
        }
    }

    /// Counts so much into stock, which every lane must hear of.
    func receive(_ pieces: Int64) throws {
        let line = StockRequest.Line(item: ItemCode("MILK"), quantity: Quantity(units: pieces))
        try perform(.moveStock(StockRequest(kind: .received, reason: "test", lines: [line])))
    }
}

/// Waits for what the mesh brings about by itself; fails after 20 s.
private func eventually(
    _ what: String, on mesh: MeshService, _ condition: () throws -> Bool
) throws {
    let end = SystemClock.monotonicNanoseconds() + 20_000_000_000
    while try !condition() {
        try #require(SystemClock.monotonicNanoseconds() < end, "waited in vain for \(what)")
        mesh.awaitNews(milliseconds: 50)
    }
}

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
