import CRDT
import Encoding
import Ledger
public import Replication

extension Replica {
    /// Takes back some operations that were forgotten and are wanted again, see ``wantedPast``.
    ///
    /// The last ones first, so that what is held of a log never has a gap and what comes next goes
    /// on from there, also after a crash. They are whose hashes the log's beginning commits to:
    /// nobody has to be believed. Once the last of what is wanted of a log is here, all of that is
    /// left to ``recount(limit:store:)``.
    ///
    /// - Parameters:
    ///   - run: operations of one log, chained, ascending; hashes as their bodies have them. One
    ///     more is needed below what is to come back, but where it is the log's first.
    ///   - limit: at most so many in this transaction.
    ///   - store: where rows and the base are read.
    /// - Returns: a transaction to apply and confirm; nil where nothing more of the run is wanted,
    ///   or it isn't what lies below the beginning.
    /// - Throws: the store's error; the replica stays as it was.
    public func restore<Disk: Store>(
        _ run: [SignedOperation], limit: Int = 64, store: Disk
    ) throws(Disk.Failure) -> Commit? {
        guard let first = run.first?.operation, let start = state.starts[first.log],
            let wanted = state.past.from[first.log],
            let back = Self.part(of: run, below: start, from: wanted, limit)
        else { return nil }
        let log = first.log
        var next = state
        var restorer = Restorer(store, base: state.base)
        var batch = Batch(
            store: store, judge: state.judge, sums: state.sums, counters: counters,
            unsettled: state.unsettledLogs)
        for signed in back { batch.bringBack(signed, try restorer.take(signed)) }
        for signed in back {
            guard case .fact(let fact) = Reading(signed.operation) else { continue }
            try batch.settleClaim(fact, ofRestored: signed)
        }
        let (base, sums) = restorer.finish()
        let begins = Self.start(behind: back, of: run, start)
        batch.transaction.restorings = [
            Restoring(log: log, operations: Array(back), start: begins, base: base, sums: sums)
        ]
        next.starts[log] = begins
        next.base = restorer.sums
        next.judge.index.begin(log, behind: begins?.point)
        next.operationCount &+= UInt64(back.count)
        if begins.map({ $0.anchor.seq < wanted }) ?? true {
            next.past.remove(log)
            next.recount.add(log, from: wanted)
        }
        return finish(&batch, next)
    }

    private func finish<Disk: Store>(_ batch: inout Batch<Disk>, _ state: State) -> Commit {
        var next = state
        next.take(wantedBy: &batch)
        if let write = next.recount.write { batch.transaction.local.append(write) }
        next.recount.wasWritten()
        batch.transaction.local += batch.contradictions.map(\.write)
        let transaction = batch.finish()
        next.sums = batch.sums
        return Commit(
            transaction, state: next, counters: batch.counterChanges,
            contradictions: batch.contradictions)
    }

    /// The end of a run up to where a log begins, as far as it is wanted; nil where it doesn't end
    /// there.
    private static func part(
        of run: [SignedOperation], below start: LogStart, from wanted: UInt64, _ limit: Int
    ) -> ArraySlice<SignedOperation>? {
        guard let end = run.firstIndex(where: { $0.hash == start.anchor.hash }) else { return nil }
        var first = end
        while first > 0, end - first + 1 < limit, run[first].operation.seq > wanted,
            run[first - 1].hash == run[first].operation.prev
        {
            first -= 1
        }
        // The operation below is needed: the log begins behind it from then on.
        let isBegun = run[first].operation.seq == 1
        let hasBefore = first > 0 && run[first - 1].hash == run[first].operation.prev
        if !isBegun, !hasBefore { first += 1 }
        return first <= end ? run[first...end] : nil
    }

    private static func start(
        behind back: ArraySlice<SignedOperation>, of run: [SignedOperation], _ start: LogStart
    ) -> LogStart? {
        guard let first = back.first?.operation, first.seq > 1 else { return nil }
        return LogStart(
            log: start.log, anchor: run[back.startIndex - 1].head, opening: start.opening,
            openedAt: start.openedAt)
    }
}
