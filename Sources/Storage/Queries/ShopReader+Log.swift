public import CRDT
public import Replica
public import Replication

extension ShopReader {
    /// The heads of all logs, one a branch, logs ascending.
    public func heads() throws(StorageError) -> [StoreSummary.Head] {
        try operations.heads().sorted { ($0.log, $0.seq, $0.hash) < ($1.log, $1.seq, $1.hash) }
    }

    /// Visits a log's operations, ascending, all branches, a batch in memory at a time.
    ///
    /// - Parameters:
    ///   - log: which.
    ///   - last: the sequence after which it ends.
    ///   - visit: called for each; returns false to stop.
    /// - Throws: ``StorageError`` where an operation can't be read.
    public func forEach(
        of log: LogID, through last: UInt64 = .max, _ visit: (SignedOperation) -> Bool
    ) throws(StorageError) {
        var isStopped = false
        try operations.forEach(of: log, through: last) { signed throws(StorageError) in
            if !isStopped { isStopped = !visit(signed) }
        }
    }

    /// The operations that were stored last, of all logs, oldest first.
    public func latestOperations(limit: Int) throws(StorageError) -> [SignedOperation] {
        let last = try database.integer(OperationTable.lastNumber) ?? 0
        return try operations.operations(after: last - Int64(limit), limit: limit).operations
    }

    /// Operations of one log from a sequence on, ascending, all branches.
    public func operations(
        of log: LogID, from seq: UInt64, limit: Int
    ) throws(StorageError) -> [SignedOperation] {
        try operations.operations(of: log, from: seq, limit: limit)
    }
}

extension ShopReader {
    /// Lives of one database that are looked back upon.
    private static let livesMax = 64

    /// A log and those that it says it follows, the newest first, as far as they are held.
    public func lineage(of log: LogID) throws(StorageError) -> [LogID] {
        var lineage: [LogID] = []
        var next: LogID? = log
        while let log = next, !lineage.contains(log), lineage.count < Self.livesMax {
            lineage.append(log)
            next = try opening(of: log)?.previous?.log
        }
        return lineage
    }

    private func opening(of log: LogID) throws(StorageError) -> LogOpened? {
        let start = try LogBase(database, numbers, operations).starts().first { $0.log == log }
        if let start { return try? LogOpened(decoding: start.opening) }
        let first = try operations.operations(of: log, from: 1, limit: 1).first?.operation
        guard let first, first.seq == 1, first.kind == Kind.logOpened.rawValue else { return nil }
        return try? LogOpened(decoding: first.payload)
    }
}

extension OperationTable {
    static let lastNumber = """
        SELECT max(number)
        FROM   operation
        """
}
