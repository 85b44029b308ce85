public import CRDT
public import Encoding

/// A column's value in a row.
public enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    case truth(Bool)
    case scope(ScopeID)
    /// An operation by its hash.
    case operation(Bytes32)
    /// Apart from the rest: its 56 bytes would make every value that large.
    indirect case log(LogID)
}

/// A whole row of a table: values in the order of the table's columns.
public struct Row: Hashable, Sendable {
    public let table: TableName
    public var values: [Value]

    public init(_ table: TableName, _ values: [Value]) {
        self.table = table
        self.values = values
    }
}

/// What an operation does to the read model; each can be applied once and retracted once.
public enum RowChange: Hashable, Sendable {
    /// A row whose key holds the operation.
    case fact(Row)
    /// Totals of a counter's row rise by these amounts; the row's values outside the key are them.
    case increase(Row)
    /// A candidate for a register.
    case candidate(Row)
}

/// Where a fact comes from: the operation and its author's standing.
public struct Origin: Hashable, Sendable {
    public let log: LogID
    public let seq: UInt64
    public let hash: Bytes32
    public let hlc: HLC
    /// Rank in last-writer-wins order: lane 1, steward 2, root of store 3, hq 4, root 5.
    public let authority: UInt8

    public init(log: LogID, seq: UInt64, hash: Bytes32, hlc: HLC, authority: UInt8) {
        self.log = log
        self.seq = seq
        self.hash = hash
        self.hlc = hlc
        self.authority = authority
    }
}
