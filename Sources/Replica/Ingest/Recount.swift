public import CRDT
import Encoding
import Ledger
import Replication

/// Which stored operations are still to be looked at again, as their worth may have changed.
///
/// A verdict may touch every operation of a log; a till can't wait for one transaction that long.
/// What an operation did to the rows is read from the rows themselves, so a step needs no memory
/// of the verdict before, may be done twice, and goes on after a crash.
struct Recount: Hashable, Sendable {
    private static let key = Array("recount".utf8)

    /// The lowest sequence of each log that is still to be looked at.
    private var from: [LogID: UInt64] = [:]
    private var isChanged = false

    init() {}

    /// What a node's database says at a start; where that can't be read, all is looked at again.
    init<Disk: Store>(from store: Disk, logs: [LogID]) throws(Disk.Failure) {
        guard let value = try store.local(.counter, key: Self.key) else { return }
        guard let known = Self.decode(value) else {
            for log in logs { add(log, from: 1) }
            return
        }
        from = known
    }

    private static func decode(_ value: [UInt8]) -> [LogID: UInt64]? {
        guard let items = try? CBOR.decode(value).asArray else { return nil }
        var from: [LogID: UInt64] = [:]
        for item in items {
            guard let parts = item.asArray, parts.count == 2, let log = LogID(cbor: parts[0]),
                let seq = parts[1].asUnsigned
            else { return nil }
            from[log] = seq
        }
        return from
    }

    var isEmpty: Bool { from.isEmpty }
    var logs: Set<LogID> { Set(from.keys) }

    mutating func add(_ log: LogID, from seq: UInt64) {
        from[log] = min(from[log] ?? seq, seq)
        isChanged = true
    }

    /// The row in which it's kept, where it changed.
    var write: LocalWrite? {
        guard isChanged else { return nil }
        let items = from.keys.sorted().map { log -> CBOR in
            [log.cbor, .unsigned(from[log] ?? 1)]
        }
        return LocalWrite(
            .counter, key: Self.key, value: items.isEmpty ? nil : CBOR.array(items).encoded)
    }

    mutating func wasWritten() { isChanged = false }

    /// Counts anew some `limit` operations, logs ascending.
    mutating func advance<Disk: Store>(
        _ limit: Int, _ batch: inout Batch<Disk>
    ) throws(Disk.Failure) {
        var room = limit
        while room > 0, let log = from.keys.min(), let seq = from[log] {
            isChanged = true
            let stored = try Self.next(of: log, from: seq, limit: room, batch.store)
            for operation in stored.operations { try batch.recount(operation) }
            from[log] = stored.next
            // A log without anything to look at is work, too.
            room -= max(stored.operations.count, 1)
        }
    }

    /// Whole sequences, of all branches, with the one that comes next; nil at the log's end.
    private static func next<Disk: Store>(
        of log: LogID, from seq: UInt64, limit: Int, _ store: Disk
    ) throws(Disk.Failure) -> (operations: [SignedOperation], next: UInt64?) {
        var limit = max(limit, 2)
        while true {
            let stored = try store.operations(of: log, from: seq, limit: limit)
            guard stored.count == limit, let last = stored.last?.operation.seq else {
                return (stored, nil)
            }
            // The last sequence may go on: it's left for the next step, unless it's the first.
            if last > seq { return (stored.filter { $0.operation.seq < last }, last) }
            limit *= 2
        }
    }
}

extension Replica {
    /// Whether every stored operation's rows say what its verdict does.
    ///
    /// While false the digest is withheld: two nodes in the middle of this differ, and so do one
    /// that has all operations and one that waits for those of its snapshot, or one that would
    /// have to look at operations that it forgot.
    public var isSettled: Bool {
        let isWhole = state.snapshot.map { $0.phase == .whole && !$0.isDoubted } ?? true
        return isRecounted && isWhole && !reachesBelow
    }

    /// Whether no stored operation is left to be looked at again.
    public var isRecounted: Bool { state.recount.isEmpty }

    /// How many stored operations one arrival looks at again; tests take steps of few.
    package var recountMax: Int {
        get { state.recountMax }
        set { state.recountMax = newValue }
    }

    /// Has the stored operations of a log looked at again by the next ``recount(limit:store:)``,
    /// also where no verdict has changed.
    public mutating func lookAgain(at log: LogID, from seq: UInt64) {
        guard state.judge.index[log] != nil else { return }
        state.recount.add(log, from: seq)
    }

    /// Looks again at stored operations whose worth a verdict may have changed.
    ///
    /// - Parameters:
    ///   - limit: at most so many operations in this transaction.
    ///   - store: where operations and rows are read.
    /// - Returns: a transaction to apply and confirm; nil where nothing is left to do.
    /// - Throws: the store's error; the replica stays as it was.
    public func recount<Disk: Store>(
        limit: Int = 512, store: Disk
    ) throws(Disk.Failure) -> Commit? {
        guard !isRecounted else { return nil }
        var arrivals = Arrivals(state, counters: counters, store)
        try arrivals.recount(limit)
        return Commit(
            arrivals.transaction, state: arrivals.state, counters: arrivals.counterChanges)
    }
}
