import Glibc
import Replica
import Replication
import Storage
import TestSupport
import Testing

/// Each fault has its own message and loses nothing.
@Suite struct FaultTests {
    private func error(_ work: () throws -> Void) -> StorageError? {
        do {
            try work()
            return nil
        } catch {
            return error as? StorageError
        }
    }

    /// Payloads that no compression makes smaller.
    private static func noise(operations count: Int) -> [[UInt8]] {
        var random = SplitMix64(seed: 7)
        return (0..<count).map { _ in
            (0..<4000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
    }

    @Test func `a second process is told who has the folder`() throws {
        let folder = TemporaryFolder()
        let lock = try DirectoryLock(folder.lock)
        let refused = error { _ = try DirectoryLock(folder.lock) }
        #expect(refused == .inUse(path: folder.lock, process: getpid()))
        withExtendedLifetime(lock) {}
    }

    @Test func `a lock is free again when its owner ends`() throws {
        let folder = TemporaryFolder()
        do { _ = try DirectoryLock(folder.lock) }
        #expect(error { _ = try DirectoryLock(folder.lock) } == nil)
    }

    @Test func `a full disk undoes the transaction and keeps all before it`() throws {
        let folder = TemporaryFolder()
        let store = try Sample.open(folder)
        var author = try Author(seed: 1)
        let before = try author.write([[1]])
        try store.apply(SQLiteStoreTests.write(before))
        try store.limitPages(to: 40)
        let large = try author.write(Self.noise(operations: 200))
        let refused = error { try store.apply(SQLiteStoreTests.write(large)) }
        #expect(refused == .full(path: folder.database))
        #expect(try store.operations(of: author.writer.log, from: 1, limit: 9) == before)
        try store.limitPages(to: 100_000)
        try store.apply(SQLiteStoreTests.write(large))
        #expect(try store.summary().operationCount == 201)
    }

    @Test func `transactions are timed, and those that fail are counted`() throws {
        let folder = TemporaryFolder()
        let store = try Sample.open(folder)
        let times = store.commitTimes
        #expect(times.reading == CommitTimes.Reading())
        var author = try Author(seed: 1)
        try store.apply(SQLiteStoreTests.write(try author.write([[1]])))
        #expect(times.reading.durations.count == 1)
        #expect(times.reading.durations.totalNanoseconds > 0)
        try store.limitPages(to: 40)
        let large = SQLiteStoreTests.write(try author.write(Self.noise(operations: 200)))
        #expect(throws: StorageError.self) { try store.apply(large) }
        #expect(times.reading.failures == 1)
        #expect(times.reading.lastFailure == .full(path: folder.database))
        #expect(times.reading.durations.count == 1)
        try store.limitPages(to: 100_000)
        try store.apply(large)
        #expect(times.reading.lastFailure == nil)
        #expect(times.reading.durations.count == 2)
    }

    /// The kernel lets nobody make a file there, not even root.
    @Test func `a folder that can't be written says so`() {
        let path = "/sys/kernel/till.db"
        let refused = error {
            _ = try SQLiteStore(path: path, mayCreate: true, tables: Sample.tables, projection: 1)
        }
        #expect(refused == .readOnly(path: path))
        #expect(error { _ = try DirectoryLock(path) } == .readOnly(path: path))
    }

    @Test func `a file that is no database, or another program's, is left alone`() throws {
        let folder = TemporaryFolder()
        try Files.write(
            Array("This is a letter to the bank, of some length.".utf8)
                + Array(
                    repeating: 65, count: 4096), to: folder.database)
        #expect(error { _ = try Sample.open(folder) } == .notADatabase(path: folder.database))
        unlink(folder.database)
        let foreign = try Database(path: folder.database, access: .create)
        try foreign.run("CREATE TABLE letter (text TEXT)")
        #expect(error { _ = try Sample.open(folder) } == .foreign(path: folder.database))
    }

    @Test func `a missing database isn't made by the way`() throws {
        let folder = TemporaryFolder()
        let refused = error {
            _ = try SQLiteStore(path: folder.database, tables: Sample.tables, projection: 1)
        }
        #expect(refused == .absent(path: folder.database))
        #expect(access(folder.database, F_OK) != 0)
    }

    @Test func `a later version's database is refused`() throws {
        let folder = TemporaryFolder()
        do { _ = try Sample.open(folder) }
        do {
            let database = try Database(path: folder.database, access: .readWrite)
            try database.run("PRAGMA user_version = 99")
        }
        #expect(
            error { _ = try Sample.open(folder) }
                == .newer(path: folder.database, found: 99, known: 5))
    }

    @Test func `flipped bytes in a page are found and named`() throws {
        let folder = TemporaryFolder()
        var author = try Author(seed: 1)
        do {
            let store = try Sample.open(folder)
            let payloads = (0..<50).map { [UInt8](repeating: UInt8($0), count: 900) }
            try store.apply(SQLiteStoreTests.write(try author.write(payloads)))
        }
        var bytes = try Files.read(folder.database)
        // The header of the last page: a table's leaf that says how many cells it holds.
        for index in 0..<8 { bytes[bytes.count - 4096 + index] ^= 0xff }
        try Files.write(bytes, to: folder.database)
        let found = error {
            let store = try Sample.open(folder)
            _ = try store.operations(of: author.writer.log, from: 1, limit: 100)
            let faults = try store.quickCheck()
            guard faults.isEmpty else {
                throw StorageError.damaged(path: folder.database, detail: faults[0])
            }
        }
        guard case .damaged(let path, _) = found else {
            Issue.record("found \(String(describing: found))")
            return
        }
        #expect(path == folder.database)
    }
}
