import Retail
import Storage

/// What a node's health is told from: read by the shell, told without any I/O.
struct HealthFigures: Sendable {
    var version: String
    var store: String
    var lane: UInt8
    var isTraining: Bool
    var now: Instant
    var started: Instant
    var residentBytes: Int64?
    var databaseBytes: Int64
    var writeAheadLogBytes: Int64
    var diskFreeBytes: Int64?
    var commits: CommitTimes.Reading
    /// Nil: the writer's thread doesn't answer.
    var writer: Result<WriterFigures, PerformError>?
    /// For how long it has owed an answer, where it does.
    var writerSilentNanoseconds: Int64 = 0

    /// The metrics of ``Metric/ofNode``; those that nobody can tell now are left out.
    var report: HealthReport {
        var report = HealthReport()
        tellProcess(&report)
        report.add(.writer, .truth(writer != nil))
        if case .success(let figures)? = writer {
            report.add(.operations, .count(figures.operations))
        }
        report.add(.commits, commits.durations)
        report.add(.commitFailures, .count(commits.failures))
        if case .success(let figures)? = writer {
            report.add(.checkpoint, .truth(figures.checkpointFailure != nil))
        }
        report.add(.database, .integer(databaseBytes))
        report.add(.writeAheadLog, .integer(writeAheadLogBytes))
        if let diskFreeBytes { report.add(.diskFree, .integer(diskFreeBytes)) }
        if case .success(let figures)? = writer { tell(figures, &report) }
        return report
    }

    private func tellProcess(_ report: inout HealthReport) {
        report.add(.build, .integer(1), [.init("version", version)])
        report.add(
            .node, .integer(1),
            [
                .init("store", store), .init("lane", "\(lane)"),
                .init("training", isTraining ? "true" : "false"),
            ])
        report.add(.start, .integer(started.milliseconds / 1_000))
        if let residentBytes { report.add(.memory, .integer(residentBytes)) }
    }

    private func tell(_ figures: WriterFigures, _ report: inout HealthReport) {
        for state in PrintJob.State.allCases {
            report.add(
                .printJobs, .count(figures.printJobs[state] ?? 0), [.init("state", state.label)])
        }
        report.add(.drawer, .truth(figures.isDrawerOpen))
        report.add(.problems, .integer(figures.problems))
        if let last = figures.lastSale {
            let age = max(0, now.milliseconds - last.milliseconds)
            report.add(.lastSale, .integer(age / 1_000))
        }
    }

    /// Whether this node can sell; if not, why not.
    var answer: HealthAnswer {
        switch writer {
        case nil:
            let seconds = writerSilentNanoseconds / 1_000_000_000
            return HealthAnswer(.unwell, "the writer hasn't answered for \(seconds) s")
        case .failure(let error)?: return HealthAnswer(.unwell, error.text.shown)
        case .success?: break
        }
        if let failure = commits.lastFailure {
            return HealthAnswer(.unwell, "the last commit failed: \("\(failure)".shown)")
        }
        return HealthAnswer(.fine, "ok")
    }
}

extension PrintJob.State {
    fileprivate var label: String {
        switch self {
        case .waiting: "waiting"
        case .printing: "printing"
        case .unknown: "unknown"
        }
    }
}
