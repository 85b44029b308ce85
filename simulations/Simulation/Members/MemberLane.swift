import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore

/// A machine of a member: its key, its disk, its mind and its mesh, and nobody's screen.
struct MemberLane: MeshedLane {
    typealias Failure = CommitError<MemoryStore.Failure>

    /// What a lane waits for before it may do what only one of the store may.
    struct Errand {
        let wish: RightsWish
        var quest: RightsQuest
    }

    var identity: Identity
    /// The X25519 form of its key, by which channels know it.
    var key: [UInt8]
    var credential: Credential
    let number: UInt8
    /// What it was before its key changed.
    var formerNodes: [NodeID] = []
    var store: MemoryStore
    var replica: Replica
    var mesh: Mesh
    var downUntil: UInt64 = 0
    /// The machine is gone for good: thrown away, or stolen and switched off.
    var isGone = false
    /// Mesh keys that it has, newest first.
    var meshKeys: [MeshKeyNotice]
    var errand: Errand?
    /// The machine as it was some time ago, with a copy of its disk; at most one.
    var copies: [MemberLane] = []
    private var told: [LogID: [LogPoint]] = [:]
    private var toldRevision: UInt64 = .max
    private var toldLife: Incarnation?
    private var toldPast: [LogID: UInt64] = [:]

    /// Starts a machine on a disk.
    init(
        _ place: Replica.Place, identity: Identity, credential: Credential, number: UInt8,
        store: MemoryStore, meshKeys: [MeshKeyNotice], seed: UInt64
    ) throws {
        self.identity = identity
        self.credential = credential
        self.number = number
        self.store = store
        self.meshKeys = meshKeys
        key = try X25519.publicKey(ofNode: identity.publicKey)
        replica = try Replica(place, identity: identity, store: store)
        mesh = Self.mesh(replica, number, credential, seed)
        remember()
    }

    private static func mesh(
        _ replica: Replica, _ number: UInt8, _ credential: Credential, _ seed: UInt64
    ) -> Mesh {
        Mesh(
            Mesh.Identity(
                node: replica.place.node, root: replica.place.root, store: replica.place.scope,
                credential: credential, label: "lane \(number)", software: "simulation",
                listenPort: 4711),
            membership: replica.membership, frontier: replica.frontier,
            starts: Dictionary(
                uniqueKeysWithValues: replica.starts.map { ($0.log, $0.point) }), seed: seed)
    }

    var node: NodeID { replica.place.node }
    var scope: ScopeID { replica.place.scope }
    var ownLog: LogID { replica.place.log(in: scope) }
    func isUp(_ now: UInt64) -> Bool { !isGone && now >= downUntil }

    /// The machine starts again: all that wasn't on its disk is gone.
    mutating func restart(seed: UInt64) throws(MemoryStore.Failure) {
        replica = try replica.reread(from: store)
        mesh = Self.mesh(replica, number, credential, seed)
        errand = nil
        remember()
    }

    /// Keeps the machine as it is, for ``rollBack(seed:)``.
    mutating func copy() {
        var copy = self
        copy.store = store.clone()
        copy.copies = []
        copies = [copy]
    }

    /// The machine is again what it was when it was copied: it has forgotten the rest, and can't
    /// know it.
    mutating func rollBack(seed: UInt64) throws(MemoryStore.Failure) {
        guard let copy = copies.first else { return }
        self = copy
        try restart(seed: seed)
    }

    /// Another machine with a copy of this one's disk.
    func cloned(seed: UInt64) throws(MemoryStore.Failure) -> MemberLane {
        var clone = self
        clone.store = store.clone()
        clone.copies = []
        try clone.restart(seed: seed)
        return clone
    }

    private mutating func remember() {
        told = [:]
        for log in replica.frontier.logs { told[log] = replica.frontier[log] }
        toldRevision = replica.membership.revision
        toldLife = nil
        toldPast = [:]
    }

    // MARK: Writing

    /// Begins a new life of the database where a peer showed that this one forgot something.
    mutating func renewIfSuperseded(
        _ incarnation: Incarnation, now: UInt64
    ) throws(Failure) -> Bool {
        guard replica.isSuperseded else { return false }
        try renew(incarnation, reason: "shown", now: now)
        return true
    }

    /// Begins a new life of the database.
    mutating func renew(
        _ incarnation: Incarnation, reason: String, now: UInt64
    ) throws(Failure) {
        var (next, commit) = try replica.reopened(
            as: incarnation, reason: reason, now: now, store: store)
        try apply(commit)
        next.confirm(commit)
        replica = next
        // Rights are a log's: what was asked for goes to the one that ended.
        errand = nil
    }

    /// Commits facts of the shop.
    mutating func commit(_ facts: [Fact], now: UInt64) throws(Failure) -> [Commit.Outcome] {
        let commit = try replica.commit(facts, now: now, store: store)
        try apply(commit)
        replica.confirm(commit)
        return commit.outcomes
    }

    /// Commits an operation of the protocol's own kinds; in the control scope unless told.
    @discardableResult
    mutating func decide(
        _ kind: Kind, _ payload: [UInt8], in scope: ScopeID? = nil, now: UInt64
    ) throws(Failure) -> SignedOperation {
        let commit = try replica.commit(
            payloads: [(kind, payload)], in: scope ?? self.scope.control, now: now, store: store)
        try apply(commit)
        replica.confirm(commit)
        return commit.transaction.operations[0]
    }

    private func apply(_ commit: Commit) throws(Failure) {
        do throws(MemoryStore.Failure) {
            try store.apply(commit.transaction)
        } catch {
            throw .store(error)
        }
    }

    /// Takes a segment in as a shell would, and settles what it changed.
    mutating func ingest(
        _ segment: Segment, now: UInt64
    ) throws(MemoryStore.Failure) -> IngestOutcome {
        let outcome: IngestOutcome
        switch try replica.ingest(segment, now: now, store: store) {
        case .new(let commit, _):
            try store.apply(commit.transaction)
            replica.confirm(commit)
            outcome = .stored
        case .alreadyHad(let commit):
            if let commit {
                try store.apply(commit.transaction)
                replica.confirm(commit)
            }
            outcome = .alreadyHad
        case .gap: outcome = .gap
        case .unknownPrev(let seq): outcome = .unknownPrev(seq: seq)
        case .refused: outcome = .refused
        case .stranger: outcome = .stranger
        case .belowStart(let commit):
            if let commit {
                try store.apply(commit.transaction)
                replica.confirm(commit)
            }
            outcome = .belowStart
        }
        try settle()
        return outcome
    }

    /// Applies changed verdicts to all that is stored.
    mutating func settle() throws(MemoryStore.Failure) {
        while let commit = try replica.recount(store: store) {
            try store.apply(commit.transaction)
            replica.confirm(commit)
        }
    }

    /// What the mesh must hear of after a commit or an arrival.
    mutating func news() throws(MemoryStore.Failure) -> [MeshEvent] {
        var events: [MeshEvent] = []
        if replica.place.incarnation != toldLife {
            toldLife = replica.place.incarnation
            events.append(.life(replica.place.incarnation))
        }
        if replica.membership.revision != toldRevision {
            toldRevision = replica.membership.revision
            events.append(.membership(replica.membership))
        }
        for log in replica.frontier.logs {
            let (before, heads) = (told[log] ?? [], replica.frontier[log])
            guard before != heads else { continue }
            told[log] = heads
            events.append(.stored(log, heads, fresh: try fresh(log, before, heads)))
        }
        if replica.wantedPast != toldPast {
            toldPast = replica.wantedPast
            events.append(.pastWanted(toldPast))
        }
        return events
    }

    /// Forgets some of others' logs, a few operations at a time.
    mutating func forget(
        through most: (LogID) -> UInt64
    ) throws(MemoryStore.Failure) -> [MeshEvent] {
        var events: [MeshEvent] = []
        for log in replica.frontier.logs where log.author != node {
            let before = replica.start(of: log)
            while let commit = try replica.prune(
                log, through: most(log), keptFrom: .max, limit: 7, store: store)
            {
                try store.apply(commit.transaction)
                replica.confirm(commit)
            }
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
        while let commit = try replica.restore(run, limit: 5, store: store) {
            try store.apply(commit.transaction)
            replica.confirm(commit)
            isStored = true
        }
        try settle()
        return [.begins(log, behind: replica.start(of: log)?.point)] + (try news()) + [
            .restored(log, isStored: isStored)
        ]
    }

    /// Reads for a stream.
    func read(
        _ read: StreamRead
    ) throws(MemoryStore.Failure) -> (operations: [SignedOperation], isComplete: Bool) {
        // A few at once, so that streams go on where a read ended; more where more is asked for.
        let most = max(64, read.bytesMax / 2_048)
        let all = try store.operations(of: read.log, from: read.from, limit: most + 1)
        return (Array(all.prefix(most)), all.count <= most)
    }
}
