public import CRDT

/// Something about snapshots that a person who looks after the node should know.
public enum SnapshotNote: Hashable, Sendable {
    /// None can be offered, for this reason.
    case notOffered(String)
    /// Two members' books differ at one point: neither is believed.
    case differs(maker: NodeID, checker: NodeID)
    /// A member sent something else than the part that it named.
    case spoilt(NodeID)
    /// The read model is made again from the operations, as the snapshot's was doubted.
    case remade

    var words: String {
        switch self {
        case .notOffered(let reason): "no snapshot is offered: \(reason)"
        case .differs(let maker, let checker) where maker == checker:
            "ALARM: the snapshot that \(maker.short) made isn't what its operations say: run "
                + "`tillmesh doctor --deep` on that lane"
        case .differs(let maker, let checker):
            "ALARM: the books of \(maker.short) and \(checker.short) differ at one point: run "
                + "`tillmesh doctor --deep` on both lanes"
        case .spoilt(let node):
            "\(node.short) sent something else than the part of a snapshot that it named"
        case .remade: "what this lane began with is made again from the operations"
        }
    }
}
