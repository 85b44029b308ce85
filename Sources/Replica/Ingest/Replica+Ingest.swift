public import CRDT
import Encoding
import Ledger
public import Replication
import Retail

/// What became of an arriving segment.
public enum Ingestion: Sendable {
    /// A transaction to apply and confirm; at least one operation is new.
    case new(Commit, fork: LogPoint?)
    /// All of it is here; a signature that is new comes as a transaction.
    case alreadyHad(Commit?)
    /// It begins above what is here: ask from there.
    case gap(afterSeq: UInt64)
    /// Well signed, chained on an operation that isn't here: search back.
    case unknownPrev(seq: UInt64)
    /// Nothing of it is kept.
    case refused(SegmentError)
    /// Its author may not write to this scope; nothing of it is kept.
    case stranger
    /// A branch that leaves its log below what is held here; nothing of it is kept, and the
    /// transaction notes what is wanted again of what was forgotten, where that is news.
    case belowStart(Commit?)
}

extension Replica {
    /// Says what a segment is and makes one transaction of what is new in it.
    ///
    /// - Parameters:
    ///   - segment: as it came, verified here.
    ///   - now: wall time, milliseconds since 1970.
    ///   - store: where operations, counters and claims are read.
    /// - Returns: what it was, with the transaction to apply where something of it is new.
    /// - Throws: the store's error; the replica stays as it was.
    public func ingest<Disk: Store>(
        _ segment: Segment, now: UInt64, store: Disk
    ) throws(Disk.Failure) -> Ingestion {
        switch try classify(segment, store) {
        case .refused(let error): return .refused(error)
        case .gap(let seq): return .gap(afterSeq: seq)
        case .unknownPrev(let seq): return .unknownPrev(seq: seq)
        case .needs(let log, _): preconditionFailure("asked twice for operations of \(log)")
        case .belowStart: return belowStart(segment)
        case .alreadyHad(let last):
            guard try isHad(last, store) else { return belowStart(segment) }
            return .alreadyHad(try sign(last, store))
        case .extends(let new): return try take(new, at: nil, now: now, store)
        case .forks(let new, let fork): return try take(new, at: fork, now: now, store)
        }
    }

    private func classify<Disk: Store>(
        _ segment: Segment, _ store: Disk
    ) throws(Disk.Failure) -> LogIndex.Arrival {
        let arrival = state.judge.index.classify(segment)
        guard case .needs(let log, let seqs) = arrival else { return arrival }
        var stored: [SignedOperation] = []
        try store.forEach(of: log, from: seqs.lowerBound) { signed in
            if seqs.contains(signed.operation.seq) { stored.append(signed) }
        }
        return state.judge.index.classify(segment, stored: stored)
    }

    private func take<Disk: Store>(
        _ new: [SignedOperation], at fork: LogPoint?, now: UInt64, _ store: Disk
    ) throws(Disk.Failure) -> Ingestion {
        guard let log = new.first?.operation.log, mayStore(log) else { return .stranger }
        var arrivals = Arrivals(state, counters: counters, store)
        try arrivals.take(new)
        var next = arrivals.state
        for signed in new { next.clock.receive(signed.operation.hlc, wallMilliseconds: now) }
        var transaction = arrivals.transaction
        if log == place.log(in: log.scope) {
            next.isSuperseded = true
            transaction.local.append(Superseded.write(place.incarnation))
        }
        let commit = Commit(
            transaction, state: next, counters: arrivals.counterChanges,
            contradictions: arrivals.contradictions)
        return .new(commit, fork: fork)
    }

    /// What a branch leaves is looked for from the operation before the run on; where it is left
    /// still lower down, the next run will tell.
    private func belowStart(_ segment: Segment) -> Ingestion {
        let lowest = segment.firstSeq - min(segment.firstSeq, 1)
        return .belowStart(mayStore(segment.log) ? wanting(segment.log, from: lowest) : nil)
    }

    /// Whether an operation is held, or was.
    private func isHad<Disk: Store>(
        _ last: SignedOperation, _ store: Disk
    ) throws(Disk.Failure) -> Bool {
        let operation = last.operation
        guard let start = state.starts[operation.log], operation.seq < start.anchor.seq else {
            return true
        }
        return try store.absentHashes(last.hash.prefix8).contains(last.hash)
    }

    /// Whether a log is asked for and stored: its author may write to the scope, or could before.
    public func mayStore(_ log: LogID) -> Bool {
        state.judge.index[log] != nil || state.judge.standing(of: log).isMember
    }

    /// Adds a signature to a branch's end that is stored without one.
    ///
    /// Below the end a later signature covers the operation, and one more would only take room.
    private func sign<Disk: Store>(
        _ last: SignedOperation, _ store: Disk
    ) throws(Disk.Failure) -> Commit? {
        guard let signature = last.signature,
            let known = state.judge.index[last.operation.log], known.heads.contains(last.head),
            let stored = try store.operation(last.hash), stored.signature == nil
        else { return nil }
        var transaction = Transaction()
        transaction.signatures = [
            LateSignature(log: last.operation.log, hash: last.hash, signature: signature)
        ]
        return Commit(transaction, state: state)
    }
}
