public import CRDT
import Encoding

/// What a node knows of the logs that it has stored: where each of them, and each branch, ends.
///
/// It says what an arriving segment is. The same operations give the same index in whatever
/// order they came.
public struct LogIndex: Hashable, Sendable {
    /// One log's ends and the points at which it forked.
    public struct Log: Hashable, Sendable {
        /// The branch ends, by hash; one where the log never forked.
        public internal(set) var heads: [LogHead] = []
        /// The last common operations, by sequence and hash; sequence 0 is the log's beginning.
        public internal(set) var forks: [LogPoint] = []
        /// The operation behind which the held part begins; nil for a log from its beginning.
        public internal(set) var start: LogPoint?

        public init() {}

        /// The highest sequence of all branches.
        public var highestSeq: UInt64 { heads.map(\.seq).max() ?? 0 }
    }

    /// What an arriving segment is, and what is to be done about it.
    public enum Arrival: Hashable, Sendable {
        /// Nothing of it is kept; another one may hold the same operations.
        case refused(SegmentError)
        /// The stored operations of this log with these sequences are needed to tell.
        case needs(log: LogID, seqs: ClosedRange<UInt64>)
        /// All of it is here; its last operation carries a signature that may be new.
        case alreadyHad(last: SignedOperation)
        /// It begins above the highest head + 1.
        case gap(afterSeq: UInt64)
        /// A branch that leaves the log among operations that are held no more.
        case belowStart(seq: UInt64)
        /// Well signed, but chained on an operation that isn't here: search back.
        case unknownPrev(seq: UInt64)
        /// These are new and continue a branch, or begin a log.
        case extends([SignedOperation])
        /// These are new and begin a branch at a point from which another one leaves.
        case forks([SignedOperation], at: LogPoint)
    }

    private var logs: [LogID: Log] = [:]

    public init() {}

    /// What is known of a log; nil where nothing of it is here.
    public subscript(log: LogID) -> Log? { logs[log] }

    /// All logs, ascending.
    public var sortedLogs: [LogID] { logs.keys.sorted() }

    /// Takes what a database says at a start.
    public mutating func load(
        _ log: LogID, heads: [LogHead], forks: [LogPoint], start: LogPoint? = nil
    ) {
        var known = Log()
        known.start = start
        known.heads = heads.sorted { $0.hash < $1.hash }
        known.forks = forks.sorted()
        logs[log] = known
    }

    /// Takes note that the operations up to a point are held no more, or those above it again; nil
    /// where all of the log is.
    public mutating func begin(_ log: LogID, behind start: LogPoint?) { logs[log]?.start = start }
}

extension LogIndex {
    /// Says what a segment is.
    ///
    /// - Parameters:
    ///   - segment: as it came.
    ///   - stored: the operations that an earlier answer ``Arrival/needs(log:seqs:)`` asked for,
    ///     of all branches, in any order.
    /// - Returns: never ``Arrival/needs(log:seqs:)`` when `stored` is given.
    public func classify(_ segment: Segment, stored: [SignedOperation]? = nil) -> Arrival {
        do {
            return classify(run: try segment.operations(), stored: stored)
        } catch {
            return .refused(error)
        }
    }

    private func classify(run: [SignedOperation], stored: [SignedOperation]?) -> Arrival {
        guard let first = run.first?.operation, let last = run.last else {
            return .refused(.malformed(WireFault(offset: 0, reason: .noEntries)))
        }
        guard let known = logs[first.log] else {
            return first.seq == 1 ? .extends(run) : .gap(afterSeq: 0)
        }
        let isNext = known.heads.contains { $0.seq + 1 == first.seq && $0.hash == first.prev }
        if isNext { return .extends(run) }
        if let start = known.start, first.seq <= start.seq + 1 {
            return classify(run: run, behind: start, stored: stored)
        }
        let highest = known.highestSeq
        guard first.seq - 1 <= highest else { return .gap(afterSeq: highest) }
        guard let stored else {
            // The operation before the run tells its branch; 0 is no operation.
            let lowest = max(first.seq - 1, 1)
            return .needs(
                log: first.log, seqs: lowest...max(lowest, min(last.operation.seq, highest)))
        }
        return classify(run: run, known: known, hashes: Set(stored.map(\.hash)))
    }

    /// A run that begins where nothing is held any more: what of it lies there can't be compared.
    private func classify(
        run: [SignedOperation], behind start: LogPoint, stored: [SignedOperation]?
    ) -> Arrival {
        guard let held = run.first(where: { $0.operation.seq == start.seq + 1 }) else {
            let end = run[run.count - 1]
            let isOther = end.operation.seq == start.seq && end.hash != start.hash
            return isOther ? .belowStart(seq: start.seq) : .alreadyHad(last: end)
        }
        guard held.operation.prev == start.hash else { return .belowStart(seq: start.seq) }
        let rest = Array(run.drop { $0.operation.seq <= start.seq })
        guard let known = logs[held.operation.log] else { return .gap(afterSeq: 0) }
        guard let stored else {
            let last = max(held.operation.seq, run[run.count - 1].operation.seq)
            return .needs(
                log: held.operation.log,
                seqs: held.operation.seq...max(held.operation.seq, min(last, known.highestSeq)))
        }
        return classify(
            run: rest, known: known, hashes: Set(stored.map(\.hash)).union([start.hash]))
    }

    private func classify(
        run: [SignedOperation], known: Log, hashes: Set<Bytes32>
    ) -> Arrival {
        let (first, last) = (run[0].operation, run[run.count - 1])
        guard first.seq == 1 || hashes.contains(first.prev) else {
            return .unknownPrev(seq: first.seq)
        }
        let new = Array(run.drop { hashes.contains($0.hash) })
        guard let parent = new.first?.operation else { return .alreadyHad(last: last) }
        if known.heads.contains(where: { $0.hash == parent.prev }) { return .extends(new) }
        return .forks(new, at: LogPoint(seq: parent.seq - 1, hash: parent.prev))
    }

    /// Takes new operations of one log, chained, once they are on disk.
    ///
    /// - Returns: the point of the fork that they made, where they made one.
    @discardableResult
    public mutating func append(_ new: [SignedOperation]) -> LogPoint? {
        guard let first = new.first?.operation, let end = new.last?.head else { return nil }
        var known = logs[first.log] ?? Log()
        defer { logs[first.log] = known }
        let isFirst = known.heads.isEmpty
        let before = known.heads.firstIndex { $0.hash == first.prev }
        if let before { known.heads.remove(at: before) }
        let place = known.heads.firstIndex { $0.hash > end.hash } ?? known.heads.count
        known.heads.insert(end, at: place)
        guard !isFirst, before == nil else { return nil }
        let fork = LogPoint(seq: first.seq - 1, hash: first.prev)
        if !known.forks.contains(fork) { known.forks = (known.forks + [fork]).sorted() }
        return fork
    }
}
