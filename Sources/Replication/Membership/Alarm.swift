public import CRDT

/// Something about members that people must look at; nothing waits for them.
public enum Alarm: Hashable, Sendable {
    /// An author signed two continuations of one log: usually a cloned disk.
    case forked(LogID)
    /// A node rotated to several: all count until a steward revokes one.
    case rotatedTwice(NodeID, to: [NodeID])
    /// Active members were enrolled with one lane number; the first keeps it.
    case laneNumber(UInt8, store: ScopeID, nodes: [NodeID])
}

extension Membership {
    /// What people must look at in a store, in a fixed order.
    public func alarms(in store: ScopeID) -> [Alarm] {
        let forked = forkedLogs.map { Alarm.forked($0) }
        let rotated = members.compactMap { node -> Alarm? in
            let next = successors(of: node).filter { !isRevoked($0) }
            return next.count > 1 ? .rotatedTwice(node, to: next) : nil
        }
        let clashes = laneNumbers(of: store).clashes.map {
            Alarm.laneNumber($0.lane, store: store, nodes: $0.nodes)
        }
        return forked + rotated + clashes
    }
}
