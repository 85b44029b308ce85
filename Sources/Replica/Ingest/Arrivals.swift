import CRDT
import Encoding
import Ledger
import Replication

/// Takes new operations into a state: counts them, and counts anew what a changed verdict moves.
struct Arrivals<Disk: Store> {
    private(set) var state: Replica.State
    private(set) var transaction = Transaction()
    private(set) var counterChanges: [(key: CounterRows.Key, stored: CounterRows.Stored)] = []
    private let counters: CounterRows
    private let store: Disk

    init(_ state: Replica.State, counters: CounterRows, _ store: Disk) {
        self.state = state
        self.counters = counters
        self.store = store
    }

    /// Takes chained operations of one log that the store doesn't have.
    mutating func take(_ operations: [SignedOperation]) throws(Disk.Failure) {
        let before = state.judge
        guard let log = operations.first?.operation.log else { return }
        state.note(operations)
        decide(operations)
        if state.judge.lowestFork(of: log) != before.lowestFork(of: log) {
            try withdraw(from: log, operations)
        }
        state.judge = try state.judge.withCutChains(store, fresh: operations)
        var batch = Batch(
            store: store, judge: before, sums: state.sums, counters: counters)
        for operation in operations { batch.append(operation) }
        let changed = try judgedAnew(before, besides: Set(operations.map(\.hash)))
        for operation in changed { try batch.retract(operation) }
        batch.judge(by: state.judge)
        for operation in changed { try batch.count(operation) }
        for operation in operations { try batch.count(operation) }
        transaction = batch.finish()
        state.sums = batch.sums
        counterChanges = batch.counterChanges
    }

    /// Lets operations of authority speak, where their log isn't forked below them.
    private mutating func decide(_ operations: [SignedOperation]) {
        let judge = state.judge
        let deciding = operations.filter(judge.mayDecide)
        if !deciding.isEmpty { state.judge.membership.insert(deciding) }
    }

    /// Takes back what a log's author decided above a fork that showed itself now.
    private mutating func withdraw(
        from log: LogID, _ operations: [SignedOperation]
    ) throws(Disk.Failure) {
        guard let fork = state.judge.lowestFork(of: log) else { return }
        var hashes = operations.map(\.hash)
        try store.forEach(of: log, from: fork + 1) { hashes.append($0.hash) }
        for hash in hashes { state.judge.membership.remove(hash) }
    }

    /// Stored operations whose worth the two judges see differently.
    private func judgedAnew(
        _ before: Judge, besides new: Set<Bytes32>
    ) throws(Disk.Failure) -> [SignedOperation] {
        let after = state.judge
        var changed: [SignedOperation] = []
        for log in before.index.sortedLogs where before.summary(of: log) != after.summary(of: log) {
            let isRanked = before.authority(in: log) != after.authority(in: log)
            try store.forEach(of: log) { signed in
                guard !new.contains(signed.hash) else { return }
                let id = OperationID(signed.head, of: log)
                let kind = signed.operation.named
                let isJudged = before.quarantine(id, kind: kind) != after.quarantine(id, kind: kind)
                if isJudged || (isRanked && kind.isFact) { changed.append(signed) }
            }
        }
        return changed
    }
}

extension Judge {
    /// Whether an operation decides about others: one of authority, in a control scope, and not
    /// above its log's first fork.
    func mayDecide(_ signed: SignedOperation) -> Bool {
        guard signed.operation.named.isAuthority, controls.contains(signed.operation.log.scope)
        else { return false }
        guard let fork = lowestFork(of: signed.operation.log) else { return true }
        return signed.operation.seq <= fork
    }

    /// The same judge, knowing for each forked log that is cut which branch the cut selects.
    func withCutChains<Disk: Store>(
        _ store: Disk, fresh: [SignedOperation] = []
    ) throws(Disk.Failure) -> Judge {
        var judge = self
        judge.cutChains = [:]
        for log in index.sortedLogs {
            guard let fork = lowestFork(of: log), let cut = membership.cut(of: log),
                cut.seq > fork
            else { continue }
            var previous: [Bytes32: Bytes32] = [:]
            for signed in fresh where signed.operation.log == log {
                previous[signed.hash] = signed.operation.prev
            }
            try store.forEach(of: log, from: fork + 1) {
                previous[$0.hash] = $0.operation.prev
            }
            // A cut whose operation isn't held cuts every branch at its sequence.
            guard previous[cut.hash] != nil else { continue }
            var chain: Set<Bytes32> = []
            var next: Bytes32? = cut.hash
            while let hash = next, previous[hash] != nil {
                chain.insert(hash)
                next = previous[hash]
            }
            judge.cutChains[log] = chain
        }
        return judge
    }
}
