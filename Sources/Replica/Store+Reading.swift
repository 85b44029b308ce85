public import CRDT
public import Replication

extension Store {
    /// Enough for a store that nobody else writes to and whose reads cost nothing to begin.
    public func snapshot<Result>(
        _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result { try work() }

    /// Visits all operations of a log, ascending, all branches, a batch in memory at a time.
    public func forEach(
        of log: LogID, from seq: UInt64 = 1, _ visit: (SignedOperation) throws(Failure) -> Void
    ) throws(Failure) {
        var next = seq
        while true {
            let batch = try operations(of: log, from: next, limit: 1024)
            guard let last = batch.last else { return }
            // A full batch may end between branches: its last sequence is read again, whole.
            let isLast = batch.count < 1024
            for signed in batch where isLast || signed.operation.seq < last.operation.seq {
                try visit(signed)
            }
            if isLast { return }
            next = last.operation.seq
        }
    }

    /// Whether the operation that a peer named as a log's head is stored here, or was.
    public func holds(_ head: Have.Entry) throws(Failure) -> Bool {
        var limit = 8
        while true {
            let found = try operations(of: head.log, from: head.seq, limit: limit)
            let beside = found.prefix { $0.operation.seq == head.seq }
            if beside.contains(where: { $0.hash.prefix8 == head.hash8 }) { return true }
            // All of that sequence were seen.
            if beside.count < limit { return try !absentHashes(head.hash8).isEmpty }
            limit *= 2
        }
    }
}
