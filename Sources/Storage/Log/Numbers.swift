import CRDT
import Encoding
import Ledger

/// The small numbers that stand for scopes, logs and operations in this database alone.
///
/// What was looked up is remembered; ``forget()`` after a transaction that was undone.
final class Numbers {
    private static let operationsMax = 8192

    let database: Database
    // What one transaction's rows name again and again, found without a hash.
    private var lastScope: (id: ScopeID, number: Int64)?
    private var lastLog: (id: LogID, number: Int64)?
    private var lastOperation: (hash: Bytes32, number: Int64)?
    private var scopes: [ScopeID: Int64] = [:]
    private var scopeNames: [Int64: ScopeID] = [:]
    private var logs: [LogID: Int64] = [:]
    private var logNames: [Int64: LogID] = [:]
    private var operations: [Bytes32: Int64] = [:]
    private var operationHashes: [Int64: Bytes32] = [:]
    /// Whether some operation is named and not here; nil until that was looked up.
    var hasNames: Bool?

    init(_ database: Database) { self.database = database }

    func forget() {
        lastScope = nil
        lastLog = nil
        lastOperation = nil
        scopes = [:]
        scopeNames = [:]
        logs = [:]
        logNames = [:]
        operations = [:]
        operationHashes = [:]
        hasNames = nil
    }

    // MARK: Scopes

    /// The number of a scope; nil where nothing of it is here.
    func scope(_ id: ScopeID) throws(StorageError) -> Int64? {
        if let lastScope, lastScope.id == id { return lastScope.number }
        if let known = scopes[id] {
            lastScope = (id, known)
            return known
        }
        let statement = try database.statement(Self.selectScope)
        defer { statement.reset() }
        statement.bind(1, id.id)
        guard try statement.step() else { return nil }
        return remember(id, statement.integer(0))
    }

    /// The number of a scope, given to it now where it has none.
    func scopeMade(_ id: ScopeID) throws(StorageError) -> Int64 {
        if let known = try scope(id) { return known }
        let statement = try database.statement(Self.insertScope)
        statement.bind(1, id.id)
        try statement.run()
        return remember(id, database.lastNumber)
    }

    func scope(number: Int64) throws(StorageError) -> ScopeID {
        if let known = scopeNames[number] { return known }
        let statement = try database.statement(Self.selectScopeID)
        defer { statement.reset() }
        statement.bind(1, number)
        guard try statement.step() else { throw unknown("scope", number) }
        let id = ScopeID(try statement.fixed(0))
        remember(id, number)
        return id
    }

    @discardableResult
    private func remember(_ id: ScopeID, _ number: Int64) -> Int64 {
        scopes[id] = number
        scopeNames[number] = id
        return number
    }

    // MARK: Logs

    /// The number of a log; nil where nothing of it is here.
    func log(_ id: LogID) throws(StorageError) -> Int64? {
        if let lastLog, lastLog.id == id { return lastLog.number }
        if let known = logs[id] {
            lastLog = (id, known)
            return known
        }
        guard let scope = try scope(id.scope) else { return nil }
        let statement = try database.statement(Self.selectLog)
        defer { statement.reset() }
        statement.bind(1, scope)
        statement.bind(2, id.author.key)
        statement.bind(3, id.incarnation.id)
        guard try statement.step() else { return nil }
        return remember(id, statement.integer(0))
    }

    /// The number of a log, given to it now where it has none.
    func logMade(_ id: LogID) throws(StorageError) -> Int64 {
        if let known = try log(id) { return known }
        let statement = try database.statement(Self.insertLog)
        statement.bind(1, try scopeMade(id.scope))
        statement.bind(2, id.author.key)
        statement.bind(3, id.incarnation.id)
        try statement.run()
        return remember(id, database.lastNumber)
    }

    func log(number: Int64) throws(StorageError) -> LogID {
        if let known = logNames[number] { return known }
        let statement = try database.statement(Self.selectLogID)
        defer { statement.reset() }
        statement.bind(1, number)
        guard try statement.step() else { throw unknown("log", number) }
        let id = LogID(
            scope: try scope(number: statement.integer(0)),
            author: NodeID(try statement.fixed(1)),
            incarnation: Incarnation(try statement.fixed(2)))
        remember(id, number)
        return id
    }

    @discardableResult
    private func remember(_ id: LogID, _ number: Int64) -> Int64 {
        logs[id] = number
        logNames[number] = id
        return number
    }

    // MARK: Operations

    /// The number of an operation; nil where it isn't here.
    func operation(_ hash: Bytes32) throws(StorageError) -> Int64? {
        if let lastOperation, lastOperation.hash == hash { return lastOperation.number }
        if let known = operations[hash] {
            lastOperation = (hash, known)
            return known
        }
        let statement = try database.statement(Self.selectOperation)
        defer { statement.reset() }
        statement.bind(1, hash)
        guard try statement.step() else { return try name(of: hash) }
        let number = statement.integer(0)
        remember(hash, number)
        return number
    }

    func operation(number: Int64) throws(StorageError) -> Bytes32 {
        if let known = operationHashes[number] { return known }
        let statement = try database.statement(Self.selectOperationHash)
        defer { statement.reset() }
        statement.bind(1, number)
        let hash: Bytes32
        if try statement.step() {
            hash = try statement.fixed(0, Bytes32.self)
        } else {
            hash = try hashNamed(number)
        }
        remember(hash, number)
        return hash
    }

    func remember(_ hash: Bytes32, _ number: Int64) {
        if operations.count >= Self.operationsMax {
            operations.removeAll(keepingCapacity: true)
            operationHashes.removeAll(keepingCapacity: true)
        }
        operations[hash] = number
        operationHashes[number] = hash
    }

    func unknown(_ what: String, _ number: Int64) -> StorageError {
        .damaged(path: database.path, detail: "no \(what) has the number \(number)")
    }
}

extension Numbers {
    static let selectScope = """
        SELECT number
        FROM   scope
        WHERE  id = :id
        """

    static let selectScopeID = """
        SELECT id
        FROM   scope
        WHERE  number = :number
        """

    static let insertScope = """
        INSERT INTO scope (id)
        VALUES (:id)
        """

    static let selectLog = """
        SELECT number
        FROM   log
        WHERE  scope = :scope AND author = :author AND incarnation = :incarnation
        """

    static let selectLogID = """
        SELECT scope, author, incarnation
        FROM   log
        WHERE  number = :number
        """

    static let insertLog = """
        INSERT INTO log (scope, author, incarnation)
        VALUES (:scope, :author, :incarnation)
        """

    static let selectOperation = """
        SELECT number
        FROM   operation
        WHERE  substr(hash, 1, 8) = substr(:hash, 1, 8) AND hash = :hash
        """

    static let selectOperationHash = """
        SELECT hash
        FROM   operation
        WHERE  number = :number
        """
}
