import CRDT
import Replica
import Replication
import Synchronization

/// How far a newcomer is.
public enum JoinProgress: Hashable, Sendable {
    /// Nobody who has the books was met yet, or their members' logs still come.
    case meeting
    /// A snapshot comes: its parts here, and all of them once that is known.
    case snapshot(parts: Int, of: Int)
    /// Another member is asked whether the snapshot is right.
    case checking
    /// Operations here, and those to come.
    case operations(here: UInt64, missing: UInt64)
}

/// How a newcomer came to the books.
public enum JoinOutcome: Hashable, Sendable {
    /// Everything is here, and compared.
    case whole
    /// It can sell; so many operations of the past come while it runs.
    case selling(missing: UInt64)
}

extension MeshService {
    /// A newcomer that lacks more operations than this begins with a snapshot.
    public static let snapshotAbove: UInt64 = 20_000
    /// How long a newcomer waits for somebody who has the books.
    private static let patienceSeconds: Int64 = 60
    private static let tickMilliseconds = 50

    /// Fetches what a newcomer needs to sell: all operations, or of a store with many a snapshot
    /// that another member agrees with, after which the rest comes while the lane runs.
    ///
    /// - Parameters:
    ///   - snapshotAbove: how many operations may be lacking without a snapshot.
    ///   - progress: called now and then.
    /// - Returns: whether everything is here.
    /// - Throws: ``JoinError/incomplete(_:)`` where nobody is met, or nothing comes any more.
    public func fetch(
        snapshotAbove: UInt64 = MeshService.snapshotAbove,
        _ progress: @escaping @Sendable (JoinProgress) -> Void
    ) throws(JoinError) -> JoinOutcome {
        try meet(progress)
        if needsSnapshot(above: snapshotAbove) { takeSnapshot(progress) }
        if let record = running.onWriter({ $0.replica.snapshot }) {
            guard record.phase != .loading else {
                throw .incomplete("this machine's disk didn't take the snapshot")
            }
            return .selling(missing: report.missing)
        }
        try fetchAll { here, missing in progress(.operations(here: here, missing: missing)) }
        return .whole
    }

    /// Waits until somebody said what there is, and the members' logs are here.
    private func meet(_ progress: (JoinProgress) -> Void) throws(JoinError) {
        let end = SystemClock.monotonicNanoseconds() + Self.patienceSeconds * 1_000_000_000
        progress(.meeting)
        while report.informed == 0 || report.missingControl > 0 {
            guard SystemClock.monotonicNanoseconds() < end else {
                throw .incomplete("no lane is met that has the books")
            }
            node.bell.wait(after: node.bell.count, milliseconds: Self.tickMilliseconds)
        }
    }

    /// Whether a snapshot is to be taken, or the one that was begun to be finished.
    private func needsSnapshot(above: UInt64) -> Bool {
        let missing = report.missing
        return running.onWriter { register in
            if let record = register.replica.snapshot { return record.phase == .loading }
            return register.replica.mayTakeSnapshot && missing > above
        }
    }

    /// Ends with one that another member agreed with, or with none.
    private func takeSnapshot(_ progress: (JoinProgress) -> Void) {
        node.snapshots.begin()
        while true {
            let report = report
            let peers = report.peers.sorted {
                ($0.roundTripMilliseconds ?? .max, $0.node)
                    < ($1.roundTripMilliseconds ?? .max, $1.node)
            }
            node.snapshots.tick(peers.map(\.node), known: Int(clamping: report.known))
            if node.snapshots.outcome != nil { return }
            let record = running.onWriter { $0.replica.snapshot }
            let all = record?.offer.parts.count ?? 0
            let missing = record?.missing.count ?? 0
            progress(
                all > 0 && missing == 0 ? .checking : .snapshot(parts: all - missing, of: all))
            node.bell.wait(after: node.bell.count, milliseconds: Self.tickMilliseconds)
        }
    }

    /// Waits until nothing is missing of what the peers have, and a peer's digests are ours.
    ///
    /// - Parameter progress: called with the operations here and those to come.
    /// - Throws: ``JoinError/incomplete(_:)`` where nobody is met, nothing comes any more, or a
    ///   peer that stands at the same frontier has another state.
    public func fetchAll(_ progress: @escaping @Sendable (UInt64, UInt64) -> Void) throws(JoinError)
    {
        inbox.post(.event(.holding(false)))
        var lastCount: UInt64 = 0
        var lastMove = SystemClock.monotonicNanoseconds()
        while true {
            let rings = node.bell.count
            let report = report
            let here = operationCount
            progress(here, report.missing)
            let now = SystemClock.monotonicNanoseconds()
            if here != lastCount { (lastCount, lastMove) = (here, now) }
            if let peer = report.peers.first, report.missing == 0, isSettled {
                switch compare(with: peer.node) {
                case .same: return
                case .different: throw .incomplete("a lane at the same point has other books")
                case .unknown: break
                }
            }
            guard now - lastMove < Self.patienceSeconds * 1_000_000_000 else {
                throw .incomplete(
                    report.peers.isEmpty ? "no lane is met" : "\(report.missing) are missing")
            }
            node.bell.wait(after: rings, milliseconds: 500)
        }
    }

    private var operationCount: UInt64 { running.onWriter { $0.replica.operationCount } }

    private var isSettled: Bool { running.onWriter { $0.replica.isSettled } }

    private enum Comparison { case same, different, unknown }

    /// Asks a peer for its state; only at one frontier can two states be compared.
    private func compare(with peer: NodeID) -> Comparison {
        let before = node.bell.count
        _ = node.takeState(of: peer)
        inbox.post(.event(.send(peer, .stateRequest)))
        node.bell.wait(after: before, milliseconds: 2_000)
        guard let theirs = node.takeState(of: peer),
            let ours = running.onWriter({ $0.stateReport }),
            theirs.frontier == ours.frontier, theirs.projection == ours.projection
        else { return .unknown }
        return Set(theirs.sums) == Set(ours.sums) ? .same : .different
    }
}
