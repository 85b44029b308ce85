import CRDT
import Encoding
import Replica
import Replication
import Storage
import TestSupport
import Testing

/// Signatures that later ones cover are forgotten, and what is left still proves and cuts all.
@Suite struct SignatureKeepingTests {
    private static func rowsWithSignature(_ folder: TemporaryFolder) throws -> [Int64] {
        let database = try Database(path: folder.database, access: .readOnly)
        let statement = try database.statement(
            "SELECT seq FROM operation WHERE signature IS NOT NULL ORDER BY number")
        defer { statement.reset() }
        var seqs: [Int64] = []
        while try statement.step() { seqs.append(statement.integer(0)) }
        return seqs
    }

    private static func write(_ payloads: [[UInt8]], _ author: inout Author, _ store: SQLiteStore)
        throws
    {
        for payload in payloads {
            try store.apply(SQLiteStoreTests.write(try author.write([payload])))
        }
    }

    private static func signed(_ store: SQLiteStore, _ author: Author) throws -> [UInt64] {
        try store.operations(of: author.writer.log, from: 1, limit: .max)
            .filter { $0.signature != nil }.map(\.operation.seq)
    }

    @Test func `of single operations every 64th and the last keep theirs`() throws {
        let folder = TemporaryFolder()
        var author = try Author(seed: 21)
        do {
            let store = try Sample.open(folder)
            try Self.write((0..<130).map { [UInt8($0)] }, &author, store)
            #expect(try Self.signed(store, author) == [64, 128, 130])
        }
        // A restart forgets what it remembered, and none of this.
        let store = try Sample.open(folder)
        try Self.write([[1]], &author, store)
        #expect(try Self.signed(store, author) == [64, 128, 131])
        #expect(try Self.rowsWithSignature(folder) == [64, 128])
        #expect(try store.examineLogs().isEmpty)
    }

    @Test func `a run, a long payload and what decides about members keep theirs`() throws {
        let folder = TemporaryFolder()
        var author = try Author(seed: 22)
        let store = try Sample.open(folder)
        try Self.write([[1], [2]], &author, store)
        try store.apply(SQLiteStoreTests.write(try author.write([[3], [4], [5]])))
        try Self.write([[6], [7]], &author, store)
        try store.apply(SQLiteStoreTests.write(try author.write([[8]], kind: 2)))
        let long = [UInt8](repeating: 1, count: SignatureKeeping.payloadBytesMax + 1)
        try Self.write([[9], [10], long, [12], [13]], &author, store)
        // 2 and 10 stay before what is long; 7 doesn't, since 8 is short.
        #expect(try Self.signed(store, author) == [2, 5, 8, 10, 11, 13])
        #expect(try store.examineLogs().isEmpty)
    }

    @Test func `each branch of a fork has its end's`() throws {
        let folder = TemporaryFolder()
        var author = try Author(seed: 23)
        let store = try Sample.open(folder)
        try Self.write([[1], [2]], &author, store)
        var clone = author
        try Self.write([[3], [4]], &author, store)
        try Self.write([[5], [6], [7]], &clone, store)
        let read = try store.operations(of: author.writer.log, from: 1, limit: 99)
        let heads = Set(try store.summary().heads.map(\.hash))
        #expect(heads.count == 2)
        #expect(Set(read.filter { $0.signature != nil }.map(\.hash)) == heads)
        #expect(try store.examineLogs().isEmpty)
    }

    @Test(arguments: UInt64(0)..<10)
    func `what is left cuts into segments that give the log again`(seed: UInt64) throws {
        let folder = TemporaryFolder()
        var random = SplitMix64(seed: seed)
        var author = try Author(seed: 300 + seed)
        let store = try Sample.open(folder)
        var written: [SignedOperation] = []
        while written.count < 200 {
            let count = Bool.random(using: &random) ? 1 : Int.random(in: 1...20, using: &random)
            let run = try author.write((0..<count).map { _ in LogFormTests.payload(&random) })
            try store.apply(SQLiteStoreTests.write(run))
            written += run
        }
        let stored = try store.operations(of: author.writer.log, from: 1, limit: .max)
        // Far less than a segment may hold.
        let segments = try SegmentCutter.cut(stored, bytesMax: 2_000_000)
        let back = try segments.flatMap { try $0.operations() }
        #expect(back.map(\.hash) == written.map(\.hash))
    }
}
