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
final class Notes: Sendable {
    private let all = Mutex<[MeshNote]>([])

    func add(_ note: MeshNote) { all.withLock { $0.append(note) } }

    var list: [MeshNote] { all.withLock { $0 } }

    /// Calls that were made under none of the store's keys.
    var strangers: Int {
        all.withLock { notes in
            notes.count { if case .channel(_, .noKeyFits) = $0 { true } else { false } }
        }
    }
}

/// A lane of a store on this machine's loopback.
final class StoreLane: Sendable {
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
func eventually(
    _ what: String, on mesh: MeshService, _ condition: () throws -> Bool
) throws {
    let end = SystemClock.monotonicNanoseconds() + 20_000_000_000
    while try !condition() {
        try #require(SystemClock.monotonicNanoseconds() < end, "waited in vain for \(what)")
        mesh.awaitNews(milliseconds: 50)
    }
}
