import CRDT
import Encoding
import Ledger
import Replica
import Replication

/// Writes and reads what is left of forgotten operations.
final class LogBase {
    private let database: Database
    private let numbers: Numbers
    private let operations: OperationTable

    init(_ database: Database, _ numbers: Numbers, _ operations: OperationTable) {
        self.database = database
        self.numbers = numbers
        self.operations = operations
    }

    // MARK: Writing

    /// Takes a log's first operations away; its rows went before.
    func apply(_ pruning: Pruning) throws(StorageError) {
        let start = pruning.start
        guard let log = try numbers.log(start.log) else {
            throw .contradiction("the beginning of a log that isn't here")
        }
        let seq = Int64(bitPattern: start.anchor.seq)
        guard try numbers.operation(start.anchor.hash) != nil else {
            throw .contradiction("a log's beginning at an operation that isn't here")
        }
        try keepBases(log, through: seq)
        for sql in [Self.keepNames, Self.deleteOperations] {
            let statement = try database.statement(sql)
            statement.bind(1, log)
            statement.bind(2, seq)
            try statement.run()
        }
        numbers.hasNames = true
        try put(start, log, seq)
        for write in pruning.base { try put(write) }
        for sum in pruning.sums { try put(sum) }
    }

    /// Takes operations back to a log's beginning; their rows come behind them.
    func apply(_ restoring: Restoring) throws(StorageError) {
        guard let log = try numbers.log(restoring.log), let first = restoring.operations.first
        else { throw .contradiction("a beginning of a log that isn't here") }
        for signed in restoring.operations { try operations.restore(signed, in: log) }
        let drop = try database.statement(Self.dropRestoredPayloads)
        drop.bind(1, log)
        drop.bind(2, Int64(bitPattern: first.operation.seq))
        try drop.run()
        if let start = restoring.start {
            try put(start, log, Int64(bitPattern: start.anchor.seq))
        } else {
            let delete = try database.statement(Self.deleteStart)
            delete.bind(1, log)
            try delete.run()
        }
        for write in restoring.base { try put(write) }
        for sum in restoring.sums { try put(sum) }
    }

    /// Keeps the payloads that others may be packed beside, and drops those that none is any more.
    ///
    /// Of one log and kind the operations that share a base follow one another: once one that
    /// needs a later base goes, nothing held needs an earlier one.
    private func keepBases(_ log: Int64, through seq: Int64) throws(StorageError) {
        let statement = try database.statement(Self.selectPayloads)
        statement.bind(1, log)
        statement.bind(2, seq)
        var alone: [Int64] = []
        var latest: [Int64: Int64] = [:]
        while try statement.step() {
            switch operations.codec.form(statement.bytes(3)) {
            case .alone: alone.append(statement.integer(0))
            case .unknown: continue
            case .based(let distance):
                latest[statement.integer(1)] = statement.integer(2) &- distance
            }
        }
        statement.reset()
        for number in alone {
            let keep = try database.statement(Self.keepPayload)
            keep.bind(1, number)
            try keep.run()
        }
        for (kind, base) in latest.sorted(by: { $0.key < $1.key }) {
            let drop = try database.statement(Self.dropPayloads)
            drop.bind(1, log)
            drop.bind(2, kind)
            drop.bind(3, base)
            try drop.run()
        }
    }

    private func put(_ start: LogStart, _ log: Int64, _ seq: Int64) throws(StorageError) {
        let statement = try database.statement(Self.putStart)
        statement.bind(1, log)
        statement.bind(2, seq)
        statement.bind(3, start.anchor.hash)
        statement.bind(4, Int64(bitPattern: start.anchor.hlc.raw))
        statement.bind(5, start.opening)
        statement.bind(6, Int64(bitPattern: start.openedAt.raw))
        try statement.run()
    }

    /// Changes a row of the base.
    func put(_ write: RowWrite) throws(StorageError) {
        let base = BaseRow(write.row)
        let sql =
            switch write {
            case .insert: Self.insertRow
            case .replace: Self.updateRow
            case .delete: Self.deleteRow
            }
        let statement = try database.statement(sql)
        statement.bind(1, base.key)
        if case .delete = write {} else { statement.bind(2, base.rest) }
        try statement.run()
        guard database.changes == 1 else {
            throw .contradiction("a row of the base to change isn't there")
        }
    }

    private func put(_ sum: TableSum) throws(StorageError) {
        let statement = try database.statement(Self.putSum)
        statement.bind(1, try numbers.scopeMade(sum.scope))
        statement.bind(2, sum.table.rawValue)
        statement.bind(3, Int64(bitPattern: sum.count))
        statement.bind(4, sum.sum)
        try statement.run()
    }

    // MARK: Reading

    /// Where logs begin, in no order that matters.
    func starts() throws(StorageError) -> [LogStart] {
        let statement = try database.statement(Self.selectStarts)
        defer { statement.reset() }
        var starts: [LogStart] = []
        while try statement.step() {
            starts.append(
                LogStart(
                    log: try numbers.log(number: statement.integer(0)),
                    anchor: LogHead(
                        seq: UInt64(bitPattern: statement.integer(1)),
                        hash: try statement.fixed(2),
                        hlc: HLC(raw: UInt64(bitPattern: statement.integer(3)))),
                    opening: statement.bytes(4),
                    openedAt: HLC(raw: UInt64(bitPattern: statement.integer(5)))))
        }
        return starts
    }

    func sums() throws(StorageError) -> [TableSum] {
        try operations.sums(Self.selectSums)
    }

    /// What forgotten operations gave to the row with this key.
    func row(_ table: TableName, key: [Value]) throws(StorageError) -> Row? {
        let statement = try database.statement(Self.selectRow)
        defer { statement.reset() }
        let bytes = BaseRow.key(of: table, key)
        statement.bind(1, bytes)
        guard try statement.step() else { return nil }
        return try row(BaseRow(key: bytes, rest: statement.bytes(0)))
    }

    /// Visits all rows of the base, some at a time.
    func forEachRow(
        batch: Int, _ visit: ([Row]) throws(StorageError) -> Void
    ) throws(StorageError) {
        var last: [UInt8] = []
        while true {
            let statement = try database.statement(Self.selectRows)
            statement.bind(1, last)
            statement.bind(2, Int64(batch))
            var found: [BaseRow] = []
            while try statement.step() {
                found.append(BaseRow(key: statement.bytes(0), rest: statement.bytes(1)))
            }
            statement.reset()
            guard let end = found.last else { return }
            last = end.key
            var rows: [Row] = []
            for base in found { rows.append(try row(base)) }
            try visit(rows)
        }
    }

    /// The candidates that a log's forgotten operations gave; reads all candidates of the base.
    func candidates(of log: LogID, batch: Int) throws(StorageError) -> [Row] {
        var found: [Row] = []
        for table in TableName.allCases where table.table.kind == .candidate {
            // Behind the table's name stands its first value, which no name's end begins with.
            var last = BaseRow.key(of: table, [])
            let end = last.dropLast() + last.suffix(1).map { $0 + 1 }
            while true {
                let rows = try rows(after: last, before: Array(end), limit: batch)
                guard let next = rows.last else { break }
                last = next.key
                for base in rows {
                    let row = try row(base)
                    if row.candidateLog == log { found.append(row) }
                }
            }
        }
        return found
    }

    private func rows(
        after last: [UInt8], before end: [UInt8], limit: Int
    ) throws(StorageError) -> [BaseRow] {
        let statement = try database.statement(Self.selectRowsBefore)
        defer { statement.reset() }
        statement.bind(1, last)
        statement.bind(2, end)
        statement.bind(3, Int64(limit))
        var found: [BaseRow] = []
        while try statement.step() {
            found.append(BaseRow(key: statement.bytes(0), rest: statement.bytes(1)))
        }
        return found
    }

    private func row(_ base: BaseRow) throws(StorageError) -> Row {
        guard let row = base.row else {
            throw .damaged(path: database.path, detail: "a row of the base can't be read")
        }
        return row
    }
}

extension LogBase {
    static let selectPayloads = """
        SELECT number, kind, previous, payload
        FROM   operation
        WHERE  log = :log AND seq <= :seq
        ORDER  BY seq
        """

    static let keepPayload = """
        INSERT INTO payload_base (number, log, kind, seq, payload)
        SELECT number, log, kind, seq, payload
        FROM   operation
        WHERE  number = :number
        """

    static let dropPayloads = """
        DELETE FROM payload_base
        WHERE  log = :log AND kind = :kind
               AND seq < (SELECT seq FROM payload_base WHERE number = :base)
        """

    /// Those of operations that are held again, whose rows have them unpacked by themselves.
    static let dropRestoredPayloads = """
        DELETE FROM payload_base
        WHERE  log = :log AND seq >= :seq
        """

    static let deleteStart = """
        DELETE FROM log_start
        WHERE  log = :log
        """

    static let keepNames = """
        INSERT INTO operation_name (number, hash)
        SELECT number, hash
        FROM   operation
        WHERE  log = :log AND seq <= :seq
        """

    static let deleteOperations = """
        DELETE FROM operation
        WHERE  log = :log AND seq <= :seq
        """

    static let putStart = """
        INSERT INTO log_start (log, seq, hash, hlc, opening, opened_at)
        VALUES (:log, :seq, :hash, :hlc, :opening, :opened)
        ON CONFLICT (log) DO UPDATE
        SET    seq = excluded.seq, hash = excluded.hash, hlc = excluded.hlc
        """

    static let selectStarts = """
        SELECT log, seq, hash, hlc, opening, opened_at
        FROM   log_start
        ORDER  BY log
        """

    static let insertRow = """
        INSERT INTO base_row (key, rest)
        VALUES (:key, :rest)
        """

    static let updateRow = """
        UPDATE base_row
        SET    rest = ?2
        WHERE  key = ?1
        """

    static let deleteRow = """
        DELETE FROM base_row
        WHERE  key = :key
        """

    static let selectRow = """
        SELECT rest
        FROM   base_row
        WHERE  key = :key
        """

    static let selectRows = """
        SELECT key, rest
        FROM   base_row
        WHERE  key > :after
        ORDER  BY key
        LIMIT  :limit
        """

    static let selectRowsBefore = """
        SELECT key, rest
        FROM   base_row
        WHERE  key > :after AND key < :before
        ORDER  BY key
        LIMIT  :limit
        """

    static let putSum = """
        INSERT INTO base_sum (scope, table_name, count, sum)
        VALUES (:scope, :table, :count, :sum)
        ON CONFLICT (scope, table_name) DO UPDATE
        SET    count = excluded.count, sum = excluded.sum
        """

    static let selectSums = """
        SELECT scope, table_name, count, sum
        FROM   base_sum
        ORDER  BY scope, table_name
        """
}
