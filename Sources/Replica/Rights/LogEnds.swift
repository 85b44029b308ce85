public import CRDT
import Encoding
import Replication

extension Replica {
    /// Where logs of the store ended: what their authors' later logs, retirements and revocations
    /// name, the highest of several.
    ///
    /// - Throws: the store's error.
    public func logEnds<Disk: Store>(store: Disk) throws(Disk.Failure) -> [LogID: UInt64] {
        var ends: [LogID: UInt64] = [:]
        for log in state.frontier.logs where log.scope == place.scope {
            if let previous = try opening(of: log, store)?.previous,
                previous.log.scope == log.scope,
                previous.log.author == log.author
            {
                ends[previous.log] = max(ends[previous.log] ?? 0, previous.seq)
            }
            if let cut = membership.cut(of: log) { ends[log] = max(ends[log] ?? 0, cut.seq) }
            if let end = membership.retirementEnd(of: log) {
                ends[log] = max(ends[log] ?? 0, end)
            }
        }
        return ends
    }

    /// The log of the store in which a node writes now: the one that no other goes on from.
    public func currentLog<Disk: Store>(
        of node: NodeID, store: Disk
    ) throws(Disk.Failure) -> LogID? {
        let logs = state.frontier.logs.filter { $0.scope == place.scope && $0.author == node }
        var ended: Set<LogID> = []
        for log in logs {
            if let previous = try opening(of: log, store)?.previous { ended.insert(previous.log) }
        }
        // Of two, as a cloned disk leaves them, the one that was opened last.
        var best: (hlc: HLC, log: LogID)?
        for log in logs where !ended.contains(log) {
            guard let hlc = try opened(log, store)?.hlc else { continue }
            if let known = best, (known.hlc, known.log) > (hlc, log) { continue }
            best = (hlc, log)
        }
        return best?.log
    }

    private func opening<Disk: Store>(
        of log: LogID, _ store: Disk
    ) throws(Disk.Failure) -> LogOpened? {
        guard let payload = try opened(log, store)?.payload else { return nil }
        return try? LogOpened(decoding: payload)
    }

    /// The stamp of a log's first operation, and its payload where it opens the log.
    private func opened<Disk: Store>(
        _ log: LogID, _ store: Disk
    ) throws(Disk.Failure) -> (hlc: HLC, payload: [UInt8]?)? {
        if let start = state.starts[log] { return (start.openedAt, start.opening) }
        guard let first = try store.operations(of: log, from: 1, limit: 1).first?.operation else {
            return nil
        }
        return (first.hlc, first.named == .logOpened ? first.payload : nil)
    }
}
