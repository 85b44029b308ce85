import CRDT
import Replica
import Replication
import Retail
import Storage

/// Which operations a node may forget, log by log; a value, made now and then.
struct RetentionPlan: Hashable, Sendable {
    /// The highest sequence that may go, logs ascending.
    let limits: [(log: LogID, seq: UInt64)]
    /// What is stamped from then on stays, milliseconds since 1970.
    let keptFrom: UInt64

    static func == (a: Self, b: Self) -> Bool {
        a.keptFrom == b.keptFrom && a.limits.map(\.log) == b.limits.map(\.log)
            && a.limits.map(\.seq) == b.limits.map(\.seq)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(keptFrom) }

    /// What there is to know for a plan.
    struct Facts {
        let node: NodeID
        let store: ScopeID
        let heads: [StoreSummary.Head]
        let membership: Membership
        /// As the store set it.
        let days: UInt16
        /// Wall time, milliseconds since 1970.
        let now: UInt64
        /// The lowest sequence of a log that something still needs.
        let needed: [LogID: UInt64]
    }

    /// Nil where nothing may go: no archive holds anything, or this node is one itself.
    init?(
        _ facts: Facts, _ words: inout AcknowledgedWords, _ read: AcknowledgedWords.Reading
    ) throws(StorageError) {
        let membership = facts.membership
        let archives = membership.archives(of: facts.store)
        guard !archives.isEmpty, !archives.contains(facts.node) else { return nil }
        let ours = StoreSummary(heads: facts.heads, sums: [], operationCount: 0).frontier
        func stable(_ nodes: [NodeID]) throws(StorageError) -> [LogID: UInt64] {
            var acknowledged: [NodeID: Frontier] = [:]
            for node in nodes {
                acknowledged[node] = try words.frontier(
                    of: node, in: facts.store, facts.heads, membership, read)
            }
            return StableFrontier.sequences(
                of: ours, acknowledged: acknowledged,
                branches: { membership.branches(of: $0) })
        }
        let everywhere = try stable(membership.acknowledgers(in: facts.store))
        var archived: [LogID: UInt64] = [:]
        for archive in archives {
            archived.merge(try stable([archive])) { max($0, $1) }
        }
        limits = everywhere.keys.sorted().compactMap { log in
            guard log.scope == facts.store, let seq = everywhere[log], let kept = archived[log]
            else { return nil }
            let needed = facts.needed[log].map { $0 - min(1, $0) } ?? .max
            let most = min(seq, kept, needed)
            return most > 0 ? (log: log, seq: most) : nil
        }
        // A clock that runs ahead makes nothing old: another machine must say so, too.
        let stamps = facts.heads.filter { archives.contains($0.log.author) }
        let latest = stamps.map(\.hlc.milliseconds).max() ?? 0
        let age = UInt64(facts.days) * 86_400_000
        keptFrom = min(facts.now, latest) - min(age, facts.now, latest)
    }
}

extension RetentionPlan {
    /// The plan of a node by what its database says now.
    init?(
        of node: NodeID, in store: ScopeID, _ membership: Membership, _ reader: ShopReader,
        _ words: inout AcknowledgedWords, days: UInt16, now: UInt64
    ) throws(StorageError) {
        try self.init(
            Facts(
                node: node, store: store, heads: try reader.heads(), membership: membership,
                days: days, now: now, needed: try reader.neededBeginnings(membership)),
            &words, reader.operations)
    }
}

extension ShopReader {
    /// The lowest sequence of each log that something still needs: what numbers go on from, and
    /// drawers that are open at a machine whose work goes on.
    func neededBeginnings(_ membership: Membership) throws(StorageError) -> [LogID: UInt64] {
        var needed: [LogID: UInt64] = [:]
        let drawers = try openDrawerPlaces().filter { membership.isActive($0.log.author) }
        for place in try numberingPlaces() + drawers {
            needed[place.log] = min(needed[place.log] ?? .max, place.seq)
        }
        return needed
    }
}
