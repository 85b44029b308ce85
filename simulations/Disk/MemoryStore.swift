public import CRDT
public import Encoding
public import Ledger
public import Replica
public import Replication

/// A database in memory that a crash can rob of what wasn't synced yet.
///
/// As strict as SQLite: a transaction that contradicts what is there leaves nothing.
public final class MemoryStore: Store {
    /// Why a transaction left nothing.
    public enum Failure: Error, Hashable, Sendable {
        /// A row to insert is there, one to change isn't, an operation's predecessor is missing.
        case contradiction(String)
        /// The fault that the simulation asked for.
        case full
    }

    private var image = DiskImage()
    private var history: [Transaction] = []
    private var syncedCount = 0

    /// False while the disk only pretends to have written; a crash then loses those writes.
    public var isSyncing = true
    /// Transactions that will still succeed; nil for no limit.
    public var roomForTransactions: Int?

    public init() {}

    /// Another disk with what was synced of this one, as a copy of a drive would have it.
    public func clone() -> MemoryStore {
        let copy = MemoryStore()
        copy.history = Array(history.prefix(syncedCount))
        copy.syncedCount = syncedCount
        copy.crash()
        return copy
    }

    /// The power goes: what was never synced is gone.
    public func crash() {
        history.removeLast(history.count - syncedCount)
        image = DiskImage()
        for transaction in history {
            do {
                try image.write(transaction)
            } catch {
                preconditionFailure("a transaction that was stored once can't be again: \(error)")
            }
        }
    }

    // MARK: Store

    public func apply(_ transaction: Transaction) throws(Failure) {
        if let room = roomForTransactions {
            guard room > 0 else { throw .full }
            roomForTransactions = room - 1
        }
        var next = image
        try next.write(transaction)
        image = next
        history.append(transaction)
        if isSyncing { syncedCount = history.count }
    }

    public func operations(
        of log: LogID, from seq: UInt64, limit: Int
    ) throws(Failure) -> [SignedOperation] {
        let found = image.logs[log, default: []].filter { $0.operation.seq >= seq }
        return Array(found.sorted { $0.operation.seq < $1.operation.seq }.prefix(limit))
    }

    public func operation(_ hash: Bytes32) throws(Failure) -> SignedOperation? {
        image.operations[hash]
    }

    public func row(_ table: TableName, key: [Value]) throws(Failure) -> Row? {
        image.rows[table]?[key]
    }

    public func rows(
        _ table: TableName, keyPrefix: [Value], limit: Int
    ) throws(Failure) -> [Row] {
        let rows = image.rows[table, default: [:]].filter { $0.key.starts(with: keyPrefix) }
        return Array(rows.values.sorted { RowOrder.of($0) < RowOrder.of($1) }.prefix(limit))
    }

    public func summary() throws(Failure) -> StoreSummary {
        StoreSummary(
            heads: image.heads, sums: image.sums.values.sorted { $0.scope < $1.scope },
            operationCount: UInt64(image.operations.count),
            starts: image.starts.values.sorted { $0.log < $1.log },
            baseSums: image.baseSums.values.sorted { $0.scope < $1.scope })
    }

    public func base(_ table: TableName, key: [Value]) throws(Failure) -> Row? {
        image.base[table]?[key]
    }

    public func baseCandidates(of log: LogID) throws(Failure) -> [Row] {
        baseRows.filter { $0.candidateLog == log }
    }

    public func absentHashes(_ prefix: Bytes8) throws(Failure) -> [Bytes32] {
        image.forgotten.filter { $0.prefix8 == prefix }.sorted()
    }

    /// All rows of the base, in one order everywhere.
    public var baseRows: [Row] {
        TableName.allCases.flatMap { image.base[$0, default: [:]].values }
            .sorted { RowOrder.of($0) < RowOrder.of($1) }
    }

    public func local(
        _ table: LocalWrite.Table, key: [UInt8]
    ) throws(Failure) -> [UInt8]? {
        image.local[table]?[key]
    }

    /// Visits all rows of a table, in no order: for sums and other folds that don't see one.
    public func forEachRow(of table: TableName, _ visit: (Row) -> Void) {
        for row in image.rows[table, default: [:]].values { visit(row) }
    }

    /// A local table's rows, ascending by key.
    public func localRows(
        _ table: LocalWrite.Table
    ) -> [(key: [UInt8], value: [UInt8])] {
        image.local[table, default: [:]].map { (key: $0.key, value: $0.value) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// Every operation in the order in which it was stored, with the signature that it has now.
    public var storedOperations: [SignedOperation] {
        history.flatMap(\.operations).map { image.operations[$0.hash] ?? $0 }
    }

    /// All rows of the read model, for comparisons and scans.
    public var allRows: [Row] {
        TableName.allCases.flatMap { image.rows[$0, default: [:]].values }
            .sorted { RowOrder.of($0) < RowOrder.of($1) }
    }
}

/// Rows in one order everywhere: by the bytes that are hashed.
struct RowOrder: Comparable {
    private let bytes: [UInt8]

    static func of(_ row: Row) -> RowOrder {
        var encoder = CBOREncoder(capacity: 128)
        row.hashInput(into: &encoder)
        return RowOrder(bytes: encoder.finish())
    }

    static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}
