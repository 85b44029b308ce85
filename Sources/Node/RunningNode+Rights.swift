import CRDT
import Replica
import Replication
public import Retail
public import Storage
import Synchronization

extension RunningNode {
    /// Performs a command, after asking other lanes for what it needs of theirs.
    func performOnWriter(
        _ command: Command, _ job: PrintJob.State,
        _ then: @escaping @Sendable (Result<Performed, PerformError>) -> Void
    ) {
        let quest = enter { register in
            Result { () throws(PerformError) in try register.quest(for: command.action) }
        }
        // What can't be read is told of by the command itself.
        guard case .success(let quest?) = quest else {
            return then(enter { $0.performed(command, job, refused: [:]) })
        }
        rights.seek(quest) { refused in
            then(self.enter { $0.performed(command, job, refused: refused) })
        }
        rights.advance(door)
    }

    /// The numbers of the lanes that write logs; waits for the writer.
    func lanes(of logs: [LogID]) -> [LogID: UInt8] {
        guard !logs.isEmpty else { return [:] }
        return onWriter { register in
            Dictionary(logs.map { ($0, register.lane(of: $0)) }) { first, _ in first }
        }
    }

    // MARK: For people who look after the books

    /// What logs spent without owning it, as far as is known here.
    ///
    /// - Parameter limit: at most so many accounts of each kind are looked at.
    /// - Returns: a log and an account each.
    /// - Throws: ``StorageError``.
    public func overdrawn(limit: Int = 1000) throws(StorageError) -> [Overdraft] {
        try onWriter { register in
            Result { () throws(StorageError) in
                var found: [Overdraft] = []
                for account in try register.reader.accountsSpentElsewhere(limit: limit) {
                    for holding in try register.holdings(of: account).overdrawn {
                        found.append(
                            Overdraft(
                                account: Overdraft.Account(account),
                                lane: register.lane(of: holding.log), amount: holding.amount))
                    }
                }
                return found
            }
        }.get()
    }
}

extension Register {
    /// What other lanes are asked for; a void is refused where something was given away.
    fileprivate mutating func quest(
        for action: Command.Action
    ) throws(PerformError) -> RightsQuest? {
        if case .voidReceipt = action { return nil }
        let needs = try lacking(try needs(of: action))
        guard !needs.isEmpty else { return nil }
        let membership = replica.membership
        let stewards = membership.members.filter {
            membership.makesMeshKeys($0, of: replica.place.scope)
        }
        return RightsQuest(needs, own: ownLog, stewards: stewards)
    }

    fileprivate mutating func performed(
        _ command: Command, _ job: PrintJob.State, refused: [Account: RightsQuest.Failure]
    ) -> Result<Performed, PerformError> {
        rightsRefused = refused
        defer { rightsRefused = [:] }
        return Result { () throws(PerformError) in try perform(command, job: job) }
    }
}

/// A log that spent what it didn't own: two lanes recalled one hold, or goods came back twice or
/// without the word of the lane that sold them.
public struct Overdraft: Hashable, Sendable {
    public enum Account: Hashable, Sendable {
        /// A basket by its id.
        case hold(ContentID)
        case receiptLine(LineOrigin)
        case other
    }

    public let account: Account
    /// The lane that spent it; 0 where it has no number.
    public let lane: UInt8
    /// For a hold 1, for a line thousandths.
    public let amount: UInt64
}

extension Overdraft.Account {
    init(_ account: Replication.Account) {
        switch account {
        case .basket(let id): self = .hold(ContentID(id))
        case .returnable(let receipt, let line):
            self = .receiptLine(
                LineOrigin(receipt: ContentID(receipt), line: UInt32(clamping: line)))
        case .stock, .credit, .coupon, .serial, .promotion: self = .other
        }
    }
}

/// A value that one thread waits for and another gives.
final class Answered<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let done = DoneSignal()

    func give(_ value: Value) {
        self.value.withLock { $0 = value }
        done.raise()
    }

    /// The value, once it is given.
    func wait() -> Value {
        done.await()
        return value.withLock { value in
            guard let value else { preconditionFailure("a signal without its value") }
            return value
        }
    }
}
