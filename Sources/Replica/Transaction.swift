public import CRDT
public import Encoding
public import Ledger
public import Replication

/// All that one commit or arrival changes, whole or not at all; a `Store` obeys it.
public struct Transaction: Hashable, Sendable {
    /// Operations that come back to logs' beginnings, before all else.
    public var restorings: [Restoring] = []
    /// Operations to append to `operation`, in order; each log's in order of seq.
    public var operations: [SignedOperation] = []
    /// Signatures that arrived later for operations already stored.
    public var signatures: [LateSignature] = []
    /// Operations that rows name and that aren't stored yet; they come later, if ever.
    public var names: [Bytes32] = []
    /// Rows to insert, replace or delete by key, in order.
    public var rows: [RowWrite] = []
    /// New absolute sums of the tables touched.
    public var sums: [TableSum] = []
    /// Rows of local tables (print jobs, the open basket, cursors), in order.
    public var local: [LocalWrite] = []
    /// What is forgotten of logs' beginnings, after all else; the rows that go stand in ``rows``.
    public var prunings: [Pruning] = []
    /// Rows of the base to insert or delete, in order, after all else.
    public var base: [RowWrite] = []

    public init() {}
}

/// A change of one row of the read model; rows are whole.
public enum RowWrite: Hashable, Sendable {
    case insert(Row)
    /// The key exists already.
    case replace(Row)
    /// Values outside the key are those that stand there now.
    case delete(Row)
}

/// A signature over a stored operation that was stored without one.
public struct LateSignature: Hashable, Sendable {
    public let log: LogID
    public let hash: Bytes32
    public let signature: Bytes64

    public init(log: LogID, hash: Bytes32, signature: Bytes64) {
        self.log = log
        self.hash = hash
        self.signature = signature
    }
}

/// A table's digest within a scope: the sum mod 2^256 of its rows' hashes, and their number.
public struct TableSum: Hashable, Sendable {
    public let scope: ScopeID
    public let table: TableName
    public let count: UInt64
    public let sum: Bytes32

    public init(scope: ScopeID, table: TableName, count: UInt64, sum: Bytes32) {
        self.scope = scope
        self.table = table
        self.count = count
        self.sum = sum
    }
}

/// A row of a local table: an opaque value under a key, nil to delete it.
public struct LocalWrite: Hashable, Sendable {
    public enum Table: String, Hashable, Sendable, CaseIterable {
        /// Print jobs: key = job id (big endian u64).
        case printJob = "print_job"
        /// The open basket and the lane's session, by name.
        case session
        /// Keys of sealed subjects: key = subject id.
        case subjectKey = "subject_key"
        /// Keyed tags by which customers are found: key = tag, then customer id; no value.
        case customerTag = "customer_tag"
        /// Counters of the node's own: next receipt number, Z number, grand total …
        case counter
    }

    public let table: Table
    public let key: [UInt8]
    public let value: [UInt8]?

    public init(_ table: Table, key: [UInt8], value: [UInt8]?) {
        self.table = table
        self.key = key
        self.value = value
    }
}

extension RowWrite {
    /// The table of the row.
    public var table: TableName {
        switch self {
        case .insert(let row), .replace(let row), .delete(let row): row.table
        }
    }

    /// The row that comes, changes or goes.
    public var row: Row {
        switch self {
        case .insert(let row), .replace(let row), .delete(let row): row
        }
    }
}
