import Encoding
public import Ledger

/// How a row of the base lies on disk: the bytes that are hashed of it, its key apart.
///
/// The base outlives the read model's tables, so it's kept in a form that no database's schema
/// changes.
public struct BaseRow: Hashable, Sendable {
    /// The table's name and the key's values, one after the other.
    public let key: [UInt8]
    /// The other values.
    public let rest: [UInt8]

    /// Writes a row.
    public init(_ row: Row) {
        key = Self.key(of: row.table, Array(row.key))
        var encoder = CBOREncoder(capacity: 128)
        for value in row.values.dropFirst(row.table.table.keyCount) { value.encode(into: &encoder) }
        rest = encoder.withBytes { Array($0) }
    }

    /// Takes what a database has.
    public init(key: [UInt8], rest: [UInt8]) {
        self.key = key
        self.rest = rest
    }

    /// What leads to a row.
    public static func key(of table: TableName, _ key: [Value]) -> [UInt8] {
        var encoder = CBOREncoder(capacity: 160)
        encoder.text(table.rawValue)
        for value in key { value.encode(into: &encoder) }
        return encoder.withBytes { Array($0) }
    }

    /// The row; nil for bytes that are none of this program's tables.
    public var row: Row? {
        var (keys, others) = (CBORSequence(key), CBORSequence(rest))
        guard var head = try? keys.next(), let name = try? head.readText(),
            let table = TableName(rawValue: name),
            let first = Self.values(&keys, table.table.columns.prefix(table.table.keyCount)),
            let last = Self.values(&others, table.table.columns.dropFirst(table.table.keyCount)),
            keys.offset == key.count, others.offset == rest.count
        else { return nil }
        return Row(table, first + last)
    }

    /// One value a column.
    private static func values(
        _ items: inout CBORSequence, _ columns: ArraySlice<Column>
    ) -> [Value]? {
        var values: [Value] = []
        for column in columns {
            guard var item = try? items.next(), let value = try? Value(column, from: &item) else {
                return nil
            }
            values.append(value)
        }
        return values
    }
}
