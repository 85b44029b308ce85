public import CRDT
import Encoding
public import Replica
public import Retail

/// How much of the file a reader keeps in memory, at most.
///
/// The system keeps the file, too: a page that isn't here costs a copy. A lane has some eight
/// readers.
public enum ReaderCache: Int, Sendable {
    /// 1 MB: for who reads now and then.
    case small = 1_000
    /// 8 MB: for who finds goods while a cashier waits.
    case large = 8_000
}

/// Reads one store's shop: a connection of its own that never waits for the writer.
///
/// One thread uses a reader at a time. What it finds is what was committed when it looked.
// Unchecked: used by one thread at a time, by a lock or because only one knows it.
public final class ShopReader: @unchecked Sendable {
    public let scope: ScopeID
    package let database: Database
    let numbers: Numbers
    let operations: OperationTable
    private let clock: @Sendable () -> Instant

    /// Opens a connection to the till's database.
    ///
    /// - Parameters:
    ///   - path: the database's file.
    ///   - scope: the store.
    ///   - cache: how much of the file it keeps in memory.
    ///   - clock: store time, from whose moments on publications are visible.
    /// - Throws: ``StorageError`` where it can't be opened.
    public init(
        path: String, scope: ScopeID, cache: ReaderCache = .small,
        clock: @escaping @Sendable () -> Instant
    ) throws(StorageError) {
        self.scope = scope
        self.clock = clock
        database = try Connection.reader(path, cache)
        numbers = Numbers(database)
        operations = OperationTable(database, numbers, try SQLiteStore.codec())
    }

    /// Store time, by which it sees publications.
    public var storeTime: Instant { clock() }

    /// Fills in `:now` where the query asks for it.
    private func bindNow(_ statement: Statement) {
        guard let position = statement.parameterIfAny(":now") else { return }
        statement.bind(position, storeTime.milliseconds)
    }

    /// Whether the database holds anything of the store.
    public func knowsStore() throws(StorageError) -> Bool { try numbers.scope(scope) != nil }

    /// The scope's number; -1, which no row has, where nothing of it is stored.
    func scopeNumber() throws(StorageError) -> Int64 { try numbers.scope(scope) ?? -1 }

    /// Sees one state of the database for as long as the work lasts.
    public func snapshot<Result>(
        _ work: () throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try database.snapshot(work)
    }

    /// Runs a query whose first parameter is the scope; `bind` fills those from the second on.
    func each<Found>(
        _ sql: String, bind: (Statement) -> Void = { _ in },
        read: (Statement) throws(StorageError) -> Found
    ) throws(StorageError) -> [Found] {
        try each(sql, in: scope, bind: bind, read: read)
    }

    /// The same for another scope than the store's: its control scope.
    func each<Found>(
        _ sql: String, in scope: ScopeID, bind: (Statement) -> Void,
        read: (Statement) throws(StorageError) -> Found
    ) throws(StorageError) -> [Found] {
        var found: [Found] = []
        try walk(sql, in: scope, bind: bind) { row throws(StorageError) in
            found.append(try read(row))
            return true
        }
        return found
    }

    /// The same row by row; false ends it.
    func walk(
        _ sql: String, in scope: ScopeID? = nil, bind: (Statement) -> Void,
        take: (Statement) throws(StorageError) -> Bool
    ) throws(StorageError) {
        let statement = try database.statement(sql)
        defer { statement.reset() }
        statement.bind(1, try numbers.scope(scope ?? self.scope) ?? -1)
        bindNow(statement)
        bind(statement)
        while try statement.step(), try take(statement) { continue }
    }

    /// The same for a query that gives one row or none.
    func first<Found>(
        _ sql: String, bind: (Statement) -> Void = { _ in },
        read: (Statement) throws(StorageError) -> Found
    ) throws(StorageError) -> Found? {
        var found: Found?
        try walk(sql, bind: bind) { row throws(StorageError) in
            found = try read(row)
            return false
        }
        return found
    }
}

extension ShopReader {
    /// All rows of a local table, in the order of their keys.
    public func local(
        _ table: LocalWrite.Table
    ) throws(StorageError) -> [(key: [UInt8], value: [UInt8])] {
        let statement = try database.statement(LocalSchema.selectAll(table))
        defer { statement.reset() }
        statement.bind(1, 1_000_000)
        var rows: [(key: [UInt8], value: [UInt8])] = []
        while try statement.step() { rows.append((statement.bytes(0), statement.bytes(1))) }
        return rows
    }

    /// A local table's value under a key.
    public func local(
        _ table: LocalWrite.Table, key: [UInt8]
    ) throws(StorageError) -> [UInt8]? {
        let statement = try database.statement(LocalSchema.select(table))
        defer { statement.reset() }
        statement.bind(1, key)
        return try statement.step() ? statement.bytes(0) : nil
    }

    /// Keys of a local table that begin so, in their order.
    public func localKeys(
        _ table: LocalWrite.Table, beginningWith prefix: [UInt8], limit: Int
    ) throws(StorageError) -> [[UInt8]] {
        let statement = try database.statement(LocalSchema.selectKeys(table))
        defer { statement.reset() }
        statement.bind(1, prefix)
        statement.bind(2, Self.behind(prefix))
        statement.bind(3, Int64(limit))
        var keys: [[UInt8]] = []
        while try statement.step() { keys.append(statement.bytes(0)) }
        return keys
    }

    /// The least key that is greater than all that begin so.
    private static func behind(_ prefix: [UInt8]) -> [UInt8] {
        var behind = prefix
        while let last = behind.popLast() {
            if last < 0xFF { return behind + [last + 1] }
        }
        return [UInt8](repeating: 0xFF, count: 64)
    }
}
