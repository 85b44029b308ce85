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
}
