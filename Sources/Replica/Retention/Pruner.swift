import CRDT
import Encoding
import Ledger
import Replication
import Retail

/// Gathers what goes with a log's first operations, and what of them stays as the base.
///
/// What stays: candidates for registers, counters' totals, claims and the lists of publications'
/// parts. What goes: the rows of facts and of rights, whose hashes stay in the sums.
struct Pruner<Disk: Store> {
    private let store: Disk
    private let judge: Judge
    /// Operations from this moment on stay, milliseconds since 1970.
    private let keptFrom: UInt64
    private(set) var sums: Sums
    private var counters = CounterOverlay(over: CounterRows())
    private var kept: [RowWrite] = []
    private var changes = SumChanges()
    /// The rows that go.
    private(set) var rows: [RowWrite] = []
    private(set) var last: SignedOperation?

    init(_ store: Disk, judge: Judge, base: Sums, keptFrom: UInt64) {
        self.store = store
        self.judge = judge
        self.keptFrom = keptFrom
        sums = base
    }

    /// Takes the next operation of a log; false: it stays, and so does all behind it.
    mutating func take(_ signed: SignedOperation) throws(Disk.Failure) -> Bool {
        let operation = signed.operation
        let standing = judge.standing(of: operation.log)
        let origin = Origin(
            log: operation.log, seq: operation.seq, hash: signed.hash, hlc: operation.hlc,
            authority: standing.authority)
        guard operation.hlc.milliseconds < keptFrom, try isApplied(origin) else { return false }
        switch Reading(operation) {
        case .refused: return false
        case .silent: break
        case .granted, .settled:
            if let row = Row.rights(signed) { leave(row) }
        case .published(let published):
            guard let row = try publication(published.id, origin) else { return false }
            kept.append(.insert(row))
        case .fact(let fact):
            guard try keepClaim(of: fact, by: standing.identity, origin) else { return false }
            if let part = fact.publication?.id {
                kept.append(.insert(.part(of: part.bytes, origin)))
            }
            try divide(Ledger.rows(of: fact, origin: origin))
        }
        last = signed
        return true
    }

    /// Whether it isn't listed: what isn't applied may be one day, by a later program or a
    /// steward's word.
    private func isApplied(_ origin: Origin) throws(Disk.Failure) -> Bool {
        let listing = Row.quarantine(origin, reason: 0)
        return try store.row(.quarantine, key: Array(listing.key)) == nil
    }

    /// The row of a publication that an operation closed.
    private func publication(_ id: Bytes16, _ origin: Origin) throws(Disk.Failure) -> Row? {
        let prefix: [Value] = [.scope(origin.log.scope), .bytes(id.bytes)]
        return try store.rows(.publication, keyPrefix: prefix, limit: .max)
            .first { $0.values.contains(.operation(origin.hash)) }
    }

    /// Keeps an operation's claim; false where another one's stands beside it: of several one steps
    /// in for the other, so they stay as long as both are held.
    private mutating func keepClaim(
        of fact: Fact, by author: NodeID, _ origin: Origin
    ) throws(Disk.Failure) -> Bool {
        let key: [Value] = [
            .scope(origin.log.scope), .bytes(fact.content.id.bytes), .bytes(author.key.bytes),
        ]
        let claims = try store.rows(.claim, keyPrefix: key, limit: 2)
        guard claims.count == 1, let claim = claims.first,
            claim.values.last == .operation(origin.hash)
        else { return false }
        kept.append(.insert(claim))
        return true
    }

    private mutating func divide(_ changes: [RowChange]) throws(Disk.Failure) {
        let store = store
        for change in changes {
            switch change {
            case .fact(let row): leave(row)
            case .candidate(let row): kept.append(.insert(row))
            case .increase(let row):
                _ = try counters.add(row, isRetracted: false) { () throws(Disk.Failure) in
                    try store.base(row.table, key: Array(row.key))
                }
            }
        }
    }

    private mutating func leave(_ row: Row) {
        guard let scope = row.scope else { return }
        rows.append(.delete(row))
        changes.insert(RowHash.of(row), Sums.Key(scope: scope, table: row.table))
    }

    /// What the base is to take up, and its sums.
    mutating func finish() -> (base: [RowWrite], sums: [TableSum]) {
        var written: [TableSum] = []
        for (key, change) in changes.sorted {
            sums.add(change, key)
            written.append(sums.value(key))
        }
        return (kept + counters.writes, written)
    }
}
