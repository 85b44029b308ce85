import CRDT
import Encoding
import Replica
import Replication
import Retail
import Storage

extension Register {
    /// Commits a decision, if it counts once it is there; on disk when this returns.
    ///
    /// Whether it counts is for the membership to say, so it is asked: with the decision in it.
    ///
    /// - Parameters:
    ///   - decision: what is to hold.
    ///   - prepare: done when it's certain that it will count, and before anybody hears of it.
    /// - Returns: the operation that says so.
    /// - Throws: ``DecisionError``; then nothing has changed.
    mutating func decide(
        _ decision: StoreDecision, prepare: () throws(DecisionError) -> Void
    ) throws(DecisionError) -> OperationID {
        guard isSteward else { throw .notSteward }
        let commit: Commit
        do throws(CommitError<StorageError>) {
            commit = try replica.commit(
                payloads: orphans(of: decision) + [decision.payload(at: replica.frontier)],
                in: file.store.control,
                now: UInt64(max(0, SystemClock.wall().milliseconds)), store: store)
        } catch {
            if case .store(let error) = error { throw .storage(error) }
            throw .other("\(error)")
        }
        var next = replica
        next.confirm(commit)
        guard decision.holds(in: next.membership, since: replica.membership) else {
            throw decision.isRevocation ? .needsRoot : .withoutEffect
        }
        guard let signed = commit.transaction.operations.last else { throw .withoutEffect }
        try prepare()
        do throws(StorageError) {
            let news = try apply(commit, fresh: nil)
            tellMesh?(news)
        } catch {
            throw .storage(error)
        }
        return OperationID(signed.head, of: signed.operation.log)
    }

    /// Enrolments anew of those whom somebody enrolled who goes now: else their credentials would
    /// lead over a node that is gone.
    private func orphans(of decision: StoreDecision) -> [(kind: Kind, payload: [UInt8])] {
        guard let node = decision.leavesOrphans else { return [] }
        return replica.membership.restingOn(node, in: file.store).map {
            (.memberEnrolled, $0.encoded())
        }
    }

    /// Whether this node may decide about members and logs of its store.
    var isSteward: Bool {
        replica.membership.isActive(file.node)
            && replica.membership.grants(of: file.node).contains {
                ($0.role == .steward || $0.role == .rootOfStore) && $0.store == file.store
            }
    }

    /// Takes in what the store's root has signed elsewhere.
    ///
    /// - Returns: the last operation of it.
    mutating func take(_ words: [Segment]) throws(DecisionError) -> OperationID {
        var last: OperationID?
        for word in words { last = try take(word) }
        guard let last else { throw .strangeWord }
        return last
    }

    private mutating func take(_ word: Segment) throws(DecisionError) -> OperationID {
        guard replica.membership.isRoot(word.log.author), word.log.scope == file.store.control
        else { throw .strangeWord }
        let arrival = ingest(word)
        if let failure = arrival.failure { throw .storage(failure) }
        tellMesh?(arrival.news)
        switch arrival.outcome {
        case .stored, .alreadyHad:
            guard let head = replica.frontier[word.log].max() else { throw .withoutEffect }
            return OperationID(log: word.log, seq: head.seq, hash: head.hash)
        case .gap, .unknownPrev, .refused, .stranger, .belowStart: throw .strangeWord
        }
    }

    /// Looks at every operation in quarantine again, and applies what counts now.
    ///
    /// - Returns: how many there were before and are now.
    mutating func retryQuarantine() throws(StorageError) -> (before: UInt64, after: UInt64) {
        let before = try quarantined()
        var last: OperationID?
        var lowest: [LogID: UInt64] = [:]
        while true {
            let page = try reader.quarantine(after: last, limit: 1000)
            for id in page.map(\.id) { lowest[id.log] = min(lowest[id.log] ?? .max, id.seq) }
            guard let end = page.last else { break }
            last = end.id
        }
        for (log, seq) in lowest.sorted(by: { $0.key < $1.key }) {
            replica.lookAgain(at: log, from: seq)
        }
        while try recountSome() {}
        return (before, try quarantined())
    }

    private func quarantined() throws(StorageError) -> UInt64 {
        try reader.quarantineCounts().reduce(0) { $0 + UInt64($1.count) }
    }
}
