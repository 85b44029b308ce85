public import CRDT
public import Encoding
public import Ledger
public import Replica
public import Replication
public import Retail

/// The till's database: one writer, whose every transaction is on disk when `apply` returns.
///
/// One thread owns it; readers have connections of their own.
// Unchecked: used by one thread at a time, the owner's writer thread.
public final class SQLiteStore: Store, @unchecked Sendable {
    public let path: String
    package let database: Database
    let numbers: Numbers
    let operationTable: OperationTable
    /// By the place of their names; nil where a read model lacks one.
    private let rowTables: [RowTable?]
    private let localTables: [LocalWrite.Table: LocalTable]
    let base: LogBase
    private let putSum: KeptStatement
    let readModel: ReadModel
    private let searchIndex: SearchIndex
    let checkpoints: Checkpoints
    /// How long transactions take until they are on disk.
    public let commitTimes = CommitTimes()

    /// True where the read model is another version's or a rebuild was cut short; rebuilding
    /// comes before anything else then.
    public internal(set) var needsRebuild: Bool

    /// Opens the till's database, or makes it.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - mayCreate: whether to make one where there is none.
    ///   - tables: the read model.
    ///   - projection: the version of the projection that fills it.
    /// - Throws: ``StorageError``: a damaged, full, read-only, foreign or newer one by name.
    public init(
        path: String, mayCreate: Bool = false, tables: [Table] = Tables.all,
        projection: UInt64
    ) throws(StorageError) {
        self.path = path
        database = try Connection.writer(path, mayCreate: mayCreate)
        try Migrations.run(on: database)
        numbers = Numbers(database)
        operationTable = OperationTable(database, numbers, try Self.codec())
        rowTables = Self.rowTables(tables, database, numbers)
        localTables = Self.localTables(database)
        base = LogBase(database, numbers, operationTable)
        putSum = KeptStatement(OperationTable.putSum, on: database)
        searchIndex = SearchIndex(database, numbers)
        readModel = ReadModel(tables: tables, projection: projection)
        needsRebuild = try !readModel.isCurrent(on: database)
        checkpoints = try Checkpoints(of: database)
        if needsRebuild { try startEmpty() }
    }

    deinit { checkpoints.finish() }

    static func codec() throws(StorageError) -> PayloadCodec {
        do {
            return try PayloadCodec()
        } catch {
            throw .compression(error)
        }
    }

    private static func rowTables(
        _ tables: [Table], _ database: Database, _ numbers: Numbers
    ) -> [RowTable?] {
        var made = [RowTable?](repeating: nil, count: TableName.allCases.count)
        for table in tables {
            guard let name = TableName(rawValue: table.name) else { continue }
            made[name.place] = RowTable(name, table, database, numbers)
        }
        return made
    }

    private static func localTables(_ database: Database) -> [LocalWrite.Table: LocalTable] {
        var made: [LocalWrite.Table: LocalTable] = [:]
        for table in LocalWrite.Table.allCases { made[table] = LocalTable(table, database) }
        return made
    }

    /// A log without operations needs no rebuilding, only tables.
    private func startEmpty() throws(StorageError) {
        guard try database.integer(OperationTable.last) == 0 else { return }
        try readModel.makeEmpty(on: database)
        try readModel.markCurrent(on: database)
        needsRebuild = false
    }

    /// Why the last checkpoint failed, for `status`; nothing is lost by it.
    public var checkpointFailure: StorageError? { checkpoints.lastFailure }

    // MARK: Store

    public func apply(_ transaction: Transaction) throws(StorageError) {
        let began = CommitTimes.now()
        checkpoints.beginWriting()
        defer { checkpoints.endWriting() }
        do throws(StorageError) {
            try database.transaction { () throws(StorageError) in try write(transaction) }
            commitTimes.succeeded(since: began)
        } catch {
            commitTimes.failed(error)
            // Numbers given in the transaction were undone with it.
            numbers.forget()
            operationTable.forget()
            searchIndex.forget()
            throw error
        }
    }

    private func write(_ transaction: Transaction) throws(StorageError) {
        for restoring in transaction.restorings { try base.apply(restoring) }
        for operation in transaction.operations { try operationTable.append(operation) }
        for signature in transaction.signatures { try operationTable.sign(signature) }
        try numbers.name(transaction.names)
        // By their places: a loop over the rows would copy each.
        for index in transaction.rows.indices {
            try rowTable(transaction.rows[index].table).apply(transaction.rows[index])
            searchIndex.note(transaction.rows[index])
        }
        try searchIndex.update()
        for sum in transaction.sums { try put(sum) }
        for write in transaction.local { try put(write) }
        for pruning in transaction.prunings { try base.apply(pruning) }
        for write in transaction.base { try base.put(write) }
    }

    /// Has searches find the words of items whose publications are visible, some of them.
    ///
    /// - Parameters:
    ///   - now: store time.
    ///   - limit: at most so many items in one transaction.
    /// - Returns: whether more may wait.
    /// - Throws: ``StorageError``; then what was found before stays.
    public func settleSearch(at now: Instant, limit: Int = 256) throws(StorageError) -> Bool {
        do throws(StorageError) {
            return try database.transaction { () throws(StorageError) in
                try searchIndex.settle(at: now.milliseconds, limit: limit)
            }
        } catch {
            numbers.forget()
            searchIndex.forget()
            throw error
        }
    }

    func rowTable(_ name: TableName) throws(StorageError) -> RowTable {
        guard let table = rowTables[name.place] else {
            throw .contradiction("no table \(name.rawValue)")
        }
        return table
    }

    private func put(_ sum: TableSum) throws(StorageError) {
        let statement = try putSum.prepared()
        statement.bind(1, try numbers.scopeMade(sum.scope))
        statement.bind(2, sum.table.rawValue)
        statement.bind(3, Int64(bitPattern: sum.count))
        statement.bind(4, sum.sum)
        try statement.run()
    }

    func put(_ write: LocalWrite) throws(StorageError) {
        try localTable(write.table).put(write.key, write.value)
    }

    private func localTable(_ name: LocalWrite.Table) throws(StorageError) -> LocalTable {
        guard let table = localTables[name] else {
            throw .contradiction("no table \(name.rawValue)")
        }
        return table
    }

    public func operations(
        of log: LogID, from seq: UInt64, limit: Int
    ) throws(StorageError) -> [SignedOperation] {
        try operationTable.operations(of: log, from: seq, limit: limit)
    }

    public func operation(_ hash: Bytes32) throws(StorageError) -> SignedOperation? {
        try operationTable.operation(hash)
    }

    public func row(_ table: TableName, key: [Value]) throws(StorageError) -> Row? {
        try rowTable(table).row(key: key)
    }

    public func rows(
        _ table: TableName, keyPrefix: [Value], limit: Int
    ) throws(StorageError) -> [Row] {
        try rowTable(table).rows(keyPrefix: keyPrefix, limit: limit)
    }

    public func base(_ table: TableName, key: [Value]) throws(StorageError) -> Row? {
        try base.row(table, key: key)
    }

    public func baseCandidates(of log: LogID) throws(StorageError) -> [Row] {
        try base.candidates(of: log, batch: Self.rebuildBatch)
    }

    public func absentHashes(_ prefix: Bytes8) throws(StorageError) -> [Bytes32] {
        try numbers.hashesNamed(prefix)
    }

    public func snapshot<Result>(
        _ work: () throws(StorageError) -> Result
    ) throws(StorageError) -> Result { try database.snapshot(work) }

    public func summary() throws(StorageError) -> StoreSummary {
        try database.snapshot { () throws(StorageError) in
            StoreSummary(
                heads: try operationTable.heads(), sums: try operationTable.sums(),
                operationCount: try operationCount(), starts: try base.starts(),
                baseSums: try base.sums())
        }
    }

    func operationCount() throws(StorageError) -> UInt64 {
        UInt64(bitPattern: try database.integer(OperationTable.count) ?? 0)
    }

    public func local(
        _ table: LocalWrite.Table, key: [UInt8]
    ) throws(StorageError) -> [UInt8]? {
        try localTable(table).value(of: key)
    }
}
