import CRDT
import Encoding
import Ledger
import Replica

extension OperationTable {
    /// The heads of all logs, one a branch.
    func heads() throws(StorageError) -> [StoreSummary.Head] {
        var logs: [(number: Int64, isForked: Bool)] = []
        let statement = try database.statement(Self.selectLogs)
        while try statement.step() {
            logs.append((statement.integer(0), statement.integer(1) != 0))
        }
        statement.reset()
        var heads: [StoreSummary.Head] = []
        for log in logs {
            let id = try numbers.log(number: log.number)
            let statement = try database.statement(
                log.isForked ? Self.selectBranchHeads : Self.selectHead)
            defer { statement.reset() }
            statement.bind(1, log.number)
            while try statement.step() {
                heads.append(
                    StoreSummary.Head(
                        log: id, seq: UInt64(bitPattern: statement.integer(0)),
                        hash: try statement.fixed(1),
                        hlc: HLC(raw: UInt64(bitPattern: statement.integer(2)))))
            }
        }
        return heads
    }

    func sums(_ sql: String = OperationTable.sums) throws(StorageError) -> [TableSum] {
        let statement = try database.statement(sql)
        defer { statement.reset() }
        var sums: [TableSum] = []
        while try statement.step() {
            guard let table = TableName(rawValue: statement.text(1)) else { continue }
            sums.append(
                TableSum(
                    scope: try numbers.scope(number: statement.integer(0)), table: table,
                    count: UInt64(bitPattern: statement.integer(2)),
                    sum: try statement.fixed(3)))
        }
        return sums
    }
}
