import Replica
import Retail
import Storage

/// What only the writer's thread knows of a lane, for its health.
struct WriterFigures: Hashable, Sendable {
    var operations: UInt64
    var isDrawerOpen: Bool
    /// Rows that can be read, by state.
    var printJobs: [PrintJob.State: UInt64]
    var problems: Int
    var checkpointFailure: StorageError?
    /// Of the last receipt in the lane's series.
    var lastSale: Instant?
}

extension Register {
    /// Reads a row or two beside the print jobs.
    func figures() throws(PerformError) -> WriterFigures {
        let last = ReceiptNumber(series: series, number: nextReceipt - 1)
        let found = try reading { reader throws(StorageError) in
            (jobs: try reader.local(.printJob), sales: try reader.receipts(numbered: last))
        }
        var jobs: [PrintJob.State: UInt64] = [:]
        for row in found.jobs {
            if let job = PrintJob(key: row.key, value: row.value) {
                jobs[job.state, default: 0] += 1
            }
        }
        return WriterFigures(
            operations: replica.operationCount, isDrawerOpen: drawer != nil, printJobs: jobs,
            problems: try problems().count, checkpointFailure: store.checkpointFailure,
            lastSale: found.sales.map(\.time.instant).max())
    }
}
