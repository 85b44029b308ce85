public import CRDT
import Replication

extension Replica {
    /// Where logs begin whose first operations were forgotten, ascending.
    public var starts: [LogStart] {
        state.starts.keys.sorted().compactMap { state.starts[$0] }
    }

    /// Where a log begins; nil where it's held from its first operation on.
    public func start(of log: LogID) -> LogStart? { state.starts[log] }

    /// Forgets some of a log's first operations, and the rows that they alone made.
    ///
    /// Sums and digest stay as they are. Kept are a log's last operation, all from the last common
    /// one of a fork on, and all from the first that isn't applied or shares its content with
    /// another. Control logs stay whole.
    ///
    /// - Parameters:
    ///   - log: whose beginning goes.
    ///   - seq: the last operation that may go: everyone who is waited for, and an archive, said
    ///     that it is there.
    ///   - keptFrom: what is stamped from then on stays, milliseconds since 1970.
    ///   - limit: at most so many operations in this transaction.
    ///   - store: where operations, claims and the base are read.
    /// - Returns: a transaction to apply and confirm; nil where nothing may go.
    /// - Throws: the store's error; the replica stays as it was.
    public func prune<Disk: Store>(
        _ log: LogID, through seq: UInt64, keptFrom: UInt64, limit: Int = 64, store: Disk
    ) throws(Disk.Failure) -> Commit? {
        guard isSettled, state.snapshot == nil, log.scope == place.scope,
            let known = state.judge.index[log]
        else { return nil }
        let first = (state.starts[log]?.anchor.seq ?? 0) + 1
        let ends = known.heads.map(\.seq) + known.forks.map(\.seq)
        let last = min(seq, (ends.min() ?? 0) - min(1, ends.min() ?? 0))
        guard first <= last else { return nil }
        var pruner = Pruner(store, judge: state.judge, base: state.base, keptFrom: keptFrom)
        let run = try store.operations(of: log, from: first, limit: limit)
        for signed in run where signed.operation.seq <= last {
            guard try pruner.take(signed) else { break }
        }
        return forgetting(&pruner, from: run)
    }

    private func forgetting<Disk: Store>(
        _ pruner: inout Pruner<Disk>, from run: [SignedOperation]
    ) -> Commit? {
        guard let last = pruner.last, let first = run.first?.operation else { return nil }
        let log = first.log
        let before = state.starts[log]
        let start = LogStart(
            log: log, anchor: last.head, opening: before?.opening ?? first.payload,
            openedAt: before?.openedAt ?? first.hlc)
        let (base, sums) = pruner.finish()
        var transaction = Transaction()
        transaction.rows = pruner.rows
        transaction.prunings = [Pruning(start: start, base: base, sums: sums)]
        var next = state
        next.starts[log] = start
        next.base = pruner.sums
        next.judge.index.begin(log, behind: start.point)
        next.operationCount &-= last.operation.seq - first.seq + 1
        return Commit(transaction, state: next)
    }
}
