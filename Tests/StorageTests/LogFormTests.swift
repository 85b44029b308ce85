import CRDT
import Encoding
import Replica
import Replication
import Storage
import TestSupport
import Testing

/// How operations lie in the database: packed payloads that come back bit for bit.
@Suite struct LogFormTests {
    /// Payloads like a lane's: most repeat much of the ones before.
    static func payload(_ random: inout SplitMix64) -> [UInt8] {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: random.bytes(Int.random(in: 0...40, using: &random))
        case 1: random.bytes(Int.random(in: 8000...20_000, using: &random))
        case 2: [UInt8](repeating: 7, count: Int.random(in: 0...9000, using: &random))
        case _:
            random.bytes(16) + Array("Grocery, Household, VAT, 014-03, person and drawer".utf8)
                + random.bytes(Int.random(in: 0...90, using: &random))
        }
    }

    /// Writes operations one by one, each with its own signature.
    static func written(
        _ count: Int, by author: inout Author, to store: SQLiteStore,
        using random: inout SplitMix64
    ) throws -> [SignedOperation] {
        try (0..<count).flatMap { _ in
            let kind = UInt16.random(in: 70...72, using: &random)
            let signed = try author.write([payload(&random)], kind: kind)
            try store.apply(SQLiteStoreTests.write(signed))
            return signed
        }
    }

    static func forms(_ folder: TemporaryFolder) throws -> [Int64] {
        let database = try Database(path: folder.database, access: .readOnly)
        let statement = try database.statement(
            "SELECT hex(substr(payload, 1, 1)) FROM operation ORDER BY number")
        defer { statement.reset() }
        var forms: [Int64] = []
        while try statement.step() { forms.append(Int64(statement.text(0), radix: 16) ?? -1) }
        return forms
    }

    static func change(_ folder: TemporaryFolder, _ sql: String) throws {
        let database = try Database(path: folder.database, access: .readWrite)
        try database.run(sql)
    }

    @Test(arguments: UInt64(0)..<12)
    func `operations of two logs come back bit for bit, also through a restart`(
        seed: UInt64
    ) throws {
        let folder = TemporaryFolder()
        var random = SplitMix64(seed: seed)
        var authors = [try Author(seed: 100 + seed), try Author(seed: 200 + seed)]
        var expected: [[SignedOperation]] = [[], []]
        for _ in 0..<3 {
            let store = try Sample.open(folder)
            for _ in 0..<12 {
                let index = Int.random(in: 0...1, using: &random)
                expected[index] += try Self.written(
                    Int.random(in: 1...9, using: &random), by: &authors[index], to: store,
                    using: &random)
            }
        }
        let store = try Sample.open(folder)
        for (author, expected) in zip(authors, expected) {
            let read = try store.operations(of: author.writer.log, from: 1, limit: .max)
            #expect(read.map(\.operation) == expected.map(\.operation))
            #expect(read.map { $0.operation.unsigned().hash } == expected.map(\.hash))
            #expect(read.last?.signature == expected.last?.signature)
        }
        #expect(try store.examineLogs().isEmpty)
        #expect(Set(try Self.forms(folder)).isSuperset(of: [0, 2, 129]))
    }

    @Test func `a transaction that was undone leaves no base behind`() throws {
        let folder = TemporaryFolder()
        let store = try Sample.open(folder)
        var author = try Author(seed: 7)
        let text = [UInt8](repeating: 9, count: 80)
        let first = try author.write([[1], text, text + [1]])
        let row = SQLiteStoreTests.stock(author.writer.log, 1)
        #expect(throws: StorageError.self) {
            try store.apply(SQLiteStoreTests.write(first, [.insert(row), .insert(row)]))
        }
        try store.apply(SQLiteStoreTests.write(first))
        #expect(try store.operations(of: author.writer.log, from: 1, limit: 9) == first)
    }

    @Test func `whole frames of an earlier version are read`() throws {
        let folder = TemporaryFolder()
        var author = try Author(seed: 8)
        let text = Array(String(repeating: "Café, ", count: 30).utf8)
        let written = try author.write([text])
        do {
            let store = try Sample.open(folder)
            try store.apply(SQLiteStoreTests.write(written))
        }
        let frame = Hex.encode([1] + (try Zstd.compress(text)))
        try Self.change(folder, "UPDATE operation SET payload = x'\(frame)'")
        let store = try Sample.open(folder)
        #expect(try store.operations(of: author.writer.log, from: 1, limit: 9) == written)
        #expect(try store.examineLogs().isEmpty)
    }

    @Test(arguments: [
        "", "03", "7f", "80", "ff", "8105", "81ffffffffffffffffffff01", "81808080", "02", "81",
        "8100", "8101", "8101ffff",
    ])
    func `a payload in no form, or beside no base, is named by its sequence`(hex: String) throws {
        let folder = TemporaryFolder()
        var author = try Author(seed: 9)
        var random = SplitMix64(seed: 9)
        let store = try Sample.open(folder)
        _ = try Self.written(5, by: &author, to: store, using: &random)
        try Self.change(folder, "UPDATE operation SET payload = x'\(hex)' WHERE seq = 4")
        #expect(try store.examineLogs() == [.hash(author.writer.log, seq: 4)])
        #expect(throws: StorageError.self) {
            try store.operations(of: author.writer.log, from: 1, limit: 9)
        }
    }

    @Test(arguments: UInt64(0)..<10)
    func `any changed byte of a payload is named by its sequence`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var author = try Author(seed: seed)
        let folder = TemporaryFolder()
        let store = try Sample.open(folder)
        let written = try Self.written(20, by: &author, to: store, using: &random)
        for _ in 0..<20 {
            let seq = Int.random(in: 1...written.count, using: &random)
            let length = try Self.length(folder, seq)
            guard length > 0 else { continue }
            let place = Int.random(in: 0..<length, using: &random)
            let byte = UInt8.random(in: 1...255, using: &random)
            let before = try Self.swap(folder, seq, place, byte)
            // A change that leaves the content as it was is none: a plain form's byte has no twin.
            let found = try store.examineLogs()
            #expect(found.isEmpty || found == [.hash(author.writer.log, seq: UInt64(seq))])
            let read = try? store.operations(of: author.writer.log, from: UInt64(seq), limit: 1)
            #expect(found.isEmpty == (read?.first?.operation == written[seq - 1].operation))
            try Self.change(
                folder, "UPDATE operation SET payload = x'\(before)' WHERE seq = \(seq)")
            #expect(try store.examineLogs().isEmpty)
        }
    }

    private static func length(_ folder: TemporaryFolder, _ seq: Int) throws -> Int {
        let database = try Database(path: folder.database, access: .readOnly)
        return Int(
            try database.integer("SELECT length(payload) FROM operation WHERE seq = \(seq)") ?? 0)
    }

    /// Changes one byte, and gives the payload as it was, in hex.
    private static func swap(
        _ folder: TemporaryFolder, _ seq: Int, _ place: Int, _ change: UInt8
    ) throws -> String {
        let database = try Database(path: folder.database, access: .readWrite)
        let statement = try database.statement(
            "SELECT payload FROM operation WHERE seq = \(seq)")
        defer { statement.reset() }
        guard try statement.step() else { throw Missing() }
        let before = statement.bytes(0)
        statement.reset()
        var after = before
        after[place] ^= change
        try database.run(
            "UPDATE operation SET payload = x'\(Hex.encode(after))' WHERE seq = \(seq)")
        return Hex.encode(before)
    }
}
