public import Replica

extension SQLiteStore {
    /// Writes local rows alone, without waiting for the disk.
    ///
    /// They outlive this process as soon as this returns. A power cut may take them, but no order
    /// of writes with it: they are on disk with the next transaction at the latest.
    ///
    /// - Parameter rows: such as nobody misses after a power cut.
    /// - Throws: ``StorageError``; then none of them was written.
    public func applyUnsynced(_ rows: [LocalWrite]) throws(StorageError) {
        checkpoints.beginWriting()
        defer { checkpoints.endWriting() }
        try database.run("PRAGMA synchronous = NORMAL")
        let result = Result { () throws(StorageError) in
            try database.transaction { () throws(StorageError) in
                for row in rows { try put(row) }
            }
        }
        // Whatever became of the rows: what follows may be a sale.
        try database.run("PRAGMA synchronous = FULL")
        try result.get()
    }
}
