import CRDT
import Encoding
import Ledger
import Replication
import Retail

/// Gathers what operations do to rows and sums until it is one `Transaction`.
struct Batch<Disk: Store> {
    typealias Failure = Disk.Failure

    let store: Disk
    let judge: Judge
    private(set) var sums: Sums
    var transaction = Transaction()

    private var sumChanges = SumChanges()
    private var counters: CounterOverlay
    /// Claims as they stand with this batch, by everything of the key but the operation.
    var claims: [ClaimKey: [Bytes32]] = [:]
    private var parts = PublicationParts()
    /// Operations of this batch, which the store doesn't have yet.
    var fresh: [Bytes32: SignedOperation] = [:]
    /// Logs whose rows may still say what an earlier verdict did.
    private let unsettled: Set<LogID>
    /// What operations did to registers and counters up to its frontier is here already.
    private let snapshot: SnapshotRecord?
    /// The authority with which this batch gave operations of such logs their rows.
    private var given: [Bytes32: UInt8] = [:]
    /// Contents that one author claimed twice, differently.
    var contradictions: [Contradiction] = []
    /// Logs of which some forgotten operation's rows would have to change.
    var wanted: Set<LogID> = []

    init(
        store: Disk, judge: Judge, sums: Sums, counters: CounterRows = CounterRows(),
        unsettled: Set<LogID> = [], snapshot: SnapshotRecord? = nil
    ) {
        self.store = store
        self.judge = judge
        self.sums = sums
        self.counters = CounterOverlay(over: counters)
        self.unsettled = unsettled
        self.snapshot = snapshot.flatMap { $0.phase == .whole ? nil : $0 }
    }

    /// The counters' rows as they will be, for the next batch.
    var counterChanges: [(key: CounterRows.Key, stored: CounterRows.Stored)] { counters.changes }

    /// Takes an operation that the store has once this batch is applied, and its rows with it.
    mutating func bringBack(_ signed: SignedOperation, _ rows: [Row]) {
        fresh[signed.hash] = signed
        transaction.rows += rows.map { .insert($0) }
    }

    /// Appends an operation to the log; ``count(_:)`` gives it its effect.
    mutating func append(_ signed: SignedOperation) {
        transaction.operations.append(signed)
        fresh[signed.hash] = signed
    }

    /// The transaction, once all operations were counted.
    mutating func finish() -> Transaction {
        transaction.rows += counters.writes
        for (key, change) in sumChanges.sorted {
            transaction.sums.append(sums.add(change, key))
        }
        return transaction
    }

    // MARK: Effects

    /// Gives a new operation the effect that the judge allows it.
    mutating func count(_ signed: SignedOperation) throws(Failure) {
        try change(signed, try effect(of: signed), .apply)
    }

    /// Makes the effect of a stored operation what the judge allows now.
    ///
    /// Once in a batch for each operation: what it did is read from the store.
    mutating func recount(_ signed: SignedOperation) throws(Failure) {
        let (before, after) = (try applied(signed), try effect(of: signed))
        guard before != after else { return }
        try change(signed, before, .retract)
        try change(signed, after, .apply)
    }

    enum Direction { case apply, retract }

    /// What an operation does to the rows.
    private enum Effect: Hashable {
        case nothing
        case listed(Int64)
        case claims(Fact, by: NodeID, authority: UInt8)
        /// Of the protocol's own kinds: rights that move.
        case rights(Row)
        /// A publication of which every part is here.
        case published(Row)
    }

    private func effect(of signed: SignedOperation) throws(Failure) -> Effect {
        let log = signed.operation.log
        // What it says, and so who may say it, is for a later version to tell.
        guard !signed.operation.isUnread else {
            return .listed(QuarantineReason.unknownVersion.rawValue)
        }
        let id = OperationID(signed.head, of: log)
        if let reason = judge.quarantine(id, kind: signed.operation.named) {
            return .listed(reason.rawValue)
        }
        switch Reading(signed.operation) {
        case .silent: return .nothing
        case .refused(let reason): return .listed(reason.rawValue)
        case .fact(let fact):
            // A part is publishing, whatever its kind: who may not do that, or not on this branch
            // of a fork, may not write it either.
            if fact.publication != nil, let reason = judge.quarantine(id, kind: .published) {
                return .listed(reason.rawValue)
            }
            let standing = judge.standing(of: log)
            return .claims(fact, by: standing.identity, authority: standing.authority)
        case .granted, .settled:
            return Row.rights(signed).map(Effect.rights) ?? .nothing
        case .published(let published):
            let parts = try parts(of: published.id, before: signed.operation.seq, in: log)
            guard published.closes(parts) else {
                return .listed(QuarantineReason.incompletePublication.rawValue)
            }
            let origin = origin(of: signed, authority: judge.standing(of: log).authority)
            return .published(
                .publication(
                    published.id.bytes, effective: published.effective, count: published.count,
                    origin))
        }
    }

    /// The operations of a log that name a publication, below a sequence and in its order.
    ///
    /// They are on one branch: what a fork leaves open counts for nothing here, like all that is
    /// published above it.
    func parts(
        of id: Bytes16, before seq: UInt64, in log: LogID
    ) throws(Failure) -> [Bytes32] {
        let key = PublicationKey(log: log, id: id)
        let rows = try store.rows(.publicationPart, keyPrefix: key.partPrefix, limit: .max)
        return parts.hashes(of: key, below: seq, rows: rows)
    }

    /// What a stored operation did, as its rows tell.
    private func applied(_ signed: SignedOperation) throws(Failure) -> Effect {
        let listing = Row.quarantine(origin(of: signed, authority: 0), reason: 0)
        if let row = try store.row(.quarantine, key: Array(listing.key)),
            case .integer(let reason)? = row.values.last
        {
            return .listed(reason)
        }
        if let row = Row.rights(signed) {
            return try store.row(row.table, key: Array(row.key)) == nil ? .nothing : .rights(row)
        }
        if signed.operation.named == .published { return try appliedPublication(signed) }
        guard case .fact(let fact) = Reading(signed.operation) else { return .nothing }
        let prefix: [Value] = [
            .scope(signed.operation.log.scope), .bytes(fact.content.id.bytes),
        ]
        let claims = try store.rows(.claim, keyPrefix: prefix, limit: .max)
        guard let claim = claims.first(where: { $0.values.last == .operation(signed.hash) }),
            case .bytes(let bytes) = claim.values[2], let author = Bytes32(bytes)
        else { return .nothing }
        return .claims(
            fact, by: NodeID(author), authority: try appliedAuthority(fact, of: signed))
    }

    private func appliedPublication(_ signed: SignedOperation) throws(Failure) -> Effect {
        guard case .published(let published) = Reading(signed.operation) else { return .nothing }
        let prefix: [Value] = [.scope(signed.operation.log.scope), .bytes(published.id.bytes)]
        let rows = try store.rows(.publication, keyPrefix: prefix, limit: .max)
        let row = rows.first { $0.values.contains(.operation(signed.hash)) }
        return row.map(Effect.published) ?? .nothing
    }

    /// The authority that an operation's candidate rows stand with.
    func appliedAuthority(
        _ fact: Fact, of signed: SignedOperation
    ) throws(Failure) -> UInt8 {
        let current = judge.standing(of: signed.operation.log).authority
        if let known = given[signed.hash] { return known }
        guard unsettled.contains(signed.operation.log) else { return current }
        for authority in UInt8(0)...5 {
            let origin = origin(of: signed, authority: authority)
            let candidate = Ledger.rows(of: fact, origin: origin).lazy.compactMap { change in
                if case .candidate(let row) = change { row } else { nil }
            }.first
            guard let row = candidate else { return current }
            if try store.row(row.table, key: Array(row.key)) != nil { return authority }
        }
        return current
    }

    private mutating func change(
        _ signed: SignedOperation, _ effect: Effect, _ direction: Direction
    ) throws(Failure) {
        switch effect {
        case .nothing: return
        case .listed(let reason):
            set(Row.quarantine(origin(of: signed, authority: 0), reason: reason), direction)
        case .rights(let row): set(row, direction)
        case .published(let row):
            if !isInSnapshot(signed) { set(row, direction) }
        case .claims(let fact, let author, let authority):
            notePart(fact, signed, direction)
            switch direction {
            case .apply: try claim(fact, of: signed, by: author)
            case .retract: try unclaim(fact, of: signed, by: author, authority: authority)
            }
        }
    }

    /// A part stands in its publication's list whether or not its rows stand for its content.
    private mutating func notePart(
        _ fact: Fact, _ signed: SignedOperation, _ direction: Direction
    ) {
        guard let id = fact.publication?.id else { return }
        parts.note(signed, of: id, isHere: direction == .apply)
        set(.part(of: id.bytes, origin(of: signed, authority: 0)), direction)
    }

    private func isInSnapshot(_ signed: SignedOperation) -> Bool {
        snapshot?.covers(signed.operation.log, seq: signed.operation.seq) ?? false
    }

    // MARK: Rows

    /// Makes an operation's rows, by the authority that its author has now.
    mutating func give(_ fact: Fact, _ signed: SignedOperation) throws(Failure) {
        let authority = judge.standing(of: signed.operation.log).authority
        if unsettled.contains(signed.operation.log) { given[signed.hash] = authority }
        try rows(fact, origin(of: signed, authority: authority), .apply)
    }

    mutating func rows(
        _ fact: Fact, _ origin: Origin, _ direction: Direction
    ) throws(Failure) {
        let isInSnapshot = snapshot?.covers(origin.log, seq: origin.seq) ?? false
        let changes = Ledger.rows(of: fact, origin: origin)
        transaction.rows.reserveCapacity(transaction.rows.count + changes.count)
        for change in changes {
            switch change {
            case .fact(let row): set(row, direction)
            case .candidate(let row): if !isInSnapshot { set(row, direction) }
            case .increase(let row): if !isInSnapshot { try increase(row, direction) }
            }
        }
    }

    mutating func set(_ row: Row, _ direction: Direction) {
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

    /// Gives candidates of operations that were forgotten another rank of their author, here and in
    /// the base.
    mutating func rank(_ candidates: [Row], _ authority: UInt8) {
        for row in candidates {
            let ranked = row.ranked(authority)
            guard ranked != row else { continue }
            set(row, .retract)
            set(ranked, .apply)
            transaction.base += [.delete(row), .insert(ranked)]
        }
    }

    private func sumKey(_ row: Row) -> Sums.Key? {
        row.scope.map { Sums.Key(scope: $0, table: row.table) }
    }

    func origin(of signed: SignedOperation, authority: UInt8) -> Origin {
        let operation = signed.operation
        return Origin(
            log: operation.log, seq: operation.seq, hash: signed.hash, hlc: operation.hlc,
            authority: authority)
    }
}
