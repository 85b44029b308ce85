import CRDT
import Encoding
import Ledger
import Replication
import Retail

/// Undoes what a ``Pruner`` did with operations, now that they are here again.
///
/// They have then the rows that they would have had, had they never gone, by the verdicts before
/// they were wanted; looking at them again by those of today is the recount's.
struct Restorer<Disk: Store> {
    private let store: Disk
    private(set) var sums: Sums
    private var counters = CounterOverlay(over: CounterRows())
    private var left: [RowWrite] = []
    private var changes = SumChanges()

    init(_ store: Disk, base: Sums) {
        self.store = store
        sums = base
    }

    /// Takes an operation back.
    ///
    /// - Returns: its own rows, which come back with it.
    mutating func take(_ signed: SignedOperation) throws(Disk.Failure) -> [Row] {
        let operation = signed.operation
        switch Reading(operation) {
        // What isn't applied is never forgotten.
        case .refused, .silent: return []
        case .granted, .settled:
            guard let row = Row.rights(signed) else { return [] }
            arrive(row)
            return [row]
        case .published(let published):
            let prefix: [Value] = [.scope(operation.log.scope), .bytes(published.id.bytes)]
            try leave(.publication, prefix, of: signed.hash)
            return []
        case .fact(let fact):
            let prefix: [Value] = [
                .scope(operation.log.scope), .bytes(fact.content.id.bytes),
            ]
            try leave(.claim, prefix, of: signed.hash)
            if let part = fact.publication?.id {
                left.append(.delete(.part(of: part.bytes, origin(of: signed, authority: 0))))
            }
            return try divide(fact, signed)
        }
    }

    /// The row of the base that an operation gave, in whatever name or rank it stands.
    private mutating func leave(
        _ table: TableName, _ prefix: [Value], of hash: Bytes32
    ) throws(Disk.Failure) {
        let rows = try store.rows(table, keyPrefix: prefix, limit: .max)
        guard let row = rows.first(where: { $0.values.contains(.operation(hash)) }) else { return }
        left.append(.delete(row))
    }

    private mutating func divide(
        _ fact: Fact, _ signed: SignedOperation
    ) throws(Disk.Failure) -> [Row] {
        let store = store
        var own: [Row] = []
        for change in Ledger.rows(of: fact, origin: origin(of: signed, authority: 0)) {
            switch change {
            case .fact(let row):
                arrive(row)
                own.append(row)
            case .candidate(let row): try leave(candidate: row)
            case .increase(let row):
                _ = try counters.add(row, isRetracted: true) { () throws(Disk.Failure) in
                    try store.base(row.table, key: Array(row.key))
                }
            }
        }
        return own
    }

    /// The rank of its author at which a candidate stands in the base isn't always today's.
    private mutating func leave(candidate row: Row) throws(Disk.Failure) {
        for authority in UInt8(0)...5 {
            let ranked = row.ranked(authority)
            guard let kept = try store.base(row.table, key: Array(ranked.key)) else { continue }
            left.append(.delete(kept))
            return
        }
    }

    private mutating func arrive(_ row: Row) {
        guard let scope = row.scope else { return }
        changes.remove(RowHash.of(row), Sums.Key(scope: scope, table: row.table))
    }

    private func origin(of signed: SignedOperation, authority: UInt8) -> Origin {
        let operation = signed.operation
        return Origin(
            log: operation.log, seq: operation.seq, hash: signed.hash, hlc: operation.hlc,
            authority: authority)
    }

    /// What leaves the base, and its sums.
    mutating func finish() -> (base: [RowWrite], sums: [TableSum]) {
        var written: [TableSum] = []
        for (key, change) in changes.sorted { written.append(sums.add(change, key)) }
        return (left + counters.writes, written)
    }
}
