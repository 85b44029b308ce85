/// Why a row doesn't fit its table.
public enum RowFault: Error, Hashable, Sendable {
    case table(found: String, expected: String)
    case count(found: Int, expected: Int)
    /// NULL where the column has none, or a value of another type.
    case value(column: String)
}

extension Table {
    /// Checks that a row has this table's columns: their number, types and NULLs.
    ///
    /// - Throws: the first ``RowFault``.
    public func validate(_ row: Row) throws(RowFault) {
        guard row.table.rawValue == name else {
            throw .table(found: row.table.rawValue, expected: name)
        }
        guard row.values.count == columns.count else {
            throw .count(found: row.values.count, expected: columns.count)
        }
        for (column, value) in zip(columns, row.values) where !column.holds(value) {
            throw .value(column: column.name)
        }
    }
}

extension Column {
    /// Whether a value may stand here.
    public func holds(_ value: Value) -> Bool {
        switch (content, value) {
        case (_, .null): isNullable
        case (.integer, .integer), (.text, .text), (.bytes, .bytes), (.truth, .truth),
            (.scope, .scope), (.operation, .operation), (.log, .log):
            true
        case (.integer, _), (.text, _), (.bytes, _), (.truth, _), (.scope, _), (.operation, _),
            (.log, _):
            false
        }
    }
}
