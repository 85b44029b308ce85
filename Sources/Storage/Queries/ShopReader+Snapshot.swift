public import CRDT
public import Ledger

extension ShopReader {
    /// Visits all rows of a table of the read model in one scope, in the order of their keys here.
    ///
    /// Within ``snapshot(_:)`` all tables are of one moment.
    public func forEachRow(
        of name: TableName, in scope: ScopeID, _ visit: (Row) throws(StorageError) -> Void
    ) throws(StorageError) {
        try RowTable(name, name.table, database, numbers).forEach { row throws(StorageError) in
            if row.scope == scope { try visit(row) }
        }
    }
}
