import CSQLite
public import Replica

extension SQLiteStore {
    /// Looks at the structure of all pages; what SQLite finds wrong, none where all is well.
    public func quickCheck() throws(StorageError) -> [String] {
        try check("PRAGMA quick_check(20)")
    }

    /// As ``quickCheck()``, and compares every index with its table.
    public func integrityCheck() throws(StorageError) -> [String] {
        try check("PRAGMA integrity_check(20)")
    }

    private func check(_ sql: String) throws(StorageError) -> [String] {
        let statement = try database.statement(sql)
        defer { statement.reset() }
        var lines: [String] = []
        while try statement.step() { lines.append(statement.text(0)) }
        return lines.filter { $0 != "ok" }
    }

    /// Lets the file grow to so many pages only; a quota, and a test's full disk.
    package func limitPages(to count: Int) throws(StorageError) {
        _ = try database.integer("PRAGMA max_page_count = \(count)")
    }

    /// Destroys a subject's key and other local rows so that no file holds their bytes any more.
    ///
    /// Pages of a table keep pieces of rows that moved away, so the keys that stay are copied to a
    /// new table and the old one's pages overwritten; then the write-ahead log is emptied.
    ///
    /// - Throws: ``StorageError/busy(path:)`` where a reader holds up the last step: the key is
    ///   gone then and its traces aren't; the call can be repeated.
    public func destroy(
        subjectKey key: [UInt8], and rows: [LocalWrite] = []
    ) throws(StorageError) {
        let before = try database.integer("PRAGMA secure_delete") ?? 0
        try database.run("PRAGMA secure_delete = ON")
        do throws(StorageError) {
            try database.transaction { () throws(StorageError) in
                try database.run(LocalSchema.makeKept)
                let statement = try database.statement(LocalSchema.copyOtherKeys)
                statement.bind(1, key)
                try statement.run()
                try database.run(LocalSchema.replaceByKept)
                for row in rows { try put(row) }
            }
            try emptyWriteAheadLog()
        } catch {
            try database.run("PRAGMA secure_delete = \(before)")
            throw error
        }
        try database.run("PRAGMA secure_delete = \(before)")
    }

    private func emptyWriteAheadLog() throws(StorageError) {
        let code = sqlite3_wal_checkpoint_v2(
            database.handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        guard code == SQLITE_OK else { throw database.error(code, "checkpoint") }
    }
}
