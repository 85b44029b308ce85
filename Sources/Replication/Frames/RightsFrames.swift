public import CRDT
public import Encoding

/// Type 5: please grant rights; the answer is the grant itself, or ``RightsDenial``.
public struct RightsRequest: Hashable, Sendable {
    /// `[what, id, …]`, encoded.
    public let account: [UInt8]
    /// In the account's unit.
    public let amount: UInt64
    public let request: Bytes16

    public init(account: [UInt8], amount: UInt64, request: Bytes16) {
        self.account = account
        self.amount = amount
        self.request = request
    }
}

/// Type 6: why not, and who holds how much.
public struct RightsDenial: Hashable, Sendable {
    public enum Code: UInt64, Hashable, Sendable, CaseIterable {
        case noneLeft = 1
        case heldElsewhere = 2
        case unknownAccount = 3
        case notMember = 4
    }

    public struct Holding: Hashable, Sendable {
        public let log: LogID
        public let amount: UInt64

        public init(log: LogID, amount: UInt64) {
            self.log = log
            self.amount = amount
        }
    }

    public let request: Bytes16
    public let code: Code
    public let holdings: [Holding]

    public init(request: Bytes16, code: Code, holdings: [Holding]) {
        self.request = request
        self.code = code
        self.holdings = holdings
    }
}

/// Type 20: a receipt for a neighbour's printer; a job id prints at most once.
public struct PrintOrder: Hashable, Sendable {
    public let job: Bytes16
    /// The receipt's lines as in docs/facts.md, encoded.
    public let document: [UInt8]
    /// 0 for the original.
    public let copy: UInt64

    public init(job: Bytes16, document: [UInt8], copy: UInt64) {
        self.job = job
        self.document = document
        self.copy = copy
    }
}

/// Type 21: what became of it; an unknown outcome is shown, never retried by itself.
public struct PrintReport: Hashable, Sendable {
    public enum Outcome: UInt64, Hashable, Sendable, CaseIterable {
        case printed = 0
        case notPrinted = 1
        case unknown = 2
    }

    public let job: Bytes16
    public let outcome: Outcome

    public init(job: Bytes16, outcome: Outcome) {
        self.job = job
        self.outcome = outcome
    }
}

/// An entry of type 22: a subject's key; nil says erased, is remembered for ever and wins.
public struct SubjectKey: Hashable, Sendable {
    public let subject: Bytes16
    public let key: Bytes32?

    public init(subject: Bytes16, key: Bytes32?) {
        self.subject = subject
        self.key = key
    }
}
