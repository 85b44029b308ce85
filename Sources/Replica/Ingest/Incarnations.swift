public import CRDT
import Encoding
import Replication

/// The local row that says which life of this database a peer has shown to be forgetful.
enum Superseded {
    private static let key = Array("superseded".utf8)

    static func write(_ incarnation: Incarnation) -> LocalWrite {
        LocalWrite(.counter, key: key, value: incarnation.id.bytes)
    }

    static func isSet<Disk: Store>(
        _ incarnation: Incarnation, in store: Disk
    ) throws(Disk.Failure) -> Bool {
        try store.local(.counter, key: key) == incarnation.id.bytes
    }
}

extension Replica {
    /// Whether this life of the database must end before the next commit; survives a restart.
    ///
    /// A peer proved that its logs went on elsewhere (protocol.md §5).
    public var isSuperseded: Bool { state.isSuperseded }

    /// Goes on under a new incarnation, whose logs say where the ones before ended.
    ///
    /// For a restored, cloned or rolled-back database, once the operations of its own that peers
    /// have were taken back, or at once where nobody is reachable.
    ///
    /// - Parameters:
    ///   - incarnation: 8 random bytes.
    ///   - reason: for people; at most 256 bytes.
    ///   - now: wall time, milliseconds since 1970.
    ///   - store: where the logs are.
    /// - Returns: the replica of the new life with its opening, which is to be applied and then
    ///   confirmed by that replica; this one goes on if applying fails.
    /// - Throws: ``CommitError``.
    public func reopened<Disk: Store>(
        as incarnation: Incarnation, reason: String, now: UInt64, store: Disk
    ) throws(CommitError<Disk.Failure>) -> (replica: Replica, commit: Commit) {
        let before = place
        var next = self
        next.place = Place(
            node: before.node, scope: before.scope, incarnation: incarnation, root: before.root,
            organisation: before.organisation)
        next.state.isSuperseded = false
        next.state.ownHeads = [:]
        let start = next
        var all = Transaction()
        var last: Commit?
        for scope in [before.scope.control, before.scope] {
            let commit = try next.commit(
                payloads: [(.logOpened, opening(of: scope, reason))], in: scope, now: now,
                store: store)
            all.append(commit.transaction)
            next.confirm(commit)
            last = commit
        }
        // The loop runs twice: there is a last one.
        guard let last else { return (start, Commit(all, state: start.state)) }
        return (start, Commit(all, state: last.state, counters: last.counters))
    }

    private func opening(of scope: ScopeID, _ reason: String) -> [UInt8] {
        let log = place.log(in: scope)
        // Of branches the highest: what was taken back may have gone on further than this one.
        let end = state.frontier[log].max()
        let previous = end.map { OperationID(log: log, seq: $0.seq, hash: $0.hash) }
        return LogOpened(previous: previous, reason: reason).encoded()
    }
}

extension Transaction {
    /// Adds what is to happen right after, in the same transaction.
    mutating func append(_ other: Transaction) {
        restorings += other.restorings
        operations += other.operations
        signatures += other.signatures
        rows += other.rows
        // Absolute: the later one stands.
        sums += other.sums
        local += other.local
        prunings += other.prunings
        base += other.base
    }
}
