public import CRDT
import Encoding
import Ledger
public import Replication
public import Retail

extension Replica {
    /// Makes one transaction of facts, each an operation of this node's log of the store.
    ///
    /// - Parameters:
    ///   - facts: 1 to 64; one whose content id is claimed already adds nothing.
    ///   - closing: ends a publication behind the facts, with all its parts in the log; then there
    ///     may be no fact. A publication without a part isn't closed.
    ///   - local: rows that stand or fall with the facts; left out where all were there already.
    ///   - now: wall time, milliseconds since 1970.
    ///   - signing: each operation, as a till does, or the last for all of a batch.
    ///   - store: where counters and claims are read.
    /// - Returns: the transaction to apply, then to confirm.
    /// - Throws: ``CommitError``; the replica stays as it was.
    public func commit<Disk: Store>(
        _ facts: [Fact], closing: PublicationClosing? = nil, local: [LocalWrite] = [], now: UInt64,
        signing: LogWriter.Signing = .each, store: Disk
    ) throws(CommitError<Disk.Failure>) -> Commit {
        let least = closing == nil ? 1 : 0
        guard (least...Self.factsMax).contains(facts.count) else { throw .count(facts.count) }
        var next = state
        var batch = Batch(
            store: store, judge: next.judge, sums: next.sums, counters: counters,
            unsettled: next.unsettledLogs, snapshot: next.snapshot)
        let counted = try reading { () throws(Disk.Failure) in
            try store.snapshot { () throws(Disk.Failure) in
                try count(facts, now: now, signing: signing, &next, &batch)
            }
        }
        let (signed, sources) = try counted.get()
        if let closing { try close(closing, now: now, &next, &batch) }
        if !batch.transaction.operations.isEmpty { batch.transaction.local = local }
        let outcomes = sources.map { source -> Commit.Outcome in
            switch source {
            case .fresh(let index):
                .committed(OperationID(signed[index].head, of: signed[index].operation.log))
            case .twin(let index): .already(signed[index].hash)
            case .stored(let hash): .already(hash)
            }
        }
        return finish(&batch, next, outcomes)
    }

    /// Adds the operation with which the parts of a publication become visible.
    private func close<Disk: Store>(
        _ closing: PublicationClosing, now: UInt64, _ next: inout State, _ batch: inout Batch<Disk>
    ) throws(CommitError<Disk.Failure>) {
        let log = place.log(in: place.scope)
        let parts = try reading { () throws(Disk.Failure) in
            try batch.parts(of: closing.id.id, before: .max, in: log)
        }
        guard !parts.isEmpty else { return }
        let published = Published(id: closing.id.id, effective: closing.effective, parts: parts)
        let signed = try append(
            [(Kind.published.rawValue, published.encoded())], in: place.scope, now: now,
            signing: .each, to: &next, Disk.Failure.self)
        try reading { () throws(Disk.Failure) in
            for operation in signed {
                batch.append(operation)
                try batch.count(operation)
            }
        }
    }

    /// Makes one transaction of the protocol's own operations in one of this node's logs.
    ///
    /// - Parameters:
    ///   - payloads: kinds below 64, encoded.
    ///   - scope: the store's, or its control scope.
    ///   - now: wall time, milliseconds since 1970.
    ///   - store: where counters and claims are read.
    /// - Returns: the transaction to apply, then to confirm.
    /// - Throws: ``CommitError``; the replica stays as it was.
    public func commit<Disk: Store>(
        payloads: [(kind: Kind, payload: [UInt8])], in scope: ScopeID, now: UInt64, store: Disk
    ) throws(CommitError<Disk.Failure>) -> Commit {
        var next = state
        let signed = try append(
            payloads.map { ($0.kind.rawValue, $0.payload) }, in: scope, now: now, signing: .each,
            to: &next, Disk.Failure.self)
        var arrivals = Arrivals(next, counters: counters, store)
        try reading { () throws(Disk.Failure) in try arrivals.take(signed) }
        return Commit(
            arrivals.transaction,
            outcomes: signed.map {
                Commit.Outcome.committed(OperationID($0.head, of: $0.operation.log))
            },
            state: arrivals.state, counters: arrivals.counterChanges)
    }

    /// Where a fact's operation is: among the fresh ones, or stored before.
    private enum Source {
        case fresh(Int)
        case twin(Int)
        case stored(Bytes32)
    }

    /// Chains and signs the facts that nobody claimed, and counts what they do.
    private func count<Disk: Store>(
        _ facts: [Fact], now: UInt64, signing: LogWriter.Signing, _ next: inout State,
        _ batch: inout Batch<Disk>
    ) throws(Disk.Failure) -> Result<
        (signed: [SignedOperation], sources: [Source]), CommitError<Disk.Failure>
    > {
        let (fresh, sources) = try unclaimed(facts, &batch)
        let signed: [SignedOperation]
        do {
            signed = try append(
                fresh.map { ($0.kind, $0.encode()) }, in: place.scope, now: now, signing: signing,
                to: &next, Disk.Failure.self)
        } catch {
            return .failure(error)
        }
        for operation in signed {
            batch.append(operation)
            try batch.count(operation)
        }
        return .success((signed, sources))
    }

    /// The facts that nobody claimed, and for each fact where its operation is.
    private func unclaimed<Disk: Store>(
        _ facts: [Fact], _ batch: inout Batch<Disk>
    ) throws(Disk.Failure) -> ([Fact], [Source]) {
        let log = place.log(in: place.scope)
        var fresh: [Fact] = []
        var indexes: [ContentID: Int] = [:]
        var sources: [Source] = []
        for fact in facts {
            if let twin = indexes[fact.content] {
                sources.append(.twin(twin))
                continue
            }
            if let hash = try batch.claimant(fact.content, by: log) {
                sources.append(.stored(hash))
                continue
            }
            indexes[fact.content] = fresh.count
            sources.append(.fresh(fresh.count))
            fresh.append(fact)
        }
        return (fresh, sources)
    }

    private func reading<Result, Failure: Error>(
        _ work: () throws(Failure) -> Result
    ) throws(CommitError<Failure>) -> Result {
        do {
            return try work()
        } catch {
            throw .store(error)
        }
    }

    /// Chains and signs, and moves the heads in `next`.
    private func append<Failure: Error>(
        _ payloads: [(UInt16, [UInt8])], in scope: ScopeID, now: UInt64,
        signing: LogWriter.Signing, to next: inout State, _ failure: Failure.Type
    ) throws(CommitError<Failure>) -> [SignedOperation] {
        guard !payloads.isEmpty else { return [] }
        guard !next.isSuperseded else { throw .superseded }
        var drafts: [LogWriter.Draft] = []
        do {
            for (kind, payload) in payloads {
                let stamp = try next.clock.next(wallMilliseconds: now)
                drafts.append(LogWriter.Draft(hlc: stamp, kind: kind, payload: payload))
            }
        } catch {
            throw .clock(error)
        }
        var writer = LogWriter(log: place.log(in: scope), head: next.ownHeads[scope])
        do {
            let signed = try writer.append(drafts, by: identity, signing: signing)
            next.ownHeads[scope] = writer.head
            return signed
        } catch {
            throw .log(error)
        }
    }

    private func finish<Disk: Store>(
        _ batch: inout Batch<Disk>, _ state: State, _ outcomes: [Commit.Outcome]
    ) -> Commit {
        var next = state
        next.take(wantedBy: &batch)
        let transaction = batch.finish()
        next.note(transaction.operations)
        next.sums = batch.sums
        return Commit(
            transaction, outcomes: outcomes, state: next, counters: batch.counterChanges)
    }
}

extension Replica.State {
    /// Moves heads behind new operations of one log, chained.
    mutating func note(_ operations: [SignedOperation]) {
        guard let first = operations.first?.operation, let last = operations.last else { return }
        judge.note(first: first)
        judge.index.append(operations)
        let previous = first.seq > 1 ? LogPoint(seq: first.seq - 1, hash: first.prev) : nil
        frontier.advance(
            first.log, from: previous, to: LogPoint(seq: last.operation.seq, hash: last.hash))
        operationCount &+= UInt64(operations.count)
    }
}
