import CRDT
import Ledger
import Replica
import Replication

/// Looks for damage through one connection, a writer's or a reader's.
struct Examination {
    private let database: Database
    private let numbers: Numbers
    private let operations: OperationTable
    private let tables: [Table]

    init(
        _ database: Database, _ numbers: Numbers, _ operations: OperationTable, tables: [Table]
    ) {
        self.database = database
        self.numbers = numbers
        self.operations = operations
        self.tables = tables
    }

    func examine(isDeep: Bool) throws(StorageError) -> [Finding] {
        var findings = try integrity().map(Finding.page)
        findings += try examineLogs()
        if isDeep { findings += try examineSums() }
        return findings
    }

    /// What SQLite finds wrong with pages and indexes.
    private func integrity() throws(StorageError) -> [String] {
        let statement = try database.statement("PRAGMA integrity_check(20)")
        defer { statement.reset() }
        var lines: [String] = []
        while try statement.step() { lines.append(statement.text(0)) }
        return lines.filter { $0 != "ok" }
    }

    func examineLogs() throws(StorageError) -> [Finding] {
        var findings: [Finding] = []
        // What is on disk now counts, not what was remembered of it.
        operations.forget()
        let heads = try operations.heads()
        let starts = try LogBase(database, numbers, operations).starts()
        var seen: Set<LogID> = []
        for log in heads.map(\.log) where seen.insert(log).inserted {
            var examination = LogExamination(
                log, isForked: heads.count { $0.log == log } > 1,
                start: starts.first { $0.log == log })
            try operations.forEach(of: log, takesDamaged: true) { signed throws(StorageError) in
                examination.take(signed)
            }
            findings += examination.finish()
        }
        return findings
    }

    /// Both are read in one snapshot: a sale between them is no damage.
    func examineSums() throws(StorageError) -> [Finding] {
        try database.snapshot { () throws(StorageError) in
            let kept = Sums(try operations.sums())
            // What was forgotten can't be scanned; its sums are all that is left of it.
            var scanned = Sums(try LogBase(database, numbers, operations).sums())
            for table in tables {
                guard let name = TableName(rawValue: table.name) else { continue }
                try RowTable(name, table, database, numbers).forEach { scanned.insert($0) }
            }
            return kept.differences(from: scanned).map {
                .table(stored: $0.ours, scanned: $0.theirs)
            }
        }
    }
}

extension OperationTable {
    /// Visits all operations of a log, ascending, all branches, a batch in memory at a time.
    func forEach(
        of log: LogID, through last: UInt64 = .max, takesDamaged: Bool = false,
        _ visit: (SignedOperation) throws(StorageError) -> Void
    ) throws(StorageError) {
        var next: UInt64 = 1
        while true {
            let batch = try operations(
                of: log, from: next, limit: 1024, takesDamaged: takesDamaged)
            guard let end = batch.last?.operation.seq else { return }
            // A full batch may end between branches: its last sequence is read again, whole.
            let isLast = batch.count < 1024
            for signed in batch where isLast || signed.operation.seq < end {
                guard signed.operation.seq <= last else { return }
                try visit(signed)
            }
            if isLast { return }
            next = end
        }
    }
}
