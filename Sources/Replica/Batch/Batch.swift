import CRDT
import Encoding
import Ledger
import Replication
import Retail

/// Gathers what operations do to rows and sums until it is one `Transaction`.
struct Batch<Disk: Store> {
    typealias Failure = Disk.Failure

    let store: Disk
    var judge: Judge
    private(set) var sums: Sums
    var transaction = Transaction()

    private var sumChanges = SumChanges()
    private var counters: CounterOverlay
    /// Claims as they stand with this batch, by everything of the key but the operation.
    private var claims: [ClaimKey: [Bytes32]] = [:]
    /// Operations of this batch, which the store doesn't have yet.
    private var fresh: [Bytes32: SignedOperation] = [:]
    private var authorities: [LogID: UInt8] = [:]

    init(store: Disk, judge: Judge, sums: Sums, counters: CounterRows = CounterRows()) {
        self.store = store
        self.judge = judge
        self.sums = sums
        self.counters = CounterOverlay(over: counters)
    }

    /// The counters' rows as they will be, for the next batch.
    var counterChanges: [(key: CounterRows.Key, stored: CounterRows.Stored)] { counters.changes }

    /// Appends an operation to the log; ``count(_:)`` gives it its effect.
    mutating func append(_ signed: SignedOperation) {
        transaction.operations.append(signed)
        fresh[signed.hash] = signed
    }

    /// The transaction, once all operations were counted.
    mutating func finish() -> Transaction {
        transaction.rows += counters.writes
        for (key, change) in sumChanges.sorted {
            sums.add(change, key)
            transaction.sums.append(sums.value(key))
        }
        return transaction
    }

    // MARK: Effects

    /// Gives an operation the effect that the judge allows it.
    mutating func count(_ signed: SignedOperation) throws(Failure) {
        try change(signed, .apply)
    }

    /// Takes an operation's effect away, by the same judge that gave it.
    mutating func retract(_ signed: SignedOperation) throws(Failure) {
        try change(signed, .retract)
    }

    private enum Direction { case apply, retract }

    private mutating func change(
        _ signed: SignedOperation, _ direction: Direction
    ) throws(Failure) {
        let id = OperationID(signed.head, of: signed.operation.log)
        if let reason = judge.quarantine(id, kind: signed.operation.named) {
            return list(signed, reason, direction)
        }
        switch Reading(signed.operation) {
        case .silent: return
        case .refused(let reason): list(signed, reason, direction)
        case .fact(let fact):
            switch direction {
            case .apply: try claim(fact, of: signed)
            case .retract: try unclaim(fact, of: signed)
            }
        }
    }

    private mutating func list(
        _ signed: SignedOperation, _ reason: QuarantineReason, _ direction: Direction
    ) {
        set(Row.quarantine(origin(of: signed), reason: reason.rawValue), direction)
    }

    // MARK: Claims: of several operations with one content id the smallest hash makes the rows.

    /// Whether a content id is claimed by an author already, and by which operation.
    mutating func claimant(_ content: ContentID, by log: LogID) throws(Failure) -> Bytes32? {
        try claims(of: claimKey(content, log)).min()
    }

    private func claimKey(_ content: ContentID, _ log: LogID) -> ClaimKey {
        ClaimKey(scope: log.scope, content: content, author: log.author)
    }

    private mutating func claims(of key: ClaimKey) throws(Failure) -> [Bytes32] {
        if let known = claims[key] { return known }
        let rows = try store.rows(.claim, keyPrefix: key.values, limit: .max)
        let hashes = rows.compactMap { row in
            if case .operation(let hash)? = row.values.last { hash } else { nil }
        }
        claims[key] = hashes
        return hashes
    }

    private mutating func claim(_ fact: Fact, of signed: SignedOperation) throws(Failure) {
        let key = claimKey(fact.content, signed.operation.log)
        let before = try claims(of: key)
        claims[key] = before + [signed.hash]
        set(Row(.claim, key.values + [.operation(signed.hash)]), .apply)
        guard let winner = before.min() else { return try rows(fact, signed, .apply) }
        guard signed.hash < winner else { return }
        try rows(ofOperation: winner, .retract)
        try rows(fact, signed, .apply)
    }

    private mutating func unclaim(_ fact: Fact, of signed: SignedOperation) throws(Failure) {
        let key = claimKey(fact.content, signed.operation.log)
        let before = try claims(of: key)
        let after = before.filter { $0 != signed.hash }
        claims[key] = after
        set(Row(.claim, key.values + [.operation(signed.hash)]), .retract)
        guard before.min() == signed.hash else { return }
        try rows(fact, signed, .retract)
        if let next = after.min() { try rows(ofOperation: next, .apply) }
    }

    // MARK: Rows

    private mutating func rows(ofOperation hash: Bytes32, _ direction: Direction) throws(Failure) {
        let stored: SignedOperation?
        if let known = fresh[hash] { stored = known } else { stored = try store.operation(hash) }
        // A claim is a row of an operation that is stored and was read before.
        guard let signed = stored, case .fact(let fact) = Reading(signed.operation) else {
            preconditionFailure("a claim names an operation that is no fact: \(hash)")
        }
        try rows(fact, signed, direction)
    }

    private mutating func rows(
        _ fact: Fact, _ signed: SignedOperation, _ direction: Direction
    ) throws(Failure) {
        for change in Ledger.rows(of: fact, origin: origin(of: signed)) {
            switch change {
            case .fact(let row), .candidate(let row): set(row, direction)
            case .increase(let row): try increase(row, direction)
            }
        }
    }

    private mutating func set(_ row: Row, _ direction: Direction) {
        guard let key = sumKey(row) else { return }
        switch direction {
        case .apply:
            transaction.rows.append(.insert(row))
            sumChanges.insert(RowHash.of(row), key)
        case .retract:
            transaction.rows.append(.delete(row))
            sumChanges.remove(RowHash.of(row), key)
        }
    }

    private mutating func increase(_ row: Row, _ direction: Direction) throws(Failure) {
        guard let key = sumKey(row) else { return }
        let store = store
        let change = try counters.add(row, isRetracted: direction == .retract) {
            () throws(Failure) in try store.row(row.table, key: Array(row.key))
        }
        sumChanges.touch(key)
        if let before = change.before { sumChanges.remove(before, key) }
        if let after = change.after { sumChanges.insert(after, key) }
    }

    private func sumKey(_ row: Row) -> Sums.Key? {
        row.scope.map { Sums.Key(scope: $0, table: row.table) }
    }

    private mutating func origin(of signed: SignedOperation) -> Origin {
        let operation = signed.operation
        let authority = authorities[operation.log] ?? judge.authority(in: operation.log)
        authorities[operation.log] = authority
        return Origin(
            log: operation.log, seq: operation.seq, hash: signed.hash, hlc: operation.hlc,
            authority: authority)
    }

    /// Goes on under another judge: what was retracted is now counted anew.
    mutating func judge(by next: Judge) {
        judge = next
        authorities = [:]
    }
}

/// Of a claim's key everything but the operation.
private struct ClaimKey: Hashable {
    let scope: ScopeID
    let content: ContentID
    let author: NodeID

    var values: [Value] {
        [.scope(scope), .bytes(content.id.bytes), .bytes(author.key.bytes)]
    }

    func hash(into hasher: inout Hasher) { hasher.combine(content) }

    static func == (a: Self, b: Self) -> Bool {
        a.content == b.content && a.author == b.author && a.scope == b.scope
    }
}
