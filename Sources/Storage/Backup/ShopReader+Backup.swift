import CSQLite
public import Replica

extension ShopReader {
    /// Pages copied between two calls of `progress`.
    private static let pagesPerStep: Int32 = 1024

    /// Copies the whole database as it is at this moment into one new file; the till goes on
    /// writing meanwhile.
    ///
    /// The copy needs nothing beside it. It isn't durable before its folder was synced.
    ///
    /// - Parameters:
    ///   - path: where nothing is yet.
    ///   - progress: called with the pages copied and all of them.
    /// - Returns: what the database held at that moment; the copy must say the same.
    /// - Throws: ``StorageError`` of either file.
    public func copy(
        to path: String, progress: (Int, Int) -> Void
    ) throws(StorageError) -> StoreSummary {
        let copy = try Connection.emptyFile(path)
        // The snapshot keeps every step on one state: nothing begins anew when the till writes.
        let summary = try snapshot { () throws(StorageError) in
            let summary = try self.summary()
            try copyPages(to: copy, progress)
            return summary
        }
        try copy.run("PRAGMA journal_mode = DELETE")
        return summary
    }

    private func copyPages(
        to copy: Database, _ progress: (Int, Int) -> Void
    ) throws(StorageError) {
        guard let backup = sqlite3_backup_init(copy.handle, "main", database.handle, "main") else {
            throw copy.error(sqlite3_errcode(copy.handle), "backup")
        }
        var code = SQLITE_OK
        while code == SQLITE_OK {
            code = sqlite3_backup_step(backup, Self.pagesPerStep)
            let all = Int(sqlite3_backup_pagecount(backup))
            progress(all - Int(sqlite3_backup_remaining(backup)), all)
        }
        let finished = sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE else { throw copy.error(code, "backup") }
        guard finished == SQLITE_OK else { throw copy.error(finished, "backup") }
    }
}
