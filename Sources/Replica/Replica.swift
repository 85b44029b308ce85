public import CRDT
public import Crypto
public import Encoding
import Ledger
public import Replication

/// One node's mind: turns facts and arriving operations into transactions.
///
/// It changes nothing itself. Each verb answers with a ``Transaction`` and the state that holds
/// once a `Store` has made it durable; ``confirm(_:)`` installs that state. A transaction that
/// failed leaves everything as it was.
public struct Replica: Sendable {
    /// The version of the rows that `Ledger` makes; another one means that they are made anew.
    public static let projectionVersion: UInt64 = 3
    /// The most facts that one transaction takes.
    public static let factsMax = 64

    /// What a replica knows beside its database.
    struct State: Sendable {
        var judge: Judge
        var frontier: Frontier
        var sums: Sums
        var clock: HybridClock
        var operationCount: UInt64
        /// Where this node's own logs stand, by scope.
        var ownHeads: [ScopeID: LogHead]
        /// Whether a peer showed operations of this life's own logs that weren't here: it has
        /// forgotten part of itself, and must not go on with them.
        var isSuperseded = false
        /// The forks of which a proof stands in a control scope, by the first that differs.
        var proved: Set<LogPlace> = []
        /// What a changed verdict leaves to do.
        var recount = Recount()
        /// Stored operations that are looked at again in the transaction that changed their worth;
        /// what is left is done step by step.
        var recountMax = 256
        /// With what this node began, until that was compared.
        var snapshot: SnapshotRecord?
        /// Where logs begin whose first operations were forgotten, and what went with them.
        var starts: [LogID: LogStart] = [:]
        var base = Sums()
        /// What is wanted again of the operations that were forgotten.
        var past = WantedPast()
    }

    /// Who this node is, and where it writes.
    public struct Place: Hashable, Sendable {
        public let node: NodeID
        /// The store.
        public let scope: ScopeID
        public let incarnation: Incarnation
        /// Pinned when the node joined.
        public let root: NodeID
        /// The organisation, where the store has joined one.
        public let organisation: ScopeID?

        public init(
            node: NodeID, scope: ScopeID, incarnation: Incarnation, root: NodeID,
            organisation: ScopeID? = nil
        ) {
            self.node = node
            self.scope = scope
            self.incarnation = incarnation
            self.root = root
            self.organisation = organisation
        }

        /// The control scopes of the store and of the organisation.
        var controls: Set<ScopeID> {
            Set([scope.control] + (organisation.map { [$0.control] } ?? []))
        }

        /// This node's log of a scope.
        public func log(in scope: ScopeID) -> LogID {
            LogID(scope: scope, author: node, incarnation: incarnation)
        }
    }

    public internal(set) var place: Place
    let identity: Identity
    var state: State
    /// Beside the state, which is copied for each transaction.
    var counters = CounterRows()

    /// Reads what it must know from a database.
    public init<Disk: Store>(
        _ place: Place, identity: Identity, store: Disk
    ) throws(Disk.Failure) {
        let summary = try store.summary()
        self.init(place, identity: identity, summary: summary)
        try loadForks(summary, store)
        try loadMembership(summary, store)
    }

    /// The same node's mind, read anew from a database.
    public func reread<Disk: Store>(from store: Disk) throws(Disk.Failure) -> Replica {
        try Replica(place, identity: identity, store: store)
    }

    private init(_ place: Place, identity: Identity, summary: StoreSummary) {
        self.place = place
        self.identity = identity
        var frontier = Frontier()
        var ownHeads: [ScopeID: LogHead] = [:]
        for head in summary.heads {
            let point = LogPoint(seq: head.seq, hash: head.hash)
            frontier.replace(head.log, with: frontier[head.log] + [point])
            if head.log == place.log(in: head.log.scope) {
                ownHeads[head.log.scope] = LogHead(seq: head.seq, hash: head.hash, hlc: head.hlc)
            }
        }
        let last = ownHeads.values.map(\.hlc).max() ?? HLC(raw: 0)
        state = State(
            judge: Judge(
                membership: Membership(root: place.root), index: LogIndex(),
                controls: place.controls),
            frontier: frontier, sums: Sums(summary.sums), clock: HybridClock(last: last),
            operationCount: summary.operationCount,
            ownHeads: ownHeads)
        state.base = Sums(summary.baseSums)
        for start in summary.starts { state.starts[start.log] = start }
    }

    private mutating func loadForks<Disk: Store>(
        _ summary: StoreSummary, _ store: Disk
    ) throws(Disk.Failure) {
        for log in state.frontier.logs {
            let heads = summary.heads.filter { $0.log == log }.map {
                LogHead(seq: $0.seq, hash: $0.hash, hlc: $0.hlc)
            }
            let forks = heads.count > 1 ? try Self.forks(of: log, store) : []
            state.judge.index.load(
                log, heads: heads, forks: forks, start: state.starts[log]?.point)
            if let base = forks.first {
                var branches = Branches(base: base)
                try store.forEach(of: log, from: base.seq + 1) { branches.append($0) }
                state.judge.membership.note(branches, of: log)
            }
            for signed in try store.operations(of: log, from: 1, limit: heads.count) {
                state.judge.note(first: signed.operation)
            }
        }
    }

    /// The points from which more than one stored operation goes on.
    private static func forks<Disk: Store>(
        of log: LogID, _ store: Disk
    ) throws(Disk.Failure) -> [LogPoint] {
        var children: [LogPoint: Int] = [:]
        try store.forEach(of: log) { signed in
            let point = LogPoint(
                seq: signed.operation.seq - 1, hash: signed.operation.prev)
            children[point, default: 0] += 1
        }
        return children.keys.filter { children[$0, default: 0] > 1 }.sorted()
    }

    private mutating func loadMembership<Disk: Store>(
        _ summary: StoreSummary, _ store: Disk
    ) throws(Disk.Failure) {
        var decisions: [SignedOperation] = []
        var proofs: [SignedOperation] = []
        let judge = state.judge
        for log in state.frontier.logs where judge.controls.contains(log.scope) {
            try store.forEach(of: log) { signed in
                if judge.isDecision(signed) { decisions.append(signed) }
                if signed.operation.named == .forkProved { proofs.append(signed) }
            }
        }
        state.note(proofs: proofs)
        state.judge.membership.insert(decisions)
        try state.judge.choose(store)
        state.judge.refresh()
        state.recount = try Recount(from: store, logs: state.frontier.logs)
        state.isSuperseded = try Superseded.isSet(place.incarnation, in: store)
        state.past = try WantedPast(from: store, starts: state.starts)
        state.snapshot = try store.local(.counter, key: SnapshotRecord.key)
            .flatMap { SnapshotRecord($0) }
    }

    // MARK: What it knows

    /// Where every log stands.
    public var frontier: Frontier { state.frontier }

    /// BLAKE2b-256 over the frontier (protocol.md §5).
    public var frontierDigest: Bytes32 { state.frontier.digest }

    /// What two honest nodes with one frontier have in common (protocol.md §7), once both
    /// are settled, see ``isSettled``.
    public var stateDigest: Bytes32 { state.sums.digest(projection: Self.projectionVersion) }

    public var sums: Sums { state.sums }

    /// Who may write what.
    public var membership: Membership { state.judge.membership }

    /// Operations that are held of all logs.
    public var operationCount: UInt64 { state.operationCount }

    /// Where this node's own log of the store stands; nil before its first operation.
    public var head: LogHead? { state.ownHeads[place.scope] }

    /// Makes what was stored the state from which the next verb goes on.
    public mutating func confirm(_ commit: Commit) {
        state = commit.state
        counters.take(commit.counters)
    }
}
