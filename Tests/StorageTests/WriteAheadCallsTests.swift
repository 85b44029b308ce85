import FaultyDisk
import Storage
import TestSupport
import Testing

/// The calls by which the write-ahead log is written are gathered: what a commit promises is in
/// the file when it returns, whatever the transaction did.
@Suite struct WriteAheadCallsTests {
    /// A writer whose transactions spill, as its cache holds a few pages only.
    private static func writer(_ folder: TemporaryFolder) throws -> Database {
        let writer = try Database(path: folder.database, access: .create)
        try writer.run(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA cache_size = 4;
            CREATE TABLE entry (number INTEGER PRIMARY KEY, version INTEGER, filling BLOB) STRICT;
            """)
        return writer
    }

    private static func entries(_ database: Database) throws -> [Int64: Int64] {
        let statement = try database.statement("SELECT number, version FROM entry")
        defer { statement.reset() }
        var found: [Int64: Int64] = [:]
        while try statement.step() { found[statement.integer(0)] = statement.integer(1) }
        return found
    }

    private static func put(_ number: Int64, _ version: Int64, _ writer: Database) throws {
        let statement = try writer.statement(
            "INSERT OR REPLACE INTO entry VALUES (:number, :version, randomblob(:bytes))")
        statement.bind(1, number)
        statement.bind(2, version)
        statement.bind(3, Int64(700))
        try statement.run()
    }

    /// One transaction of some hundred rows, many of them changed again after they were spilled.
    private static func change(
        _ known: [Int64: Int64], _ writer: Database, _ random: inout SplitMix64
    ) throws -> [Int64: Int64] {
        var changed = known
        for _ in 0..<Int.random(in: 1...300, using: &random) {
            let (number, version) = (
                Int64(Int.random(in: 1...80, using: &random)),
                Int64(Int.random(in: 0...9, using: &random))
            )
            try put(number, version, writer)
            changed[number] = version
        }
        // Read back within the transaction: what was spilled is found.
        #expect(try entries(writer) == changed)
        return changed
    }

    @Test(arguments: UInt64(0)..<8)
    func `another connection reads each commit, and nothing that was undone`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = TemporaryFolder()
        let writer = try Self.writer(folder)
        let reader = try Database(path: folder.database, access: .readOnly)
        let keeper = try Database(path: folder.database, access: .readWrite)
        var known: [Int64: Int64] = [:]
        for _ in 0..<30 {
            // Without a sync nothing but the last page's write puts the transaction down.
            let level = Int.random(in: 0...2, using: &random) == 0 ? "NORMAL" : "FULL"
            try writer.run("PRAGMA synchronous = \(level)")
            try writer.run("BEGIN IMMEDIATE")
            let changed = try Self.change(known, writer, &random)
            if Int.random(in: 0...3, using: &random) == 0 {
                try writer.run("ROLLBACK")
            } else {
                try writer.run("COMMIT")
                known = changed
            }
            #expect(try Self.entries(reader) == known)
            if Int.random(in: 0...4, using: &random) == 0 {
                let mode = ["PASSIVE", "RESTART", "TRUNCATE"][Int.random(in: 0...2, using: &random)]
                try keeper.run("PRAGMA wal_checkpoint(\(mode))")
                #expect(try Self.entries(reader) == known)
            }
        }
        #expect(try keeper.integer("SELECT count(*) FROM pragma_integrity_check") == 1)
        #expect(try Self.entries(keeper) == known)
    }

    @Test func `a savepoint that is undone leaves what came before it`() throws {
        let folder = TemporaryFolder()
        let writer = try Self.writer(folder)
        let reader = try Database(path: folder.database, access: .readOnly)
        try writer.run("BEGIN IMMEDIATE")
        for number in Int64(1)...60 { try Self.put(number, 1, writer) }
        try writer.run("SAVEPOINT inner")
        for number in Int64(1)...60 { try Self.put(number, 2, writer) }
        try writer.run("ROLLBACK TO inner")
        for number in Int64(31)...40 { try Self.put(number, 3, writer) }
        #expect(try Self.entries(reader).isEmpty)
        try writer.run("COMMIT")
        let found = try Self.entries(reader)
        #expect(found.count == 60)
        for (number, version) in found {
            #expect(version == ((31...40).contains(number) ? 3 : 1))
        }
    }

    @Test func `a transaction of twenty pages is one write, not forty`() throws {
        let folder = TemporaryFolder()
        let disk = try #require(faulty_disk_make(folder.path))
        defer { faulty_disk_free(disk) }
        let writer = try Self.writer(folder)
        try writer.run("PRAGMA cache_size = 1000")
        try Self.put(0, 0, writer)
        faulty_disk_mend(disk)
        try writer.run("BEGIN IMMEDIATE")
        for number in Int64(1)...90 { try Self.put(number, 1, writer) }
        try writer.run("COMMIT")
        // The transaction, and what fills up its last sector: this disk promises no more.
        #expect(faulty_disk_writes(disk) <= 3)
        #expect(faulty_disk_calls(disk) > 20)
    }
}
