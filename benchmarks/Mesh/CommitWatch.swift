import CSQLite
import Synchronization

/// Notes when transactions with operations were on disk, where SQLite itself says so.
///
/// It listens on every connection that this process opens, so the program that is measured is the
/// one that ships.
enum CommitWatch {
    /// A transaction and how many operations it added.
    struct Commit {
        let ended: UInt64
        let operations: Int
    }

    private struct Noted {
        /// The connection that writes.
        var writer: Int?
        var inserts = 0
        var commits: [Commit] = []
    }

    private static let noted = Mutex(Noted())

    /// From now on each connection is listened to.
    static func begin() {
        sqlite3_auto_extension(unsafeBitCast(opened, to: (@convention(c) () -> Void).self))
    }

    /// What was committed since the last call, in order.
    static func take() -> [Commit] {
        noted.withLock { noted in
            defer { noted.commits = [] }
            return noted.commits
        }
    }

    fileprivate static func hear(_ sql: UnsafePointer<CChar>, on connection: Int) {
        let isInsert = has(sql, "INSERT INTO operation ")
        guard isInsert || has(sql, "COMMIT") || has(sql, "ROLLBACK") else { return }
        let now = monotonicNanoseconds()
        noted.withLock { noted in
            if isInsert {
                noted.writer = connection
                noted.inserts += 1
            } else if noted.writer == connection {
                if has(sql, "COMMIT"), noted.inserts > 0 {
                    noted.commits.append(Commit(ended: now, operations: noted.inserts))
                }
                noted.inserts = 0
            }
        }
    }

    private static func has(_ sql: UnsafePointer<CChar>, _ beginning: StaticString) -> Bool {
        beginning.withUTF8Buffer { bytes in
            bytes.indices.allSatisfy { UInt8(bitPattern: sql[$0]) == bytes[$0] }
        }
    }
}

/// SQLite calls it for each new connection.
private let opened:
    @convention(c) (
        OpaquePointer?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
        UnsafeRawPointer?
    ) -> Int32 = { database, _, _ in
        // PROFILE comes when a statement has ended: after the fsync, for a COMMIT.
        sqlite3_trace_v2(database, UInt32(SQLITE_TRACE_PROFILE), ended, nil)
    }

private let ended:
    @convention(c) (
        UInt32, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?
    ) -> Int32 = { _, _, statement, _ in
        guard let statement, let sql = sqlite3_sql(OpaquePointer(statement)) else { return 0 }
        let connection = sqlite3_db_handle(OpaquePointer(statement))
        CommitWatch.hear(sql, on: Int(bitPattern: connection))
        return 0
    }
