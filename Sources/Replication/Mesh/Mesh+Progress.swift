public import CRDT

/// How far a node is behind the peers that it met, for people.
public struct MeshProgress: Hashable, Sendable {
    /// Peers that named all they have.
    public let peers: Int
    /// Operations that a peer has and that aren't here; of forked logs an estimate.
    public let missing: UInt64
    /// Those of control scopes among them.
    public let missingControl: UInt64
    /// Operations that came in frames since this node began, those that were here already included.
    public let delivered: UInt64
    /// This node's own logs of the store, ascending.
    public let own: [Own]
    /// Logs of which peers have more, and none of them all that is missing, ascending.
    public let outOfReach: [LogID]
    /// Operations that were forgotten here, are wanted again and aren't here yet.
    public var pastMissing: UInt64 = 0
    /// Logs of such operations that no peer has, ascending.
    public var pastOutOfReach: [LogID] = []

    /// How far an own log is here, and at the peer that has most of it.
    public struct Own: Hashable, Sendable {
        public let log: LogID
        public let ours: UInt64
        public let theirs: UInt64
    }

    public static let none = MeshProgress(
        peers: 0, missing: 0, missingControl: 0, delivered: 0, own: [], outOfReach: [])
}

extension Mesh {
    /// How far this node is behind, and what is only here.
    public var progress: MeshProgress {
        let met = links.compactMap { sessions[$0] }.filter { $0.isHeard && $0.hasWhole }
        var (missing, missingControl): (UInt64, UInt64) = (0, 0)
        var outOfReach: [LogID] = []
        for log in Set(met.flatMap { $0.theirs.keys }).union(logs.keys) {
            let ours = logs[log]?.heads.map(\.seq).max() ?? 0
            let theirs = met.map { $0.height(of: log) }.max() ?? 0
            guard theirs > ours else { continue }
            missing &+= theirs - ours
            if isControl(log.scope) { missingControl &+= theirs - ours }
            let heads = logs[log]?.heads ?? []
            let isInReach = met.contains { $0.height(of: log) > ours && $0.reaches(log, heads) }
            if !isInReach { outOfReach.append(log) }
        }
        let own = sortedLogs.filter { $0.author == identity.node && $0.scope == identity.store }
            .map { log in
                MeshProgress.Own(
                    log: log, ours: logs[log]?.heads.map(\.seq).max() ?? 0,
                    theirs: met.map { $0.height(of: log) }.max() ?? 0)
            }
        var progress = MeshProgress(
            peers: met.count, missing: missing, missingControl: missingControl,
            delivered: delivered, own: own, outOfReach: outOfReach.sorted())
        (progress.pastMissing, progress.pastOutOfReach) = pastWanted
        return progress
    }
}
