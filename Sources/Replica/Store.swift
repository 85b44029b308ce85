public import CRDT
public import Encoding
public import Ledger
public import Replication

/// What Replica needs of a database; it obeys and decides nothing.
///
/// SQLite obeys it at a till, PostgreSQL at HQ, a model of a disk in the simulator.
public protocol Store {
    associatedtype Failure: Error

    /// Makes all of it durable, or none.
    func apply(_ transaction: Transaction) throws(Failure)

    /// Operations of a log from a sequence on, ascending, all branches; at most `limit`.
    func operations(of log: LogID, from seq: UInt64, limit: Int) throws(Failure)
        -> [SignedOperation]

    /// The operation with this hash, or nil.
    func operation(_ hash: Bytes32) throws(Failure) -> SignedOperation?

    /// The row with this key, or nil.
    func row(_ table: TableName, key: [Value]) throws(Failure) -> Row?

    /// Rows whose key begins so, ascending by key; at most `limit`.
    func rows(_ table: TableName, keyPrefix: [Value], limit: Int) throws(Failure) -> [Row]

    /// What operations that were forgotten gave to the row with this key; nil: nothing.
    func base(_ table: TableName, key: [Value]) throws(Failure) -> Row?

    /// The candidates that operations of a log which were forgotten gave, in no order that matters.
    func baseCandidates(of log: LogID) throws(Failure) -> [Row]

    /// The hashes of operations that aren't here and that begin so: those that were forgotten, and
    /// those that a snapshot's rows name.
    func absentHashes(_ prefix: Bytes8) throws(Failure) -> [Bytes32]

    /// What a start needs: the heads of all logs and all sums.
    func summary() throws(Failure) -> StoreSummary

    /// Sees one state of the database for as long as the work lasts.
    func snapshot<Result>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result

    /// A local table's value.
    func local(_ table: LocalWrite.Table, key: [UInt8]) throws(Failure) -> [UInt8]?
}

/// What a node knows of its database when it starts.
public struct StoreSummary: Hashable, Sendable {
    /// One log's branch head; a log without forks has one.
    public struct Head: Hashable, Sendable {
        public let log: LogID
        public let seq: UInt64
        public let hash: Bytes32
        public let hlc: HLC

        public init(log: LogID, seq: UInt64, hash: Bytes32, hlc: HLC) {
            self.log = log
            self.seq = seq
            self.hash = hash
            self.hlc = hlc
        }
    }

    public var heads: [Head]
    public var sums: [TableSum]
    /// Operations that are held, of all logs.
    public var operationCount: UInt64
    /// Where logs begin whose first operations were forgotten.
    public var starts: [LogStart]
    /// Sums of the rows that were forgotten with them; ``sums`` hold these, too.
    public var baseSums: [TableSum]

    public init(
        heads: [Head], sums: [TableSum], operationCount: UInt64, starts: [LogStart] = [],
        baseSums: [TableSum] = []
    ) {
        self.heads = heads
        self.sums = sums
        self.operationCount = operationCount
        self.starts = starts
        self.baseSums = baseSums
    }
}
