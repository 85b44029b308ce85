import CRDT
import Crypto
import Encoding
import Replica
import Replication
import Retail
import SimulatedStore

/// One lane of a store: its people and its till, and the mesh beside them.
struct StoreLane: MeshedLane {
    let number: Int
    let identity: Identity
    /// The X25519 form of its key, by which channels know it.
    let key: [UInt8]
    let credential: Credential
    var world: World
    var mesh: Mesh
    /// When the machine comes up again after a power cut.
    var downUntil: UInt64 = 0
    /// Operations that came from others, those that were here already counted too.
    var deliveries = 0
    private var told: [LogID: [LogPoint]] = [:]
    private var toldRevision: UInt64

    init(
        _ number: Int, identity: Identity, credential: Credential, world: World, seed: UInt64
    ) throws {
        self.number = number
        self.identity = identity
        self.credential = credential
        self.world = world
        key = try X25519.publicKey(ofNode: identity.publicKey)
        mesh = Self.mesh(world.till.replica, number, credential, seed)
        toldRevision = world.till.replica.membership.revision
        remember()
    }

    private static func mesh(
        _ replica: Replica, _ number: Int, _ credential: Credential, _ seed: UInt64
    ) -> Mesh {
        Mesh(
            Mesh.Identity(
                node: replica.place.node, root: replica.place.root, store: replica.place.scope,
                credential: credential, label: "lane \(number + 1)", software: "simulation",
                listenPort: 4711),
            membership: replica.membership, frontier: replica.frontier,
            starts: Dictionary(
                uniqueKeysWithValues: replica.starts.map { ($0.log, $0.point) }), seed: seed)
    }

    var replica: Replica { world.till.replica }
    var store: MemoryStore { world.till.disk.store }
    func isUp(_ now: UInt64) -> Bool { now >= downUntil }

    /// The machine starts again: links and all that the mesh knew are gone.
    mutating func restart(seed: UInt64) {
        mesh = Self.mesh(replica, number, credential, seed)
        toldRevision = replica.membership.revision
        remember()
    }

    private mutating func remember() {
        told = [:]
        for log in replica.frontier.logs { told[log] = replica.frontier[log] }
    }

    /// What the mesh must hear of after a commit or an arrival: heads first, then verdicts.
    mutating func news(of logs: [LogID]) throws(MemoryStore.Failure) -> [MeshEvent] {
        var events: [MeshEvent] = []
        for log in logs {
            let (before, heads) = (told[log] ?? [], replica.frontier[log])
            guard before != heads else { continue }
            told[log] = heads
            events.append(.stored(log, heads, fresh: try fresh(log, before, heads)))
        }
        if replica.membership.revision != toldRevision {
            toldRevision = replica.membership.revision
            events.append(.membership(replica.membership))
        }
        return events
    }

    /// Takes a segment in as a shell would.
    mutating func ingest(
        _ segment: Segment, now: UInt64
    ) throws(MemoryStore.Failure) -> IngestOutcome {
        deliveries += segment.entries.count
        return switch try world.till.ingest(segment, now: now) {
        case .new: .stored
        case .alreadyHad: .alreadyHad
        case .gap: .gap
        case .unknownPrev(let seq): .unknownPrev(seq: seq)
        case .refused: .refused
        case .stranger: .stranger
        case .belowStart: .belowStart
        }
    }

    /// Forgets what may go of the others' logs, a few operations at a time.
    mutating func forget(
        through most: (LogID) -> UInt64
    ) throws(MemoryStore.Failure) -> [MeshEvent] {
        var events: [MeshEvent] = []
        for log in replica.frontier.logs where log.author != replica.place.node {
            let before = replica.start(of: log)
            while try world.till.forget(log, through: most(log)) {}
            guard let start = replica.start(of: log), start != before else { continue }
            events.append(.begins(log, behind: start.point))
        }
        return events
    }

    /// Takes back what was forgotten, a few operations at a time.
    mutating func restore(
        _ log: LogID, _ run: [SignedOperation]
    ) throws(MemoryStore.Failure) -> [MeshEvent] {
        var isStored = false
        while try world.till.restore(run) { isStored = true }
        return [
            .begins(log, behind: replica.start(of: log)?.point), .pastWanted(replica.wantedPast),
            .restored(log, isStored: isStored),
        ]
    }

    /// Reads for a stream.
    func read(
        _ read: StreamRead
    ) throws(MemoryStore.Failure) -> (operations: [SignedOperation], isComplete: Bool) {
        var bytes = 0
        // Seldom all at once, so that streams go on where a read ended.
        let most = read.bytesMax / 64
        let all = try store.operations(of: read.log, from: read.from, limit: 1_024)
        let operations = all.prefix { signed in
            defer { bytes += signed.operation.payload.count }
            return bytes < most
        }
        return (Array(operations), operations.count == all.count && all.count < 1_024)
    }
}
