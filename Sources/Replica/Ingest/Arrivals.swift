import CRDT
import Encoding
import Ledger
import Replication

/// Takes new operations into a state: counts them, and counts anew what a changed verdict moves.
struct Arrivals<Disk: Store> {
    private(set) var state: Replica.State
    private(set) var transaction = Transaction()
    private(set) var counterChanges: [(key: CounterRows.Key, stored: CounterRows.Stored)] = []
    private(set) var contradictions: [Contradiction] = []
    private let counters: CounterRows
    private let store: Disk

    init(_ state: Replica.State, counters: CounterRows, _ store: Disk) {
        self.state = state
        self.counters = counters
        self.store = store
    }

    /// Takes chained operations of one log that the store doesn't have.
    mutating func take(_ operations: [SignedOperation]) throws(Disk.Failure) {
        guard let log = operations.first?.operation.log else { return }
        let before = state.judge
        state.note(operations)
        try branch(log, operations)
        let decisions = operations.filter(state.judge.isDecision)
        if !decisions.isEmpty { state.judge.membership.insert(decisions) }
        if state.judge.controls.contains(log.scope) { state.note(proofs: operations) }
        try state.judge.choose(store, fresh: operations)
        state.judge.refresh(with: log)
        var ranked: Set<LogID> = []
        for (log, seq) in state.judge.differences(from: before) {
            state.recount.add(log, from: seq)
            // Some of it may be counted in a snapshot and not be here to be looked at.
            if state.snapshot?.phase != .whole { state.snapshot?.isDoubted = true }
            guard let start = state.starts[log], seq <= start.anchor.seq else { continue }
            let (ours, theirs) = (state.judge.standing(of: log), before.standing(of: log))
            if ours.keepsAll(of: theirs, through: start.anchor.seq) {
                ranked.insert(log)
            } else {
                state.past.add(log, from: seq)
            }
        }
        var batch = Batch(
            store: store, judge: state.judge, sums: state.sums, counters: counters,
            unsettled: state.unsettledLogs, snapshot: state.snapshot)
        for operation in operations { batch.append(operation) }
        for operation in operations { try batch.count(operation) }
        for log in ranked.sorted() {
            let authority = state.judge.standing(of: log).authority
            batch.rank(try store.baseCandidates(of: log), authority)
        }
        try state.recount.advance(state.recountMax, &batch)
        let known = state.snapshot
        try state.completeSnapshot(operations, store)
        if state.snapshot != known, let record = state.snapshot {
            batch.transaction.local.append(record.write)
        }
        finish(&batch)
    }

    /// Looks again at stored operations whose worth may have changed.
    mutating func recount(_ limit: Int) throws(Disk.Failure) {
        var batch = Batch(
            store: store, judge: state.judge, sums: state.sums, counters: counters,
            unsettled: state.unsettledLogs, snapshot: state.snapshot)
        try state.recount.advance(limit, &batch)
        finish(&batch)
    }

    private mutating func finish(_ batch: inout Batch<Disk>) {
        if let write = state.recount.write { batch.transaction.local.append(write) }
        state.recount.wasWritten()
        batch.transaction.local += batch.contradictions.map(\.write)
        state.take(wantedBy: &batch)
        transaction = batch.finish()
        state.sums = batch.sums
        counterChanges = batch.counterChanges
        contradictions = batch.contradictions
    }

    /// Tells the membership how the branches of a forked log lie.
    private mutating func branch(
        _ log: LogID, _ operations: [SignedOperation]
    ) throws(Disk.Failure) {
        guard let base = state.judge.index[log]?.forks.first else { return }
        var branches = Branches(base: base)
        if let known = state.judge.membership.branches(of: log), known.base == base {
            branches = known
        } else {
            try store.forEach(of: log, from: base.seq + 1) { branches.append($0) }
        }
        for operation in operations { branches.append(operation) }
        state.judge.membership.note(branches, of: log)
    }
}
