import CRDT
import Encoding
import Ledger
import Replica

/// Writes and reads the rows of one table; in SQLite names of scopes, logs and operations are
/// numbers, outside they are themselves.
final class RowTable {
    let name: TableName
    let sql: TableSQL
    private let database: Database
    private let numbers: Numbers
    private let columnCount: Int
    private let keyCount: Int
    private let insert: KeptStatement
    /// Nil for a table that is all key.
    private let update: KeptStatement?
    private let delete: KeptStatement
    private let select: KeptStatement
    /// Selections by the first values of the key, by how many are given.
    private var selectPrefix: [Int: KeptStatement] = [:]

    init(_ name: TableName, _ table: Table, _ database: Database, _ numbers: Numbers) {
        self.name = name
        self.database = database
        self.numbers = numbers
        sql = TableSQL(table: table)
        columnCount = table.columns.count
        keyCount = table.keyCount
        insert = KeptStatement(sql.insert, on: database)
        update = sql.update.map { KeptStatement($0, on: database) }
        delete = KeptStatement(sql.delete, on: database)
        select = KeptStatement(sql.select, on: database)
    }

    // MARK: Writing

    func apply(_ write: RowWrite) throws(StorageError) {
        switch write {
        case .insert(let row): try run(insert, row, count: row.values.count)
        case .replace(let row):
            // A table that is all key has nothing to set.
            guard let update else { return }
            try run(update, row, count: row.values.count)
        case .delete(let row): try run(delete, row, count: keyCount)
        }
    }

    private func run(
        _ kept: KeptStatement, _ row: Row, count: Int
    ) throws(StorageError) {
        guard row.values.count == columnCount else {
            throw .contradiction("a row of \(name.rawValue) has \(row.values.count) values")
        }
        let statement = try kept.prepared()
        try bind(row, count: count, to: statement)
        try statement.run()
        guard database.changes == 1 else {
            throw .contradiction("a row of \(name.rawValue) to change isn't there")
        }
    }

    /// Binds the first values of a row.
    private func bind(_ row: Row, count: Int, to statement: Statement) throws(StorageError) {
        for index in 0..<count {
            guard try bind(row.values[index], Int32(index + 1), to: statement) else {
                statement.reset()
                throw .contradiction("a row of \(name.rawValue) names an operation not stored")
            }
        }
    }

    /// Binds a value; false where it names something that has no number.
    private func bind(
        _ value: Value, _ index: Int32, to statement: Statement, isMaking: Bool = true
    ) throws(StorageError) -> Bool {
        switch value {
        case .null: statement.bindNull(index)
        case .integer(let integer): statement.bind(index, integer)
        case .text(let text): statement.bind(index, text)
        case .bytes(let bytes): statement.bind(index, bytes)
        case .truth(let truth): statement.bind(index, truth ? Int64(1) : Int64(0))
        case .scope(let id):
            let number = isMaking ? try numbers.scopeMade(id) : try numbers.scope(id)
            guard let number else { return false }
            statement.bind(index, number)
        case .operation(let hash):
            guard let number = try numbers.operation(hash) else { return false }
            statement.bind(index, number)
        case .log(let id):
            let number = isMaking ? try numbers.logMade(id) : try numbers.log(id)
            guard let number else { return false }
            statement.bind(index, number)
        }
        return true
    }

    // MARK: Reading

    /// The row with this key.
    func row(key: [Value]) throws(StorageError) -> Row? {
        let statement = try select.prepared()
        defer { statement.reset() }
        guard try bindKnown(key, to: statement), try statement.step() else { return nil }
        return try read(statement)
    }

    /// Rows whose key begins so.
    func rows(keyPrefix: [Value], limit: Int) throws(StorageError) -> [Row] {
        let statement = try prefixSelection(keyPrefix.count).prepared()
        defer { statement.reset() }
        guard try bindKnown(keyPrefix, to: statement) else { return [] }
        statement.bind(Int32(keyPrefix.count + 1), Int64(clamping: limit))
        var rows: [Row] = []
        while try statement.step() { rows.append(try read(statement)) }
        return rows
    }

    private func prefixSelection(_ count: Int) -> KeptStatement {
        if let known = selectPrefix[count] { return known }
        let made = KeptStatement(sql.selectPrefix(count), on: database)
        selectPrefix[count] = made
        return made
    }

    /// Visits all rows, in the order of their keys here.
    func forEach(
        _ visit: (Row) throws(StorageError) -> Void
    ) throws(StorageError) {
        let statement = try database.statement(sql.selectPrefix(0))
        defer { statement.reset() }
        statement.bind(1, Int64.max)
        while try statement.step() { try visit(try read(statement)) }
    }

    private func bindKnown(_ key: [Value], to statement: Statement) throws(StorageError) -> Bool {
        for (index, value) in key.enumerated() {
            guard try bind(value, Int32(index + 1), to: statement, isMaking: false) else {
                return false
            }
        }
        return true
    }

    /// The row on which a statement stands that selected all columns in their order.
    func read(_ statement: Statement) throws(StorageError) -> Row {
        var values: [Value] = []
        values.reserveCapacity(sql.table.columns.count)
        for (index, column) in sql.table.columns.enumerated() {
            values.append(try value(statement, Int32(index), column.content))
        }
        return Row(name, values)
    }

    private func value(
        _ statement: Statement, _ index: Int32, _ content: Column.Content
    ) throws(StorageError) -> Value {
        guard !statement.isNull(index) else { return .null }
        return switch content {
        case .integer: .integer(statement.integer(index))
        case .text: .text(statement.text(index))
        case .bytes: .bytes(statement.bytes(index))
        case .truth: .truth(statement.integer(index) != 0)
        case .scope: .scope(try numbers.scope(number: statement.integer(index)))
        case .operation: .operation(try numbers.operation(number: statement.integer(index)))
        case .log: .log(try numbers.log(number: statement.integer(index)))
        }
    }
}
