public import CRDT
import Crypto
import Encoding
import Ledger
public import Replication
public import Retail

extension Replica {
    /// Makes one transaction of facts, each an operation of this node's log of the store.
    ///
    /// - Parameters:
    ///   - facts: 1 to 64; one whose content id is claimed already adds nothing.
    ///   - local: rows that stand or fall with the facts; left out where all were there already.
    ///   - now: wall time, milliseconds since 1970.
    ///   - signing: each operation, as a till does, or the last for all of a batch.
    ///   - store: where counters and claims are read.
    /// - Returns: the transaction to apply, then to confirm.
    /// - Throws: ``CommitError``; the replica stays as it was.
    public func commit<Disk: Store>(
        _ facts: [Fact], local: [LocalWrite] = [], now: UInt64,
        signing: LogWriter.Signing = .each, store: Disk
    ) throws(CommitError<Disk.Failure>) -> Commit {
        let draft = try draft(facts, now: now, signing: signing, store: store)
        let signing = draft.signing
        return try draft.projected(local: local).signed(signing.run())
    }

    /// Chains facts, without their rows and signatures: the first part of a commit.
    ///
    /// What is left, the rows and ``CommitDraft/signing``, doesn't depend on one another.
    ///
    /// - Parameters:
    ///   - facts: 1 to 64; one whose content id is claimed already adds nothing.
    ///   - now: wall time, milliseconds since 1970.
    ///   - signing: each operation, as a till does, or the last for all of a batch.
    ///   - store: where counters and claims are read.
    /// - Returns: good for this replica as it is now.
    /// - Throws: ``CommitError``; the replica stays as it was.
    public func draft<Disk: Store>(
        _ facts: [Fact], now: UInt64, signing: LogWriter.Signing = .each, store: Disk
    ) throws(CommitError<Disk.Failure>) -> CommitDraft<Disk> {
        guard (1...Self.factsMax).contains(facts.count) else { throw .count(facts.count) }
        var next = state
        var batch = Batch(
            store: store, judge: next.judge, sums: next.sums, counters: counters,
            unsettled: next.recount.logs, snapshot: next.snapshot)
        let (fresh, sources) = try reading { () throws(Disk.Failure) in
            try store.snapshot { () throws(Disk.Failure) in try unclaimed(facts, &batch) }
        }
        let chained = try append(
            fresh.map { ($0.kind, $0.encode()) }, in: place.scope, now: now, to: &next,
            Disk.Failure.self)
        let places = signing.places(among: chained.count)
        return CommitDraft(
            operations: chained, places: places, outcomes: outcomes(of: sources, chained),
            signing: SigningTask(chained[places].map(\.hash), by: identity), batch: batch,
            state: next)
    }

    private func outcomes(
        of sources: [Source], _ chained: [SignedOperation]
    ) -> [Commit.Outcome] {
        sources.map { source in
            switch source {
            case .fresh(let index):
                .committed(OperationID(chained[index].head, of: chained[index].operation.log))
            case .twin(let index): .already(chained[index].hash)
            case .stored(let hash): .already(hash)
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
        var signed = try append(
            payloads.map { ($0.kind.rawValue, $0.payload) }, in: scope, now: now, to: &next,
            Disk.Failure.self)
        let signatures = SigningTask(signed.map(\.hash), by: identity).run()
        signed = zip(signed, signatures).map { $0.signed($1) }
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

    /// Chains, and moves the heads in `next`.
    private func append<Failure: Error>(
        _ payloads: [(UInt16, [UInt8])], in scope: ScopeID, now: UInt64, to next: inout State,
        _ failure: Failure.Type
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
        guard identity.publicKey == writer.log.author.key.bytes else { throw .log(.notAuthor) }
        do {
            let chained = try writer.chain(drafts)
            next.ownHeads[scope] = writer.head
            return chained
        } catch {
            throw .log(error)
        }
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
