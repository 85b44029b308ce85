import CRDT
public import Encoding
public import Ledger
import Replication

/// What a part of a snapshot that came from another node has against it.
public enum PartFault: Error, Hashable, Sendable {
    /// Its bytes aren't those that the offer names.
    case digest
    /// Not the deterministic CBOR of rows; where.
    case encoding(CBORError)
    /// A row at this offset isn't one of a snapshot's tables, or doesn't fit its table.
    case row(offset: Int)
    /// A row at this offset isn't behind the one before.
    case order(offset: Int)
    /// A row is another scope's than the store's.
    case scope(offset: Int)
    /// More rows than the offer's own sums allow, or a row that is here already.
    case twice
}

/// Reads the rows of a snapshot's part, strictly.
public enum SnapshotPart {
    /// The rows, in order; all of one table.
    ///
    /// - Throws: the first ``PartFault``.
    public static func rows(_ bytes: [UInt8]) throws(PartFault) -> [Row] {
        var sequence = CBORSequence(bytes)
        var rows: [Row] = []
        var previous: ArraySlice<UInt8> = []
        while true {
            let start = sequence.offset
            let reader: CBORReader?
            do {
                reader = try sequence.next()
            } catch {
                throw .encoding(error)
            }
            guard var reader else { return rows }
            let read: (row: Row, key: ArraySlice<UInt8>)?
            do {
                read = try row(&reader)
            } catch {
                throw .row(offset: start)
            }
            guard let read, rows.first.map({ $0.table == read.row.table }) ?? true else {
                throw .row(offset: start)
            }
            guard rows.isEmpty || previous.lexicographicallyPrecedes(read.key) else {
                throw .order(offset: start)
            }
            previous = read.key
            rows.append(read.row)
        }
    }

    /// A row and its encoded key; nil for a table that a snapshot hasn't.
    private static func row(
        _ reader: inout CBORReader
    ) throws(CBORError) -> (row: Row, key: ArraySlice<UInt8>)? {
        let count = try reader.readArrayHeader()
        guard let table = TableName(rawValue: try reader.readText()), table.isInSnapshot,
            count == table.table.columns.count + 1
        else { return nil }
        let keyCount = table.table.keyCount
        let keyStart = reader.offset
        var keyEnd = keyStart
        var values: [Value] = []
        values.reserveCapacity(count - 1)
        for (index, column) in table.table.columns.enumerated() {
            if index == keyCount { keyEnd = reader.offset }
            guard let value = try Value(column, from: &reader) else { return nil }
            values.append(value)
        }
        if keyCount == table.table.columns.count { keyEnd = reader.offset }
        return (Row(table, values), reader[keyStart..<keyEnd])
    }
}

extension Value {
    /// Reads a column's value as it is hashed; nil for NULL where there may be none, or a log's
    /// name that is none.
    init?(_ column: Column, from reader: inout CBORReader) throws(CBORError) {
        if reader.readNull() {
            guard column.isNullable else { return nil }
            self = .null
            return
        }
        switch column.content {
        case .integer: self = .integer(try reader.readInt64())
        case .text: self = .text(try reader.readText())
        case .bytes: self = .bytes(try reader.readBytes())
        case .truth: self = .truth(try reader.readBool())
        case .scope: self = .scope(ScopeID(try reader.readFixed()))
        case .operation: self = .operation(try reader.readFixed())
        case .log:
            var name = try CBORReader(try reader.readByteSlice())
            self = .log(try LogID(from: &name))
        }
    }
}
