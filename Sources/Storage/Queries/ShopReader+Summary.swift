import Ledger
public import Replica

extension ShopReader {
    /// Heads, kept sums and the number of operations, of one moment.
    public func summary() throws(StorageError) -> StoreSummary {
        let base = LogBase(database, numbers, operations)
        return try snapshot { () throws(StorageError) in
            StoreSummary(
                heads: try operations.heads(), sums: try operations.sums(),
                operationCount: UInt64(
                    bitPattern: try database.integer(OperationTable.count) ?? 0),
                starts: try base.starts(), baseSums: try base.sums())
        }
    }

    /// Whether the read model is this program's and whole; else its owner must rebuild it first.
    ///
    /// - Throws: ``StorageError/newer(path:found:known:)`` for a later program's database.
    public func isCurrent() throws(StorageError) -> Bool {
        let found = try database.integer("PRAGMA user_version") ?? 0
        guard found <= Migrations.version else {
            throw .newer(
                path: database.path, found: Int32(clamping: found),
                known: Int32(clamping: Migrations.version))
        }
        guard found == Migrations.version else { return false }
        let model = ReadModel(tables: Tables.all, projection: Replica.projectionVersion)
        return try model.isCurrent(on: database)
    }
}
