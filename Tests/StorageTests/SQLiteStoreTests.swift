import CRDT
import Encoding
import Ledger
import Replica
import Replication
import Storage
import TestSupport
import Testing

@Suite struct SQLiteStoreTests {
    static let scope = ScopeID(Bytes16(words: [1, 2]))

    static func stock(_ log: LogID, _ quantity: Int64, item: String = "A-1") -> Row {
        Row(
            .stock,
            [.scope(scope), .text(item), .text("shop"), .log(log), .integer(quantity)])
    }

    static func reprint(_ operation: SignedOperation, copy: Int64) -> Row {
        Row(
            .reprint,
            [
                .scope(scope), .operation(operation.hash), .bytes([9, 9]), .integer(copy),
                .truth(copy == 2), copy == 1 ? .null : .text("ñ"),
            ])
    }

    static func write(_ operations: [SignedOperation], _ rows: [RowWrite] = []) -> Transaction {
        var transaction = Transaction()
        transaction.operations = operations
        transaction.rows = rows
        return transaction
    }

    @Test func `operations come back bit for bit, also after reopening`() throws {
        let folder = TemporaryFolder()
        var author = try Author(seed: 1)
        let long = [UInt8](repeating: 7, count: 5000)
        let written = try author.write([[], [1, 2, 3], long])
        do {
            let store = try Sample.open(folder)
            try store.apply(Self.write(written))
        }
        let store = try Sample.open(folder)
        let read = try store.operations(of: author.writer.log, from: 1, limit: 10)
        #expect(read == written)
        #expect(read.map { $0.operation.unsigned().hash } == written.map(\.hash))
        #expect(try store.operations(of: author.writer.log, from: 3, limit: 10) == [written[2]])
        #expect(try store.summary().operationCount == 3)
        #expect(try store.summary().heads.map(\.hash) == [written[2].hash])
    }

    @Test func `rows are inserted, replaced, deleted and read by key and by its beginning`() throws
    {
        let folder = TemporaryFolder()
        let store = try Sample.open(folder)
        var author = try Author(seed: 2)
        let operations = try author.write([[1], [2]])
        let log = author.writer.log
        let reprints = [
            Self.reprint(operations[0], copy: 1), Self.reprint(operations[1], copy: 2),
        ]
        try store.apply(
            Self.write(operations, reprints.map(RowWrite.insert) + [.insert(Self.stock(log, 5))]))
        try store.apply(Self.write([], [.replace(Self.stock(log, -3)), .delete(reprints[0])]))

        #expect(
            try store.row(.stock, key: Array(Self.stock(log, 0).values.prefix(4)))
                == Self.stock(log, -3))
        #expect(
            try store.rows(.reprint, keyPrefix: [.scope(Self.scope)], limit: 9)
                == [reprints[1]])
        #expect(try store.rows(.reprint, keyPrefix: [], limit: 9) == [reprints[1]])
        let elsewhere = Value.scope(ScopeID(Bytes16(words: [7, 7])))
        #expect(try store.rows(.reprint, keyPrefix: [elsewhere], limit: 9).isEmpty)
    }

    @Test func `sums and local values are absolute`() throws {
        let folder = TemporaryFolder()
        let store = try Sample.open(folder)
        var transaction = Transaction()
        let sum = TableSum(scope: Self.scope, table: .stock, count: 3, sum: Bytes32(1, 2, 3, 4))
        transaction.sums = [
            TableSum(scope: Self.scope, table: .stock, count: 2, sum: .zero), sum,
        ]
        transaction.local = [
            LocalWrite(.counter, key: [1], value: [5]), LocalWrite(.counter, key: [1], value: [6]),
            LocalWrite(.session, key: [1], value: [7]), LocalWrite(.session, key: [1], value: nil),
        ]
        try store.apply(transaction)
        #expect(try store.summary().sums == [sum])
        #expect(try store.local(.counter, key: [1]) == [6])
        #expect(try store.local(.session, key: [1]) == nil)
    }

    @Test func `a transaction that contradicts what is there leaves nothing`() throws {
        let folder = TemporaryFolder()
        let store = try Sample.open(folder)
        var author = try Author(seed: 3)
        let operations = try author.write([[1]])
        let row = Self.stock(author.writer.log, 1)
        let twice = Self.write(operations, [.insert(row), .insert(row)])
        #expect(throws: StorageError.self) { try store.apply(twice) }
        #expect(try store.summary().operationCount == 0)
        #expect(throws: StorageError.self) { try store.apply(Self.write([], [.replace(row)])) }
        try store.apply(Self.write(operations, [.insert(row)]))
        #expect(try store.summary().operationCount == 1)
    }

    @Test func `a fork keeps both branches and their heads`() throws {
        let folder = TemporaryFolder()
        var author = try Author(seed: 4)
        let common = try author.write([[1], [2]])
        var clone = author
        let first = try author.write([[3], [4]])
        let second = try clone.write([[5]])
        do {
            let store = try Sample.open(folder)
            try store.apply(Self.write(common + first))
            try store.apply(Self.write(second))
        }
        let store = try Sample.open(folder)
        let read = try store.operations(of: author.writer.log, from: 2, limit: 10)
        #expect(Set(read) == Set([common[1]] + first + second))
        #expect(Set(try store.summary().heads.map(\.hash)) == [first[1].hash, second[0].hash])
        #expect(try store.summary().operationCount == 5)
    }

    @Test func `a signature that comes late is added`() throws {
        let folder = TemporaryFolder()
        let store = try Sample.open(folder)
        var author = try Author(seed: 5)
        let operations = try author.write([[1], [2]])
        try store.apply(Self.write(operations))
        let signature = try present(operations[1].signature)
        var transaction = Transaction()
        transaction.signatures = [
            LateSignature(log: author.writer.log, hash: operations[0].hash, signature: signature)
        ]
        try store.apply(transaction)
        let read = try store.operations(of: author.writer.log, from: 1, limit: 1)
        #expect(read.first?.signature == signature)
    }

    @Test func `the write-ahead log is copied beside the writer and stays bounded`() throws {
        let folder = TemporaryFolder()
        let store = try Sample.open(folder)
        var author = try Author(seed: 6)
        var random = SplitMix64(seed: 6)
        var written = 0
        // 120 MB through a log that may hold 64: only checkpoints beside the writer allow it.
        for _ in 0..<60 {
            let noise = (0..<500).map { _ in
                (0..<500).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
            }
            written += 500
            try store.apply(Self.write(try author.write(noise)))
        }
        #expect(store.checkpointFailure == nil)
        #expect(try store.summary().operationCount == UInt64(written))
        #expect(try Files.read(folder.database + "-wal").count < 100_000_000)
    }
}
