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
    /// Lanes do so, and archives. A word that can't be written is only late: the next one says it
    /// all.
    mutating func acknowledge(endOfDay: Bool = false) throws(StorageError) {
        guard !hasEnded, !replica.isSuperseded,
            replica.membership.acknowledges(file.node, in: file.store)
        else { return }
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        if !endOfDay, let last = lastAcknowledged,
            now >= last, now - last < Self.acknowledgedEveryMilliseconds
        {
            return
        }
        let own = replica.place.log(in: file.store.control)
        let before = try words.word(of: [own], by: file.node, replica.membership, store.operations)
        let payloads = replica.acknowledgement(after: before?.frontier)
        if !payloads.isEmpty { _ = try decide(payloads) }
        lastAcknowledged = now
        unacknowledged = nil
    }

    /// Up to where each log is held by every lane that is waited for.
    mutating func stableFrontier() throws(StorageError) -> [(log: LogID, seq: UInt64)] {
        let membership = replica.membership
        let heads = try store.summary().heads
        var acknowledged: [NodeID: Frontier] = [:]
        for node in membership.acknowledgers(in: file.store) {
            acknowledged[node] = try words.frontier(
                of: node, in: file.store, heads, membership, store.operations)
        }
        let stable = StableFrontier.sequences(
            of: replica.frontier, acknowledged: acknowledged,
            branches: { membership.branches(of: $0) })
        return stable.sorted { $0.key < $1.key }.map { (log: $0.key, seq: $0.value) }
    }
}
