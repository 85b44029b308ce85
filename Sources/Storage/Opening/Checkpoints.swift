import CSQLite
import Glibc

/// Copies the write-ahead log into the database beside the writer, on a thread of its own.
///
/// A commit then costs its own pages and one fsync, never a checkpoint's. Most of the write-ahead
/// log is copied while the writer goes on; what it adds meanwhile is copied between two of its
/// transactions, so that SQLite begins the file anew and writes where the disk has blocks already:
/// a file that grows takes half as long again to sync.
// Unchecked: `lock` guards all state that changes; the pthread objects need stable addresses.
final class Checkpoints: @unchecked Sendable {
    /// 16 MB of pages, some 140 sales: a sale that has to wait for the end of a checkpoint is
    /// then rarer than one in a hundred.
    static let pagesUsual: Int32 = 4000

    /// Twice what usually lies in it: what a slow reader made it grow beyond, it gives back.
    static let bytesKept = 2 * Int64(pagesUsual) * 4096

    private let path: String
    private let writer: OpaquePointer
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var thread = pthread_t()
    private var pages: Int32 = 0
    private var pagesDone: Int32 = 0
    private var isFinishing = false
    private var isWriting = false
    /// The writer waits before its next transaction.
    private var isWriterHeld = false
    private var failure: StorageError?

    /// Starts the thread for a writer's connection.
    init(of database: Database) throws(StorageError) {
        path = database.path
        writer = database.handle
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
        let context = Unmanaged.passUnretained(self).toOpaque()
        let code = pthread_create(&thread, nil, checkpointThread, context)
        guard code == 0 else { throw .cannotOpen(path: database.path, errno: code) }
        sqlite3_wal_hook(writer, writeAheadLogGrew, context)
    }

    deinit {
        pthread_mutex_destroy(lock)
        pthread_cond_destroy(changed)
        lock.deallocate()
        changed.deallocate()
    }

    /// Ends the thread and copies all that is left, whoever else has the database open.
    ///
    /// SQLite does so by itself only for the last connection, and readers outlive the writer. Where
    /// one of them is in the middle of reading, or the disk is full, the write-ahead log stays: the
    /// next start reads it.
    func finish() {
        sqlite3_wal_hook(writer, nil, nil)
        pthread_mutex_lock(lock)
        isFinishing = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
        pthread_join(thread, nil)
        sqlite3_busy_timeout(writer, 0)
        sqlite3_wal_checkpoint_v2(writer, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    }

    /// The writer's transaction begins; waits for the end of a checkpoint, which is near.
    func beginWriting() {
        pthread_mutex_lock(lock)
        while isWriterHeld { pthread_cond_wait(changed, lock) }
        isWriting = true
        pthread_mutex_unlock(lock)
    }

    /// The writer's transaction has ended.
    func endWriting() {
        pthread_mutex_lock(lock)
        isWriting = false
        if isWriterHeld { pthread_cond_broadcast(changed) }
        pthread_mutex_unlock(lock)
    }

    /// Why the last checkpoint failed; nothing is lost by it, but the write-ahead log grows.
    var lastFailure: StorageError? {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return failure
    }

    /// Called after each commit with the pages that lie in the write-ahead log.
    fileprivate func grew(to count: Int32) {
        pthread_mutex_lock(lock)
        // Fewer than before: SQLite began the file anew after a complete checkpoint.
        if count < pages { pagesDone = 0 }
        pages = count
        if isDue { pthread_cond_broadcast(changed) }
        pthread_mutex_unlock(lock)
    }

    private var isDue: Bool { pages - pagesDone >= Self.pagesUsual }

    fileprivate func run() {
        while waitUntilDue() {
            do throws(StorageError) {
                try checkpoint()
                note(nil)
            } catch {
                note(error)
            }
        }
    }

    /// Waits until a checkpoint is due; false at the end.
    private func waitUntilDue() -> Bool {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while !isDue && !isFinishing { pthread_cond_wait(changed, lock) }
        if isFinishing { return false }
        pagesDone = pages
        return true
    }

    private func checkpoint() throws(StorageError) {
        let database = try Database(path: path, access: .readWrite)
        // A connection that has read nothing doesn't know of the write-ahead log and would
        // report a checkpoint of nothing as done.
        _ = try database.integer("PRAGMA schema_version")
        try database.checkpoint(SQLITE_CHECKPOINT_PASSIVE)
        holdWriter()
        defer { releaseWriter() }
        try database.checkpoint(SQLITE_CHECKPOINT_PASSIVE)
    }

    /// Waits for the end of the writer's transaction and keeps it from the next one.
    private func holdWriter() {
        pthread_mutex_lock(lock)
        isWriterHeld = true
        while isWriting { pthread_cond_wait(changed, lock) }
        pthread_mutex_unlock(lock)
    }

    private func releaseWriter() {
        pthread_mutex_lock(lock)
        isWriterHeld = false
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
    }

    private func note(_ error: StorageError?) {
        pthread_mutex_lock(lock)
        failure = error
        pthread_mutex_unlock(lock)
    }
}

extension Database {
    /// Copies the write-ahead log; another's lock makes it partial, which is no error.
    func checkpoint(_ mode: Int32) throws(StorageError) {
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil)
        guard code == SQLITE_OK || code & 0xff == SQLITE_BUSY else {
            throw error(code, "checkpoint")
        }
    }
}

private func checkpointThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<Checkpoints>.fromOpaque(context).takeUnretainedValue().run()
    return nil
}

private func writeAheadLogGrew(
    _ context: UnsafeMutableRawPointer?, _ handle: OpaquePointer?, _ name: UnsafePointer<CChar>?,
    _ pages: Int32
) -> Int32 {
    guard let context else { return SQLITE_OK }
    Unmanaged<Checkpoints>.fromOpaque(context).takeUnretainedValue().grew(to: pages)
    return SQLITE_OK
}
