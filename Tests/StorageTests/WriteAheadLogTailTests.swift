import Glibc
import Replica
import Storage
import Testing

/// Sales that a damaged write-ahead log took with it.
@Suite struct WriteAheadLogTailTests {
    private let folder = TemporaryFolder()
    private let transactions = 12

    /// A database and its log as a crash leaves them: read while the store has them open.
    private func image() throws -> (database: [UInt8], log: [UInt8]) {
        var author = try Author(seed: 1)
        let store = try Sample.open(folder)
        for number in 0..<transactions {
            try store.apply(SQLiteStoreTests.write(try author.write([[UInt8(number)]])))
        }
        return (
            try Files.read(folder.database), try Files.read(folder.database + "-wal")
        )
    }

    private func tail(_ image: (database: [UInt8], log: [UInt8])) throws -> WriteAheadLogTail? {
        let crashed = TemporaryFolder()
        try Files.write(image.database, to: crashed.database)
        try Files.write(image.log, to: crashed.database + "-wal")
        let tail = try WriteAheadLogTail.read(crashed.database)
        // What SQLite makes of it agrees: all is there but the last, and the one before it where
        // its own frame can't be told from one that was never written.
        if tail?.isLoss == false {
            let store = try Sample.open(crashed)
            #expect(try store.summary().operationCount >= UInt64(transactions - 2))
        }
        return tail
    }

    /// Where the frames begin that end a transaction.
    private func ends(_ log: [UInt8]) -> [Int] {
        stride(from: 32, to: log.count, by: 24 + 4096).filter { place in
            log[(place + 4)..<(place + 8)].contains { $0 != 0 }
                && log[(place + 8)..<(place + 16)] == log[16..<24]
        }
    }

    @Test func `a whole log has lost nothing, nor has one that ends early`() throws {
        let image = try image()
        #expect(try tail(image)?.transactions == 0)
        let last = try #require(ends(image.log).last)
        for cut in [last + 5, last + 500, last - 1] {
            #expect(try tail((image.database, Array(image.log[..<cut])))?.isLoss == false)
        }
        #expect(try tail((image.database, [])) == nil)
        #expect(try tail((image.database, [UInt8](repeating: 1, count: 9000))) == nil)
    }

    @Test func `the last transaction in pieces was never confirmed`() throws {
        var image = try image()
        let last = try #require(ends(image.log).last)
        image.log[last + 100] ^= 1
        let tail = try #require(try tail(image))
        #expect(tail.transactions == 1 && !tail.isLoss)
    }

    @Test(arguments: [0, 8, 16, 24, 2000]) func `damage in the middle is counted`(
        offset: Int
    ) throws {
        let image = try image()
        let ends = ends(image.log)
        for (index, end) in ends.dropLast().enumerated() {
            var log = image.log
            log[end + offset] ^= 0x40
            let tail = try #require(try tail((image.database, log)))
            // Damaged salts hide the damaged frame itself.
            let behind = ends.count - index - (offset == 8 ? 1 : 0)
            #expect(tail.transactions == behind)
            #expect(tail.isLoss == (behind > 1))
        }
    }

    @Test func `frames of an earlier log are no loss`() throws {
        var author = try Author(seed: 2)
        var store: SQLiteStore? = try Sample.open(folder)
        let first = try (0..<40).map { _ in
            SQLiteStoreTests.write(try author.write([[1], [2]]))
        }
        for transaction in first { try store?.apply(transaction) }
        let long = try Files.read(folder.database + "-wal")
        store = nil
        store = try Sample.open(folder)
        try store?.apply(SQLiteStoreTests.write(try author.write([[3]])))
        let short = try Files.read(folder.database + "-wal")
        let both = short + long.dropFirst(short.count)
        #expect(both.count > short.count)
        #expect(try tail((try Files.read(folder.database), both))?.transactions == 0)
    }
}
