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
        var findings = try integrityCheck().map(Finding.page)
        findings += try examineLogs()
        if isDeep { findings += try examineSums() }
        return findings
    }

    /// Verifies each log from its stored bytes; stops at a log's first fault.
    public func examineLogs() throws(StorageError) -> [Finding] {
        var findings: [Finding] = []
        let heads = try summary().heads
        var seen: Set<LogID> = []
        for log in heads.map(\.log) where seen.insert(log).inserted {
            var examination = LogExamination(log, isForked: heads.count { $0.log == log } > 1)
            try forEach(of: log) { examination.take($0) }
            findings += examination.finish()
        }
        return findings
    }

    /// Adds up every table's rows and compares with the sums that were kept.
    public func examineSums() throws(StorageError) -> [Finding] {
        let kept = Sums(try summary().sums)
        var scanned = Sums()
        for name in readModel.tables.compactMap({ TableName(rawValue: $0.name) }) {
            try rowTable(name).forEach { scanned.insert($0) }
        }
        return kept.differences(from: scanned).map { .table(stored: $0.ours, scanned: $0.theirs) }
    }
}
