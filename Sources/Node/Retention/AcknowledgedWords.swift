import CRDT
import Encoding
import Replica
import Replication
import Storage

/// What members said that they hold, read from their control logs once and followed from there.
///
/// A member that says so every hour has ten thousand such words a year.
struct AcknowledgedWords {
    typealias Reading = (LogID, UInt64, Int) throws(StorageError) -> [SignedOperation]

    private struct Entry {
        /// The logs that were read, in this order; all but the last one to their ends.
        let lives: [LogID]
        var next: UInt64 = 1
        var word: Acknowledgement?
        var isFirst = true
    }

    private static let batch = 512

    private var entries: [NodeID: Entry] = [:]
    /// How branches lie decides what a word replaces: another fork, and all is read again.
    private var forked: [LogID] = []

    /// What a member acknowledged in its lives; of several the one that spoke last counts.
    mutating func frontier(
        of node: NodeID, in store: ScopeID, _ heads: [StoreSummary.Head],
        _ membership: Membership, _ read: Reading
    ) throws(StorageError) -> Frontier {
        var stamps: [LogID: HLC] = [:]
        for head in heads where head.log.author == node && head.log.scope == store.control {
            stamps[head.log] = max(stamps[head.log] ?? HLC(raw: 0), head.hlc)
        }
        let lives = stamps.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
        return try word(of: lives, by: node, membership, read)?.frontier ?? Frontier()
    }

    /// What these logs of one member, the oldest life first, acknowledge; nil: nothing yet.
    mutating func word(
        of lives: [LogID], by node: NodeID, _ membership: Membership, _ read: Reading
    ) throws(StorageError) -> Acknowledgement? {
        if membership.forkedLogs != forked {
            forked = membership.forkedLogs
            entries = [:]
        }
        var entry = entries[node] ?? Entry(lives: [])
        if entry.lives != lives {
            entry = Entry(lives: lives)
            for life in lives.dropLast() {
                try Self.follow(life, &entry, membership, read)
                (entry.next, entry.isFirst) = (1, true)
            }
        }
        if let last = lives.last { try Self.follow(last, &entry, membership, read) }
        entries[node] = entry
        return entry.word
    }

    private static func follow(
        _ log: LogID, _ entry: inout Entry, _ membership: Membership, _ read: Reading
    ) throws(StorageError) {
        while true {
            let found = try read(log, entry.next, batch)
            guard let last = found.last?.operation.seq else { return }
            for signed in found {
                guard signed.operation.kind == Kind.acknowledged.rawValue,
                    let word = try? Acknowledged(decoding: signed.operation.payload)
                else { continue }
                var next = entry.word ?? Acknowledgement()
                next.take(word, isFirstOfLife: entry.isFirst) { membership.branches(of: $0) }
                entry.word = next
                entry.isFirst = false
            }
            entry.next = last + 1
            if found.count < batch { return }
        }
    }
}
