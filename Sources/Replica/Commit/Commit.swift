public import CRDT
public import Encoding
public import Replication

/// A transaction, what became of each fact in it, and the state that holds once it is stored.
public struct Commit: Sendable {
    /// What became of a fact.
    public enum Outcome: Hashable, Sendable {
        case committed(OperationID)
        /// Its content id is claimed by this author already, by that operation; nothing is added.
        case already(Bytes32)
    }

    /// For a `Store` to apply, before ``Replica/confirm(_:)``.
    public let transaction: Transaction
    /// One a fact, in order.
    public let outcomes: [Outcome]
    /// Contents that one author gave twice, differently: an alarm for people.
    public let contradictions: [Contradiction]
    let state: Replica.State
    let counters: [(key: CounterRows.Key, stored: CounterRows.Stored)]

    init(
        _ transaction: Transaction, outcomes: [Outcome] = [], state: Replica.State,
        counters: [(key: CounterRows.Key, stored: CounterRows.Stored)] = [],
        contradictions: [Contradiction] = []
    ) {
        self.transaction = transaction
        self.outcomes = outcomes
        self.state = state
        self.counters = counters
        self.contradictions = contradictions
    }
}

/// Why nothing can be committed.
public enum CommitError<Failure: Error>: Error {
    /// The database can't be read.
    case store(Failure)
    /// One transaction takes 1 to 64 facts.
    case count(Int)
    /// The log takes no such operation.
    case log(LogWriter.Failure)
    /// This life of the database has ended: a peer showed operations of its logs that were
    /// forgotten here. Open a new incarnation, see ``Replica/reopened(as:reason:now:store:)``.
    case superseded
    /// The clock gives no further stamp.
    case clock(HybridClock.Failure)
}

extension CommitError: Equatable where Failure: Equatable {}
