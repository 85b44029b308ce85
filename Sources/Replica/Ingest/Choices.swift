import CRDT
import Encoding
import Replication

extension Judge {
    /// Finds out which branches of forked logs HQ's acknowledgements named first (protocol.md §5).
    ///
    /// Read from HQ's logs whenever something of theirs or a fork is new; without a fork, which
    /// is nearly always, nothing is read.
    mutating func choose<Disk: Store>(
        _ store: Disk, fresh: [SignedOperation] = []
    ) throws(Disk.Failure) {
        let forked = Set(membership.forkedLogs)
        guard !forked.isEmpty else { return }
        var choices = Choices(forked: forked, membership: membership)
        for author in membership.choosers {
            for log in try lives(of: author, store, fresh) {
                let common = lowestFork(of: log) ?? .max
                try store.forEach(of: log) { choices.take($0, upTo: common) }
                for signed in fresh where signed.operation.log == log {
                    choices.take(signed, upTo: common)
                }
            }
        }
        membership.note(named: choices.named)
    }

    /// The last sequence that all branches share; nil where the log never forked.
    func lowestFork(of log: LogID) -> UInt64? { index[log]?.forks.first?.seq }

    /// A node's logs in control scopes, each behind the one that its opening names.
    private func lives<Disk: Store>(
        of author: NodeID, _ store: Disk, _ fresh: [SignedOperation]
    ) throws(Disk.Failure) -> [LogID] {
        var previous: [LogID: LogID] = [:]
        let logs = index.sortedLogs.filter { $0.author == author && controls.contains($0.scope) }
        for log in logs {
            let stored = try store.operations(of: log, from: 1, limit: 1).first
            guard let first = stored ?? fresh.first(where: { $0.operation.log == log }),
                first.operation.named == .logOpened,
                let opened = try? LogOpened(decoding: first.operation.payload)
            else { continue }
            previous[log] = opened.previous?.log
        }
        let depths = logs.map { log in
            var (depth, next, seen): (Int, LogID?, Set<LogID>) = (0, previous[log], [log])
            while let before = next, seen.insert(before).inserted {
                depth += 1
                next = previous[before]
            }
            return (depth, log)
        }
        return depths.sorted { $0 < $1 }.map(\.1)
    }
}

/// The points of forked logs that acknowledgements name, read in order.
private struct Choices {
    private(set) var named: [LogID: LogPoint] = [:]
    private let forked: Set<LogID>
    private let membership: Membership
    /// Logs of which another branch, or an operation that isn't here, was named already.
    private var ended: Set<LogID> = []

    init(forked: Set<LogID>, membership: Membership) {
        self.forked = forked
        self.membership = membership
    }

    mutating func take(_ signed: SignedOperation, upTo common: UInt64) {
        guard signed.operation.named == .acknowledged, signed.operation.seq <= common,
            let acknowledged = try? Acknowledged(decoding: signed.operation.payload)
        else { return }
        let log = signed.operation.log
        let id = OperationID(signed.head, of: log)
        guard membership.cut(of: log)?.removes(seq: id.seq, hash: id.hash) != true else { return }
        for point in acknowledged.points where forked.contains(point.log) { choose(point) }
    }

    private mutating func choose(_ id: OperationID) {
        let point = LogPoint(seq: id.seq, hash: id.hash)
        guard !ended.contains(id.log), let branches = membership.branches(of: id.log),
            point.seq > branches.base.seq
        else { return }
        guard branches.holds(point) else {
            ended.insert(id.log)
            return
        }
        guard let before = named[id.log] else {
            named[id.log] = point
            return
        }
        if branches.contains(before, below: point) {
            named[id.log] = point
        } else if !branches.contains(point, below: before) {
            ended.insert(id.log)
        }
    }
}
