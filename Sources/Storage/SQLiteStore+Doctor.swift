public import CRDT
import Ledger
public import Replica
public import Replication

/// Something that `doctor` found wrong.
public enum Finding: Hashable, Sendable {
    /// SQLite's own words about a page or an index.
    case page(String)
    /// A log's chain, stored bytes or signatures don't fit, from this sequence on.
    case chain(LogID, seq: UInt64, ChainVerifier.Failure)
    /// A stored hash isn't that of the stored operation.
    case hash(LogID, seq: UInt64)
    /// A table whose rows aren't those that its sum was kept for.
    case table(stored: TableSum, scanned: TableSum)
}

extension SQLiteStore {
    /// Looks at pages and indexes, verifies every log, and where `isDeep` scans every table.
    public func examine(isDeep: Bool = false) throws(StorageError) -> [Finding] {
        try examination.examine(isDeep: isDeep)
    }

    /// Verifies each log from its stored bytes; stops at a log's first fault.
    public func examineLogs() throws(StorageError) -> [Finding] { try examination.examineLogs() }

    /// Adds up every table's rows and compares with the sums that were kept.
    public func examineSums() throws(StorageError) -> [Finding] { try examination.examineSums() }

    private var examination: Examination {
        Examination(database, numbers, operationTable, tables: readModel.tables)
    }
}

extension ShopReader {
    /// As the owner's examination, for a process that doesn't own the directory.
    public func examine(isDeep: Bool = false) throws(StorageError) -> [Finding] {
        try examination.examine(isDeep: isDeep)
    }

    /// Verifies each log from its stored bytes; stops at a log's first fault.
    public func examineLogs() throws(StorageError) -> [Finding] { try examination.examineLogs() }

    /// Adds up every table's rows and compares with the sums that were kept.
    public func examineSums() throws(StorageError) -> [Finding] { try examination.examineSums() }

    private var examination: Examination {
        Examination(database, numbers, operations, tables: Tables.all)
    }
}
