import Ledger
public import Replica

extension SQLiteStore {
    /// Operations that one transaction of a rebuild takes.
    static let rebuildBatch = 512

    /// Drops the read model and makes it from the base and the log again, in batches.
    ///
    /// A rebuild that is cut short is noticed at the next start, see ``needsRebuild``.
    ///
    /// - Parameters:
    ///   - replica: any that was made for this store; nothing is signed.
    ///   - progress: called with the number of operations done.
    /// - Returns: a replica that goes on from the new read model.
    /// - Throws: ``StorageError``.
    public func rebuild(
        _ replica: Replica, progress: (UInt64) -> Void = { _ in }
    ) throws(StorageError) -> Replica {
        needsRebuild = true
        try readModel.makeEmpty(on: database)
        var rebuild = Rebuild(try replica.reread(from: self))
        try apply(rebuild.begin([]))
        try base.forEachRow(batch: Self.rebuildBatch) { rows throws(StorageError) in
            try apply(rebuild.begin(rows))
        }
        // Operations that a snapshot had named have numbers below zero.
        var last = Int64.min
        var done: UInt64 = 0
        while true {
            let batch = try operationTable.operations(after: last, limit: Self.rebuildBatch)
            guard !batch.operations.isEmpty else { break }
            try apply(try rebuild.project(batch.operations, store: self))
            last = batch.last
            done += UInt64(batch.operations.count)
            progress(done)
        }
        try readModel.markCurrent(on: database)
        needsRebuild = false
        return try replica.reread(from: self)
    }
}
