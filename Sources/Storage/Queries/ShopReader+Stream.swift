public import Replication

extension ShopReader {
    /// An operation's other parts, about.
    private static let bytesBesidePayload = 64
    /// Read at once: of model sales some 200 kB.
    private static let operationsMax = 512

    /// What a peer is streamed of a log: operations of all branches from a sequence on.
    ///
    /// - Parameter read: where from, and how much of payloads, about.
    /// - Returns: at least one operation where there is one; whether nothing is stored behind it.
    /// - Throws: ``StorageError`` where an operation can't be read.
    public func stream(
        _ read: StreamRead
    ) throws(StorageError) -> (operations: [SignedOperation], isComplete: Bool) {
        let limit = max(Self.operationsMax, read.bytesMax / Self.bytesBesidePayload / 4)
        let found = try operations(of: read.log, from: read.from, limit: limit)
        var bytes = 0
        let taken = found.prefix { signed in
            defer { bytes += signed.operation.payload.count + Self.bytesBesidePayload }
            return bytes == 0 || bytes < read.bytesMax
        }
        return (Array(taken), taken.count == found.count && found.count < limit)
    }

    /// Whether the operation that a peer named as a log's head is stored here, or was.
    public func holds(_ head: Have.Entry) throws(StorageError) -> Bool {
        guard let log = try numbers.log(head.log), head.seq <= Operation.seqMax else {
            return false
        }
        let statement = try database.statement(Self.selectHead)
        defer { statement.reset() }
        statement.bind(1, head.hash8)
        statement.bind(2, log)
        statement.bind(3, Int64(head.seq))
        if try statement.step() { return true }
        return try !numbers.hashesNamed(head.hash8).isEmpty
    }

    private static let selectHead = """
        SELECT number
        FROM   operation
        WHERE  substr(hash, 1, 8) = :hash AND log = :log AND seq = :seq
        LIMIT  1
        """
}
