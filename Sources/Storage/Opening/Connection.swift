import CSQLite
import Glibc

/// How connections to the till's database are set up.
enum Connection {
    /// The writer: every commit is on disk before it counts; checkpoints are another thread's.
    static func writer(_ path: String, mayCreate: Bool) throws(StorageError) -> Database {
        if access(path, F_OK) != 0 {
            guard mayCreate else { throw .absent(path: path) }
            try makeFile(path)
        }
        let database = try Database(path: path, access: .readWrite)
        // SQLite falls back to reading a file that it may not write.
        guard sqlite3_db_readonly(database.handle, "main") == 0 else {
            throw .readOnly(path: path)
        }
        try checkOwner(database)
        let mode = try Self.text("PRAGMA journal_mode = WAL", on: database)
        // A file that can't be written stays in the mode in which it is.
        guard mode == "wal" else { throw .readOnly(path: path) }
        try database.run(
            """
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = \(Checkpoints.bytesKept);
            PRAGMA foreign_keys = OFF;
            PRAGMA cell_size_check = ON;
            PRAGMA trusted_schema = OFF;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -16000;
            """)
        return database
    }

    /// A reader: never waits for the writer.
    static func reader(_ path: String, _ cache: ReaderCache) throws(StorageError) -> Database {
        let database = try Database(path: path, access: .readOnly)
        try checkOwner(database)
        try database.run(
            """
            PRAGMA query_only = ON;
            PRAGMA cell_size_check = ON;
            PRAGMA trusted_schema = OFF;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -\(cache.rawValue);
            """)
        return database
    }

    /// A new file into which a copy goes; its journal is of no use, as an unfinished copy isn't.
    static func emptyFile(_ path: String) throws(StorageError) -> Database {
        try makeFile(path)
        let database = try Database(path: path, access: .readWrite)
        try database.run("PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;")
        return database
    }

    /// Makes the file for its owner alone; SQLite would let the group read it, and would say
    /// less of why it can't.
    private static func makeFile(_ path: String) throws(StorageError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StorageError(path: path, code: errno) }
        close(descriptor)
    }

    /// Refuses a file of another program before anything is written to it.
    private static func checkOwner(_ database: Database) throws(StorageError) {
        let application = try database.integer("PRAGMA application_id") ?? 0
        if application == Migrations.applicationID { return }
        let tables = try database.integer("SELECT count(name) FROM sqlite_schema") ?? 0
        guard application == 0, tables == 0 else { throw .foreign(path: database.path) }
    }

    private static func text(_ sql: String, on database: Database) throws(StorageError) -> String {
        let statement = try database.statement(sql)
        defer { statement.reset() }
        return try statement.step() ? statement.text(0) : ""
    }
}
