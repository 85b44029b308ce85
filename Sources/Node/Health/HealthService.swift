import CPosix
import Glibc
import Retail
import Storage
import Synchronization

/// Tells monitoring on this machine how a node is: `/healthz` and `/metrics` over HTTP.
///
/// One thread of its own serves all. It never waits for the writer, so it tells of a writer that
/// hangs, too; a client that is slow or sends rubbish costs itself its connection.
public final class HealthService: Sendable {
    /// Adds a part of the node to the report; called on the service's thread and never waits.
    public typealias Section = @Sendable (inout HealthReport) -> Void

    private let thread = SerialThread(name: "health")
    private let wake: WakeSignal
    private let ended = DoneSignal()
    private let isClosed = Mutex(false)
    private let sections = Sections()
    private let address: HealthAddress
    /// Where it listens; nil for a Unix socket.
    public let port: UInt16?

    /// Listens, and serves until ``close()``, which comes before the node's.
    ///
    /// - Parameters:
    ///   - node: the open node.
    ///   - address: where.
    ///   - version: of this program.
    /// - Throws: ``HealthError``; the node itself goes on.
    public init(
        _ node: RunningNode, at address: HealthAddress, version: String
    ) throws(HealthError) {
        self.address = address
        let listener = try address.listener()
        port = HealthAddress.port(of: listener.descriptor)
        wake = try WakeSignal()
        let started = SystemClock.wall()
        let commits = node.onWriter { $0.store.commitTimes }
        let sections = sections
        let loop = HealthLoop(
            listener: listener, wake: wake, pulse: WriterPulse(node),
            figures: { node.figures($0, commits, version: version, started: started, now: $1) },
            report: { sections.report(after: $0.report) })
        thread.run { [ended] in
            loop.run()
            ended.raise()
        }
    }

    /// Has a part of the node told from now on, behind those that are.
    public func add(_ section: @escaping Section) { sections.add(section) }

    /// Ends the service; a Unix socket's path is gone when it returns.
    public func close() {
        let isFirst = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard isFirst else { return }
        wake.finish()
        ended.await()
        if case .unix(let path) = address { unlink(path) }
    }

    /// What is told behind the node's own metrics.
    private final class Sections: Sendable {
        private let all = Mutex<[Section]>([])

        func add(_ section: @escaping Section) { all.withLock { $0.append(section) } }

        func report(after own: HealthReport) -> HealthReport {
            var report = own
            for section in all.withLock({ $0 }) { section(&report) }
            return report
        }
    }
}

extension RunningNode {
    /// Reads what health is told from; the writer is asked by others.
    fileprivate func figures(
        _ reading: WriterPulse.Reading, _ commits: CommitTimes, version: String,
        started: Instant, now: Int64
    ) -> HealthFigures {
        HealthFigures(
            version: version, store: storeNumber, lane: lane, isTraining: isTraining,
            now: SystemClock.wall(), started: started,
            residentBytes: FileSystem.residentBytes(),
            databaseBytes: FileSystem.bytes(of: [directory.database]),
            writeAheadLogBytes: FileSystem.bytes(of: [directory.database + "-wal"]),
            diskFreeBytes: FileSystem.freeBytes(at: directory.path), commits: commits.reading,
            writer: reading.askedAt == nil ? reading.answer : nil,
            writerSilentNanoseconds: reading.askedAt.map { now - $0 } ?? 0)
    }
}

extension FileSystem {
    /// What of this process lies in memory; nil where /proc doesn't tell.
    static func residentBytes() -> Int64? {
        guard let text = try? read("/proc/self/statm", limit: 4096) else { return nil }
        let words = String(decoding: text, as: UTF8.self).split(separator: " ")
        guard words.count > 1, let pages = Int64(words[1]) else { return nil }
        let (bytes, overflow) = pages.multipliedReportingOverflow(
            by: Int64(sysconf(Int32(_SC_PAGESIZE))))
        return overflow ? nil : bytes
    }
}
