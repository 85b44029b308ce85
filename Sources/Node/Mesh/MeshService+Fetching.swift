import CRDT
import Replica
import Replication
import Synchronization

extension MeshService {
    /// How long a newcomer waits for somebody who has the books.
    private static let patienceSeconds: Int64 = 60

    /// Waits until nothing is missing of what the peers have, and a peer's digests are ours.
    ///
    /// - Parameter progress: called with the operations here and those to come.
    /// - Throws: ``JoinError/incomplete(_:)`` where nobody is met, nothing comes any more, or a
    ///   peer that stands at the same frontier has another state.
    public func fetchAll(_ progress: @escaping @Sendable (UInt64, UInt64) -> Void) throws(JoinError)
    {
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
