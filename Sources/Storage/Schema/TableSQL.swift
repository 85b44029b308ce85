import Ledger

/// The statements of one table of the read model, made from its value.
struct TableSQL {
    let table: Table

    private var keyColumns: ArraySlice<Column> { table.columns.prefix(table.keyCount) }
    private var otherColumns: ArraySlice<Column> { table.columns.dropFirst(table.keyCount) }

    /// Rows lie in the order of their keys, so what is read together lies together.
    var create: String {
        let columns = table.columns.map { "    \(Self.definition($0))" }
        let key = "    PRIMARY KEY (\(Self.names(keyColumns)))"
        return """
            CREATE TABLE \(table.name) (
            \((columns + [key]).joined(separator: ",\n"))
            ) STRICT, WITHOUT ROWID
            """
    }

    var createIndexes: [String] { table.indexes.map(create) }

    var drop: String { "DROP TABLE IF EXISTS \(table.name)" }

    var insert: String {
        """
        INSERT INTO \(table.name) (\(Self.names(table.columns[...])))
        VALUES (\(table.columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")))
        """
    }

    /// Sets what isn't the key; nil for a table that is all key.
    var update: String? {
        guard !otherColumns.isEmpty else { return nil }
        let values = otherColumns.indices.map { "\(table.columns[$0].name) = ?\($0 + 1)" }
        return """
            UPDATE \(table.name)
            SET    \(values.joined(separator: ", "))
            WHERE  \(Self.equal(keyColumns))
            """
    }

    var delete: String {
        """
        DELETE FROM \(table.name)
        WHERE  \(Self.equal(keyColumns))
        """
    }

    /// The row of a whole key.
    var select: String {
        """
        SELECT \(Self.names(table.columns[...]))
        FROM   \(table.name)
        WHERE  \(Self.equal(keyColumns))
        """
    }

    /// Rows whose first `count` key columns are given, then the limit.
    func selectPrefix(_ count: Int) -> String {
        let condition = count == 0 ? "" : "WHERE  \(Self.equal(keyColumns.prefix(count)))\n"
        return """
            SELECT \(Self.names(table.columns[...]))
            FROM   \(table.name)
            \(condition)ORDER  BY \(Self.names(keyColumns))
            LIMIT  ?\(count + 1)
            """
    }

    private func create(_ index: Index) -> String {
        let columns = index.columns.map {
            index.descending.contains($0) ? "\($0) DESC" : $0
        }
        let condition = index.whereNotNull.map { "\nWHERE  \($0) IS NOT NULL" } ?? ""
        return """
            CREATE INDEX \(index.name)
            ON     \(table.name) (\(columns.joined(separator: ", ")))\(condition)
            """
    }

    private static func definition(_ column: Column) -> String {
        let type =
            switch column.content {
            case .text: "TEXT"
            case .bytes: "BLOB"
            case .integer, .truth, .scope, .operation, .log: "INTEGER"
            }
        return "\(column.name) \(type)\(column.isNullable ? "" : " NOT NULL")"
    }

    private static func names(_ columns: ArraySlice<Column>) -> String {
        columns.map(\.name).joined(separator: ", ")
    }

    private static func equal(_ columns: ArraySlice<Column>) -> String {
        columns.indices.map { "\(columns[$0].name) = ?\($0 + 1)" }.joined(separator: " AND ")
    }
}
