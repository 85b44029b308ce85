public import CRDT
import Encoding
public import Replication

extension Replica {
    /// What this node acknowledges now, as operations of its control log (protocol.md §7): the
    /// points that changed since what it acknowledged before.
    ///
    /// A lane writes it at each Z and at most once an hour.
    ///
    /// - Parameter before: what this node's earlier acknowledgements say; nil after a new
    ///   incarnation was opened: then everything is restated.
    /// - Returns: payloads of kind 8 for ``commit(payloads:in:now:store:)``; none where nothing
    ///   changed.
    public func acknowledgement(
        after before: Frontier?
    ) -> [(kind: Kind, payload: [UInt8])] {
        let entries = state.frontier.entries.filter { entry in
            // The log that this stands in: its word about its own word would never end.
            entry.log != place.log(in: place.scope.control)
                && !(before?[entry.log].contains(entry.head) ?? false)
        }
        guard !entries.isEmpty || before == nil else { return [] }
        let points = entries.map {
            OperationID(log: $0.log, seq: $0.head.seq, hash: $0.head.hash)
        }
        var payloads: [(kind: Kind, payload: [UInt8])] = []
        for start in stride(from: 0, to: max(points.count, 1), by: Self.pointsMax) {
            let some = Array(points[start..<min(start + Self.pointsMax, points.count)])
            let isLast = start + Self.pointsMax >= points.count
            // The points leave that log out, so they aren't the whole frontier and no digest may
            // stand beside them.
            let payload = Acknowledged(
                points: some, stateDigest: nil, isRestatement: before == nil && isLast)
            payloads.append((.acknowledged, payload.encoded()))
        }
        return payloads
    }

    /// Points that fit one operation: each has up to 107 bytes.
    private static var pointsMax: Int { 2000 }
}
