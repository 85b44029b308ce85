public import CRDT
import Encoding
import Replication

/// From where on operations that were forgotten are wanted again, log by log (protocol.md §7).
///
/// A verdict, a fork or a claim changes what they are worth, and what they did can't be looked at
/// while they aren't here. A local row keeps it over restarts.
struct WantedPast: Hashable, Sendable {
    private static let key = Array("below".utf8)

    /// The lowest sequence of each log that is wanted.
    private(set) var from: [LogID: UInt64] = [:]
    private var isChanged = false

    init() {}

    /// What a database says; where that can't be read, everything that was forgotten is wanted: so
    /// it is where an earlier program noted no more than that something is.
    init<Disk: Store>(
        from store: Disk, starts: [LogID: LogStart]
    ) throws(Disk.Failure) {
        guard let value = try store.local(.counter, key: Self.key) else { return }
        let wanted = Self.decode(value) ?? starts.mapValues { _ in 1 }
        // What is here isn't wanted.
        from = wanted.filter { log, seq in seq <= starts[log]?.anchor.seq ?? 0 }
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
        let lowest = min(from[log] ?? .max, max(seq, 1))
        guard from[log] != lowest else { return }
        from[log] = lowest
        isChanged = true
    }

    /// All that was wanted of a log is here.
    mutating func remove(_ log: LogID) {
        guard from.removeValue(forKey: log) != nil else { return }
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
}

extension Replica {
    /// Whether a verdict, a fork or a claim reaches below where a log begins here.
    ///
    /// The node sells on, and gives no digest until it took back what it forgot, see
    /// ``wantedPast``.
    public var reachesBelow: Bool { !state.past.isEmpty }

    /// The lowest sequences from which on forgotten operations are wanted again, log by log.
    public var wantedPast: [LogID: UInt64] { state.past.from }

    /// How many operations are wanted again.
    public var wantedPastCount: UInt64 {
        state.past.from.reduce(0) { sum, wanted in
            let last = state.starts[wanted.key]?.anchor.seq ?? 0
            return sum &+ (last >= wanted.value ? last - wanted.value + 1 : 0)
        }
    }

    /// Notes that a log's forgotten operations are wanted from a sequence on; nil where they are
    /// already, or none of them was forgotten.
    func wanting(_ log: LogID, from seq: UInt64) -> Commit? {
        guard let start = state.starts[log], seq <= start.anchor.seq else { return nil }
        var next = state
        next.past.add(log, from: seq)
        guard let write = next.past.write else { return nil }
        next.past.wasWritten()
        var transaction = Transaction()
        transaction.local = [write]
        return Commit(transaction, state: next)
    }
}

extension Replica.State {
    /// Logs whose rows may still say what an earlier verdict did.
    var unsettledLogs: Set<LogID> { recount.logs.union(past.logs) }

    /// Notes what a batch would have to look at, in the batch's transaction.
    mutating func take<Disk: Store>(wantedBy batch: inout Batch<Disk>) {
        for log in batch.wanted where starts[log] != nil { past.add(log, from: 1) }
        guard let write = past.write else { return }
        batch.transaction.local.append(write)
        past.wasWritten()
    }
}
