import CRDT
import Encoding
import Replica
import Replication
import Retail
import Storage

extension Register {
    /// At most once so often, besides each Z (protocol.md §7, Retention).
    static let acknowledgedEveryMilliseconds: UInt64 = 3_600_000

    /// Says in the control log what is here, where an hour has passed since this node last did, or
    /// a day has ended.
    ///
    /// Lanes alone do so. A word that can't be written is only late: the next one says it all.
    mutating func acknowledge(endOfDay: Bool = false) throws(StorageError) {
        guard !hasEnded, !replica.isSuperseded,
            replica.membership.acknowledgers(in: file.store).contains(file.node)
        else { return }
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        if !endOfDay, let last = lastAcknowledged,
            now >= last, now - last < Self.acknowledgedEveryMilliseconds
        {
            return
        }
        let own = replica.place.log(in: file.store.control)
        let payloads = replica.acknowledgement(
            after: try acknowledgement(of: [own])?.frontier)
        if !payloads.isEmpty { _ = try decide(payloads) }
        lastAcknowledged = now
        unacknowledged = nil
    }

    /// What these logs of one member, the oldest life first, acknowledge; nil: nothing yet.
    private func acknowledgement(of logs: [LogID]) throws(StorageError) -> Acknowledgement? {
        var found: Acknowledgement?
        let membership = replica.membership
        for log in logs {
            var isFirst = true
            try store.forEach(of: log) { signed in
                guard signed.operation.kind == Kind.acknowledged.rawValue,
                    let word = try? Acknowledged(decoding: signed.operation.payload)
                else { return }
                var next = found ?? Acknowledgement()
                next.take(word, isFirstOfLife: isFirst) { membership.branches(of: $0) }
                found = next
                isFirst = false
            }
        }
        return found
    }

    /// Up to where each log is held by every lane that is waited for.
    func stableFrontier() throws(StorageError) -> [(log: LogID, seq: UInt64)] {
        let membership = replica.membership
        let heads = try store.summary().heads
        var acknowledged: [NodeID: Frontier] = [:]
        for node in membership.acknowledgers(in: file.store) {
            let logs = Set(
                heads.filter { $0.log.author == node && $0.log.scope == file.store.control }
                    .map(\.log))
            // Of several lives the one that spoke last.
            let lives = logs.sorted { first, second in
                let stamp = { (log: LogID) in heads.first { $0.log == log }?.hlc ?? HLC(raw: 0) }
                return (stamp(first), first) < (stamp(second), second)
            }
            acknowledged[node] = try acknowledgement(of: lives)?.frontier ?? Frontier()
        }
        let stable = StableFrontier.sequences(
            of: replica.frontier, acknowledged: acknowledged,
            branches: { membership.branches(of: $0) })
        return stable.sorted { $0.key < $1.key }.map { (log: $0.key, seq: $0.value) }
    }
}
