import CRDT

/// How far a node is behind the peers that it met, for people.
public struct MeshProgress: Hashable, Sendable {
    /// Peers that named all they have.
    public let peers: Int
    /// Operations that a peer has and that aren't here; of forked logs an estimate.
    public let missing: UInt64
    /// Operations of this node's own that no peer is known to have.
    public let unconfirmed: UInt64

    public static let none = MeshProgress(peers: 0, missing: 0, unconfirmed: 0)
}

extension Mesh {
    /// How far this node is behind, and what is only here.
    public var progress: MeshProgress {
        let met = links.compactMap { sessions[$0] }.filter { $0.isOpen && $0.hasWhole }
        var missing: UInt64 = 0
        for log in Set(met.flatMap { $0.theirs.keys }).union(logs.keys) {
            let ours = logs[log]?.heads.map(\.seq).max() ?? 0
            let theirs = met.map { $0.height(of: log) }.max() ?? 0
            if theirs > ours { missing += theirs - ours }
        }
        var unconfirmed: UInt64 = 0
        for log in logs.keys where log.author == identity.node {
            let ours = logs[log]?.heads.map(\.seq).max() ?? 0
            let theirs = met.map { $0.height(of: log) }.max() ?? 0
            if ours > theirs { unconfirmed += ours - theirs }
        }
        return MeshProgress(peers: met.count, missing: missing, unconfirmed: unconfirmed)
    }
}
