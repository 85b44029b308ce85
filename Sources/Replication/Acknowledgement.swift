public import CRDT
import Encoding

/// What one member has said that it holds, on disk: its acknowledgements, read in order.
///
/// An entry acknowledges its operation and all before it in its chain, and replaces the entries
/// on that chain; a forked log has one point per branch (protocol.md §3, kind 8).
public struct Acknowledgement: Hashable, Sendable {
    public private(set) var frontier = Frontier()
    private var lives: [Incarnation: Frontier] = [:]
    /// What a complete restatement has named so far.
    private var restated: Frontier?

    public init() {}

    /// Takes the next acknowledgement of the member.
    ///
    /// - Parameters:
    ///   - acknowledged: its payload.
    ///   - isFirstOfLife: whether it's the first of an incarnation: such a one restates all, and
    ///     with its last part takes the place of what earlier lives said.
    ///   - branches: tells how forked logs lie.
    public mutating func take(
        _ acknowledged: Acknowledged, isFirstOfLife: Bool = false,
        branches: (LogID) -> Branches?
    ) {
        if isFirstOfLife { restated = Frontier() }
        var next = restated ?? frontier
        for point in acknowledged.points { Self.take(point, into: &next, branches(point.log)) }
        if restated == nil || acknowledged.isRestatement {
            frontier = next
            restated = nil
        } else {
            restated = next
        }
    }

    private static func take(
        _ id: OperationID, into frontier: inout Frontier, _ branches: Branches?
    ) {
        let point = LogPoint(seq: id.seq, hash: id.hash)
        let others = frontier[id.log].filter { other in
            guard let branches else { return false }
            return !branches.contains(other, below: point)
                && !branches.contains(point, below: other)
        }
        frontier.replace(id.log, with: others + [point])
    }
}

/// The points below which every active member holds everything (protocol.md §7).
public enum StableFrontier {
    /// The minimum of what members acknowledged.
    ///
    /// - Parameters:
    ///   - ours: the frontier here, whose logs are looked at.
    ///   - acknowledged: of each active lane, and of HQ where there is one. The log in which a
    ///     member acknowledges is held by itself: it needn't be named.
    ///   - branches: tells how forked logs lie: those are acknowledged only where every branch is.
    /// - Returns: for each log the highest sequence that all have; logs without one are left out.
    public static func sequences(
        of ours: Frontier, acknowledged: [NodeID: Frontier],
        branches: (LogID) -> Branches?
    ) -> [LogID: UInt64] {
        var stable: [LogID: UInt64] = [:]
        for log in ours.logs {
            let lowest = acknowledged.map { node, theirs in
                log.author == node && theirs[log].isEmpty && isOfAcknowledgements(log, theirs)
                    ? ours[log].map(\.seq).max() ?? 0
                    : sequence(of: log, ours, theirs, branches(log))
            }.min()
            if let lowest, lowest > 0 { stable[log] = lowest }
        }
        return stable
    }

    /// A log of a life of which another log is named: the member wrote both, and holds both.
    private static func isOfAcknowledgements(_ log: LogID, _ theirs: Frontier) -> Bool {
        theirs.logs.contains {
            $0.author == log.author && $0.incarnation == log.incarnation
                && $0.scope.control == log.scope
        }
    }

    private static func sequence(
        of log: LogID, _ ours: Frontier, _ theirs: Frontier, _ branches: Branches?
    ) -> UInt64 {
        guard let branches else { return theirs[log].map(\.seq).max() ?? 0 }
        let hasAll = ours[log].allSatisfy { head in
            theirs[log].contains { branches.contains(head, below: $0) }
        }
        if hasAll { return ours[log].map(\.seq).max() ?? 0 }
        // Below the fork all branches share what was named on any of them.
        return min(theirs[log].map(\.seq).max() ?? 0, branches.base.seq)
    }
}

extension Membership {
    /// Who keeps everything of a store and hasn't ended, ascending; dormant ones keep it, too.
    public func archives(of store: ScopeID) -> [NodeID] {
        members.filter { node in
            isActive(node) && isArchive(node)
                && grants(of: node).contains { $0.role == .hq || $0.store == store }
        }
    }

    /// Who writes acknowledgements: lanes, HQ and archives that are active, ascending.
    public func acknowledges(_ node: NodeID, in store: ScopeID) -> Bool {
        acknowledgers(in: store).contains(node) || archives(of: store).contains(node)
    }

    /// Whose acknowledgements the stable frontier of a store waits for: its lanes and HQ, those
    /// that are active and not dormant, ascending.
    public func acknowledgers(in store: ScopeID) -> [NodeID] {
        members.filter { node in
            isActive(node) && !isDormant(node)
                && grants(of: node).contains { grant in
                    grant.role == .hq || (grant.role == .lane && grant.store == store)
                }
        }
    }
}
