import CRDT
import Ledger
import Replica
import Replication
import Retail
import Storage

/// What a change of the logs means to the mesh.
struct LogNews: Sendable {
    /// A log's heads as they are on disk, with what was added where that is one run.
    struct Grown: Sendable {
        let log: LogID
        let heads: [LogPoint]
        let fresh: Segment?
    }

    var grown: [Grown] = []
    /// Who may write what, where that changed.
    var membership: Membership?
    /// By which this node is to be known from now on, where that changed.
    var credential: Credential?
    /// In which this node writes from now on, where that changed.
    var life: Incarnation?
    /// What is wanted again of what was forgotten, see ``Replica/wantedPast``; nil: as before.
    var past: [LogID: UInt64]?
}

/// What came of a segment that was given to the register.
struct Arrival: Sendable {
    let outcome: IngestOutcome
    let news: LogNews
    /// Why the disk didn't take it; it is asked for again.
    var failure: StorageError?
}

extension Register {
    /// Takes in what a neighbour sent; on disk when it returns.
    mutating func ingest(_ segment: Segment) -> Arrival {
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        do throws(StorageError) {
            switch try replica.ingest(segment, now: now, store: store) {
            case .new(let commit, _):
                return Arrival(outcome: .stored, news: try apply(commit, fresh: segment))
            case .alreadyHad(let commit):
                let news = try commit.map { (commit) throws(StorageError) in
                    try apply(commit, fresh: nil)
                }
                return Arrival(outcome: .alreadyHad, news: news ?? LogNews())
            case .gap: return Arrival(outcome: .gap, news: LogNews())
            case .unknownPrev(let seq):
                return Arrival(outcome: .unknownPrev(seq: seq), news: LogNews())
            case .refused: return Arrival(outcome: .refused, news: LogNews())
            case .stranger: return Arrival(outcome: .stranger, news: LogNews())
            case .belowStart(let commit):
                let news = try commit.map { (commit) throws(StorageError) in
                    try apply(commit, fresh: nil)
                }
                return Arrival(outcome: .belowStart, news: news ?? LogNews())
            }
        } catch {
            return Arrival(outcome: .gap, news: LogNews(), failure: error)
        }
    }

    /// Looks again at operations whose worth a verdict changed, and at what searches find, some at
    /// a time.
    ///
    /// - Returns: whether more is left to do.
    mutating func recountSome() throws(StorageError) -> Bool {
        guard let commit = try replica.recount(store: store) else { return try settleSomeSearch() }
        tellMesh?(try apply(commit, fresh: nil))
        return !replica.isRecounted || isSearchBehind
    }

    /// Takes back some operations that were forgotten, the last of a run.
    ///
    /// - Returns: where their log begins now, nil where it's held from its first operation on, with
    ///   what that means to the mesh; nil where nothing of the run is wanted any more.
    mutating func restoreSome(
        of run: [SignedOperation]
    ) throws(StorageError) -> (start: LogStart?, news: LogNews)? {
        guard let log = run.first?.operation.log,
            let commit = try replica.restore(
                run, limit: RetentionDesk.operationsMax, store: store)
        else { return nil }
        let news = try apply(commit, fresh: nil)
        return (replica.start(of: log), news)
    }

    mutating func apply(
        _ commit: Commit, fresh: Segment?
    ) throws(StorageError) -> LogNews {
        try store.apply(commit.transaction)
        replica.confirm(commit)
        try takeIn(commit.transaction)
        let news = news(of: commit.transaction, fresh: fresh)
        return news
    }

    /// What others changed is what this lane sells by from now on.
    private mutating func takeIn(_ transaction: Transaction) throws(StorageError) {
        let tables: [TableName] = [.setting, .taxRule, .publication]
        guard transaction.rows.contains(where: { tables.contains($0.row.table) }) else { return }
        try followPublications()
    }

    /// What a transaction that is on disk added, log by log.
    func news(of transaction: Transaction, fresh: Segment? = nil) -> LogNews {
        var runs: [LogID: [SignedOperation]] = [:]
        for signed in transaction.operations {
            runs[signed.operation.log, default: []].append(signed)
        }
        for late in transaction.signatures where runs[late.log] == nil { runs[late.log] = [] }
        var news = LogNews()
        news.past = replica.wantedPast
        let control = file.store.control
        if runs.keys.contains(where: { $0.scope == control }) {
            news.membership = replica.membership
        }
        for (log, run) in runs.sorted(by: { $0.key < $1.key }) {
            let isWhole = fresh?.log == log && fresh?.entries.count == run.count
            news.grown.append(
                LogNews.Grown(
                    log: log, heads: replica.frontier[log],
                    fresh: isWhole ? fresh : Self.fresh(run)))
        }
        return news
    }
}

extension Register {
    /// What goes out at once; nil where it is read from the disk, in pieces that end behind each
    /// enrolment.
    private static func fresh(_ run: [SignedOperation]) -> Segment? {
        let isOne = !run.dropLast().contains { $0.operation.isCredentialEntry }
        return isOne ? SegmentCutter.segment(run[...]) : nil
    }

    /// Enrols a member in the store's control scope; on disk when it returns.
    ///
    /// - Returns: the signed enrolment, the last entry of the member's credential.
    mutating func enrol(_ enrolment: MemberEnrolled) throws(StorageError) -> SignedOperation {
        let payloads = [(kind: Kind.memberEnrolled, payload: enrolment.encoded())]
        let signed = try decide(payloads)
        return signed[0]
    }

    /// Commits operations of the protocol's own kinds; nil for the store's control scope.
    mutating func decide(
        _ payloads: [(kind: Kind, payload: [UInt8])], in scope: ScopeID? = nil
    ) throws(StorageError) -> [SignedOperation] {
        do throws(PerformError) {
            try renewIfSuperseded()
        } catch {
            if case .storage(let error) = error { throw error }
            throw .contradiction("\(error)")
        }
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        let commit: Commit
        do throws(CommitError<StorageError>) {
            commit = try replica.commit(
                payloads: payloads, in: scope ?? file.store.control, now: now, store: store)
        } catch {
            if case .store(let error) = error { throw error }
            throw .contradiction("\(error)")
        }
        let news = try apply(commit, fresh: nil)
        tellMesh?(news)
        return commit.transaction.operations
    }

    /// Where this node stands, for a peer to compare (protocol.md §7); nil while verdicts change.
    var stateReport: StateReport? {
        guard replica.isSettled else { return nil }
        return StateReport(
            frontier: replica.frontier, projection: Replica.projectionVersion,
            sums: replica.sums.entries.map {
                ScopeTableSum(
                    scope: $0.scope, table: $0.table.rawValue, count: $0.count, sum: $0.sum)
            })
    }
}

extension Membership {
    /// Whether mesh keys that a node signed count: a steward of the store, neither revoked nor
    /// retired (protocol.md §4).
    func makesMeshKeys(_ node: NodeID, of store: ScopeID) -> Bool {
        isActive(node) && grants(of: node).contains { $0.role == .steward && $0.store == store }
    }
}
