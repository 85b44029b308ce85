import Storage

extension WriteAheadLogTail {
    /// Looks for lost transactions, and keeps a copy of the log that held them before SQLite
    /// overwrites it.
    ///
    /// - Returns: how many at least; 0: none.
    /// - Throws: what can't be read, or a ``FileError`` where the copy can't be written: then
    ///   nothing has been overwritten.
    static func saved(_ directory: DataDirectory) throws -> Int {
        guard let tail = try read(directory.database), tail.isLoss else { return 0 }
        var number = 1
        func aside() -> String { "\(directory.database)-wal.damaged-\(number)" }
        while FileSystem.exists(aside()) { number += 1 }
        let log = try FileSystem.read(directory.database + "-wal", limit: 1 << 30)
        try FileSystem.replace(aside(), with: log, mode: 0o600)
        return tail.transactions
    }
}
