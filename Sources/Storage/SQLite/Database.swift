import CSQLite
import CWriteAhead
import Glibc

/// The VFS that gathers the calls by which SQLite writes its write-ahead log.
private enum WriteAheadCalls {
    /// Its name for SQLite; nil, which is the default VFS, where SQLite doesn't take it: then each
    /// transaction makes more calls.
    static var name: UnsafePointer<CChar>? { isRegistered ? write_ahead_name : nil }

    private static let isRegistered = write_ahead_register() == SQLITE_OK
}

/// One connection to a SQLite file, with its prepared statements.
// Unchecked: a connection is used by one thread at a time, the one that owns it.
package final class Database: @unchecked Sendable {
    package enum Access: Hashable, Sendable {
        /// Makes the file where there is none.
        case create
        case readWrite
        case readOnly
    }

    package let path: String
    package let handle: OpaquePointer
    private var statements: [String: Statement] = [:]
    // Wanted for every transaction.
    private lazy var begin = KeptStatement("BEGIN", on: self)
    private lazy var beginImmediate = KeptStatement("BEGIN IMMEDIATE", on: self)
    private lazy var commit = KeptStatement("COMMIT", on: self)
    /// Statements begun since the connection was opened; a test's measure of a page.
    package internal(set) var statementsRun = 0

    /// Opens a connection; milliseconds that it waits for another's lock.
    package init(
        path: String, access: Access, waitMilliseconds: Int32 = 5000
    ) throws(StorageError) {
        self.path = path
        var handle: OpaquePointer?
        // A reader writes no log; what it makes elsewhere is the default's.
        let vfs = access == .readOnly ? nil : WriteAheadCalls.name
        let code = sqlite3_open_v2(path, &handle, Self.flags(access), vfs)
        guard code == SQLITE_OK, let handle else {
            let error = StorageError(handle, code: code, path: path, statement: "open")
            sqlite3_close_v2(handle)
            throw error
        }
        self.handle = handle
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, waitMilliseconds)
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    private static func flags(_ access: Access) -> Int32 {
        // One thread at a time owns a connection, so SQLite's own mutex would only cost.
        let common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        return switch access {
        case .create: common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        case .readWrite: common | SQLITE_OPEN_READWRITE
        case .readOnly: common | SQLITE_OPEN_READONLY
        }
    }

    /// Counts how often all statements were forgotten.
    private(set) var statementGeneration = 0

    /// The statement of this text, prepared once and kept.
    package func statement(_ sql: String) throws(StorageError) -> Statement {
        if let known = statements[sql] { return known }
        let statement = try Statement(sql, on: self)
        statements[sql] = statement
        return statement
    }

    /// Runs statements that give no rows, separated by semicolons.
    package func run(_ sql: String) throws(StorageError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, sql) }
    }

    /// Forgets all prepared statements: tables are about to be dropped.
    func forgetStatements() {
        statements.removeAll()
        statementGeneration += 1
    }

    /// The single integer that a statement without parameters gives.
    package func integer(_ sql: String) throws(StorageError) -> Int64? {
        let statement = try statement(sql)
        defer { statement.reset() }
        return try statement.step() ? statement.integerOrNil(0) : nil
    }

    /// Does all of it, or undoes all of it.
    package func transaction<Result>(
        _ work: () throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try beginImmediate.prepared().run()
        do throws(StorageError) {
            let result = try work()
            // So that a failure's `errno` is the commit's own.
            errno = 0
            try commit.prepared().run()
            return result
        } catch {
            // After a full disk or an I/O error SQLite has rolled back by itself.
            if sqlite3_get_autocommit(handle) == 0 { try statement("ROLLBACK").run() }
            throw error
        }
    }

    /// Sees one state of the database for as long as the work lasts.
    package func snapshot<Result>(
        _ work: () throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        guard sqlite3_get_autocommit(handle) != 0 else { return try work() }
        try begin.prepared().run()
        do throws(StorageError) {
            let result = try work()
            try commit.prepared().run()
            return result
        } catch {
            if sqlite3_get_autocommit(handle) == 0 { try statement("ROLLBACK").run() }
            throw error
        }
    }

    /// The number of the row inserted last.
    var lastNumber: Int64 { sqlite3_last_insert_rowid(handle) }

    /// How many rows the last statement changed.
    var changes: Int32 { sqlite3_changes(handle) }

    func error(_ code: Int32, _ sql: String) -> StorageError {
        StorageError(handle, code: code, path: path, statement: sql)
    }
}
