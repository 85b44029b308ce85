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
}
