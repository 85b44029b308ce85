public import CRDT
public import Crypto
import Encoding
import Replication
public import Retail

/// How a store begins: its root, its first node, its first logs (protocol.md §4 and §5).
public enum Genesis {
    /// The random bytes of a new store and the keys that were made for it.
    public struct Seed: Sendable {
        public let scope: ScopeID
        public let root: Identity
        public let node: Identity
        /// The root's incarnation is its own: it writes once and is sealed away.
        public let rootIncarnation: Incarnation
        public let incarnation: Incarnation

        public init(
            scope: ScopeID, root: Identity, node: Identity, rootIncarnation: Incarnation,
            incarnation: Incarnation
        ) {
            self.scope = scope
            self.root = root
            self.node = node
            self.rootIncarnation = rootIncarnation
            self.incarnation = incarnation
        }
    }

    /// What this node is enrolled as.
    public struct Member: Hashable, Sendable {
        public let lane: UInt8
        /// For people; at most 256 bytes.
        public let label: String

        public init(lane: UInt8, label: String) {
            self.lane = lane
            self.label = label
        }
    }

    /// Opens the store's logs, enrols this node as steward and lane, and states the settings.
    ///
    /// The store must be empty. Each step is one transaction of its own; a crash in between leaves
    /// a database that was never finished, which `init` throws away.
    ///
    /// - Returns: the replica, its state confirmed.
    public static func makeStore<Disk: Store>(
        _ seed: Seed, member: Member, facts: [Fact], now: UInt64, store: Disk
    ) throws(CommitError<Disk.Failure>) -> Replica {
        let root = try key(seed.root, Disk.Failure.self)
        let node = try key(seed.node, Disk.Failure.self)
        let control = seed.scope.control
        var founder = try replica(
            Replica.Place(
                node: root, scope: seed.scope, incarnation: seed.rootIncarnation, root: root),
            seed.root, store)
        let enrolment = MemberEnrolled(
            node: node, store: seed.scope, lane: member.lane, label: member.label,
            roles: [.steward, .lane])
        try apply(
            founder.commit(
                payloads: [opening, (.memberEnrolled, enrolment.encoded())], in: control,
                now: now, store: store), to: &founder, store)
        var replica = try replica(
            Replica.Place(
                node: node, scope: seed.scope, incarnation: seed.incarnation, root: root),
            seed.node, store)
        for scope in [control, seed.scope] {
            try apply(
                replica.commit(payloads: [opening], in: scope, now: now, store: store),
                to: &replica, store)
        }
        for start in stride(from: 0, to: facts.count, by: Replica.factsMax) {
            let some = Array(facts[start..<min(start + Replica.factsMax, facts.count)])
            try apply(
                replica.commit(some, now: now, signing: .last, store: store), to: &replica, store)
        }
        return replica
    }

    private static let opening: (kind: Kind, payload: [UInt8]) = (
        .logOpened, LogOpened(previous: nil, reason: "created").encoded()
    )

    private static func key<Failure: Error>(
        _ identity: Identity, _ failure: Failure.Type
    ) throws(CommitError<Failure>) -> NodeID {
        guard let key = Bytes32(identity.publicKey) else { throw .log(.notAuthor) }
        return NodeID(key)
    }

    private static func replica<Disk: Store>(
        _ place: Replica.Place, _ identity: Identity, _ store: Disk
    ) throws(CommitError<Disk.Failure>) -> Replica {
        do {
            return try Replica(place, identity: identity, store: store)
        } catch {
            throw .store(error)
        }
    }

    private static func apply<Disk: Store>(
        _ commit: Commit, to replica: inout Replica, _ store: Disk
    ) throws(CommitError<Disk.Failure>) {
        do {
            try store.apply(commit.transaction)
        } catch {
            throw .store(error)
        }
        replica.confirm(commit)
    }
}
