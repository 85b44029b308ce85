import Glibc
import Replica
import Storage
import TestSupport
import Testing

/// How large the write-ahead log grows, and what is left of it.
@Suite struct WriteAheadLogTests {
    private static func bytes(of folder: TemporaryFolder) -> Int {
        var found = stat()
        return stat(folder.database + "-wal", &found) == 0 ? found.st_size : 0
    }

    /// Two megabytes that no compression makes smaller.
    private static func noise() -> [[UInt8]] {
        var random = SplitMix64(seed: 2)
        return (0..<500).map { _ in random.bytes(4000) }
    }

    @Test func `it is copied and gone when the store closes, though a reader stays open`() throws {
        let folder = TemporaryFolder()
        var author = try Author(seed: 1)
        var store: SQLiteStore? = try Sample.open(folder)
        let reader = try ShopReader(
            path: folder.database, scope: SQLiteStoreTests.scope, clock: { Sample.now })
        try store?.apply(SQLiteStoreTests.write(try author.write([[1], [2]])))
        #expect(try reader.heads().map(\.seq) == [2])
        #expect(Self.bytes(of: folder) > 0)
        store = nil
        #expect(Self.bytes(of: folder) == 0)
        #expect(try reader.heads().map(\.seq) == [2])
    }

    @Test func `a reader that holds an old state lets it grow, and its end lets it shrink`() throws
    {
        let folder = TemporaryFolder()
        var author = try Author(seed: 2)
        let noise = Self.noise()
        let store = try Sample.open(folder)
        try store.apply(SQLiteStoreTests.write(try author.write([[1]])))
        let reader = try ShopReader(
            path: folder.database, scope: SQLiteStoreTests.scope, clock: { Sample.now })
        let large = try (0..<40).map { _ in SQLiteStoreTests.write(try author.write(noise)) }
        try reader.snapshot { () throws(StorageError) in
            _ = try reader.heads()
            for transaction in large { try store.apply(transaction) }
            #expect(try reader.heads().map(\.seq) == [1])
        }
        // 80 MB and more: nothing of them could be overwritten.
        #expect(Self.bytes(of: folder) > 80_000_000)
        for _ in 0..<20 { try store.apply(SQLiteStoreTests.write(try author.write(noise))) }
        #expect(Self.bytes(of: folder) < 40_000_000)
        #expect(store.checkpointFailure == nil)
        #expect(try reader.heads().map(\.seq) == [30_001])
    }
}
