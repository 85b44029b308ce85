public import Encoding
public import Replication

/// Facts that are chained into their log, with neither rows nor signatures yet.
///
/// Let go of it before ``Replica/confirm(_:)``, best by leaving the function that made it: one that
/// is still there makes the replica copy all the counters that they share.
public struct CommitDraft<Disk: Store> {
    /// What is left to sign; it may run while the rows are made.
    public let signing: SigningTask

    private let operations: [SignedOperation]
    /// Which of the operations are signed.
    private let places: Range<Int>
    private let outcomes: [Commit.Outcome]
    private let batch: Batch<Disk>
    private let state: Replica.State

    init(
        operations: [SignedOperation], places: Range<Int>, outcomes: [Commit.Outcome],
        signing: SigningTask, batch: Batch<Disk>, state: Replica.State
    ) {
        self.operations = operations
        self.places = places
        self.outcomes = outcomes
        self.signing = signing
        self.batch = batch
        self.state = state
    }

    /// Makes the rows.
    ///
    /// - Parameter local: rows that stand or fall with the facts; left out where all were there
    ///   already.
    /// - Returns: the transaction but for its signatures.
    /// - Throws: ``CommitError/store(_:)``; the replica stays as it was.
    public func projected(
        local: [LocalWrite]
    ) throws(CommitError<Disk.Failure>) -> UnsignedCommit {
        var batch = batch
        do {
            try batch.store.snapshot { () throws(Disk.Failure) in
                for operation in operations {
                    batch.append(operation)
                    try batch.count(operation)
                }
            }
        } catch {
            throw .store(error)
        }
        if !operations.isEmpty { batch.transaction.local = local }
        let transaction = batch.finish()
        var next = state
        next.note(operations)
        next.sums = batch.sums
        return UnsignedCommit(
            commit: Commit(
                transaction, outcomes: outcomes, state: next, counters: batch.counterChanges),
            places: places)
    }
}

/// A commit whose operations lack their signatures: nothing that may be stored.
public struct UnsignedCommit: Sendable {
    fileprivate let commit: Commit
    fileprivate let places: Range<Int>

    /// Puts the signatures in.
    ///
    /// - Parameter signatures: what ``CommitDraft/signing`` gave.
    /// - Returns: the transaction to apply, then to confirm.
    public func signed(_ signatures: [Bytes64]) -> Commit {
        var transaction = commit.transaction
        for (place, signature) in zip(places, signatures) {
            transaction.operations[place] = transaction.operations[place].signed(signature)
        }
        return Commit(
            transaction, outcomes: commit.outcomes, state: commit.state,
            counters: commit.counters, contradictions: commit.contradictions)
    }
}
