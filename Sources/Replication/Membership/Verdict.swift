public import CRDT
public import Encoding

/// What an operation is worth, by its author's place in the organisation.
public enum Verdict: Hashable, Sendable {
    case allowed
    /// Stored and relayed like any other, listed, and applied when a decision makes it possible.
    case quarantined(Reason)
    /// The author may not write to this scope at all: its logs aren't even asked for.
    case stranger

    public enum Reason: Hashable, Sendable {
        /// Above the point up to which a revocation lets the log count.
        case aboveCut(Cut)
        /// A log that the author's retirement doesn't list.
        case retired
        /// A log that doesn't begin with `log.opened`, until a steward's word.
        case notOpened
        /// None of the author's roles may write this kind.
        case notPermitted
        /// This kind stands in a control scope only, or never in one.
        case wrongScope
        /// An operation of authority above a fork's last common operation, or by an author whose
        /// enrolment is one.
        case forked
        /// On a branch that a `fork.adopted` leaves out.
        case excluded
        /// Behind the author's rotation, with which its log ended.
        case rotated
    }
}

/// The last point of a log that a revocation lets count.
public struct Cut: Hashable, Sendable {
    /// 0 where nothing of the log counts.
    public let seq: UInt64
    /// The hash of that operation, which selects the branch; zero at sequence 0.
    public let hash: Bytes32

    public init(seq: UInt64, hash: Bytes32) {
        self.seq = seq
        self.hash = hash
    }

    /// Nothing counts.
    public static let all = Cut(seq: 0, hash: .zero)

    /// Whether an operation falls; in a forked log one below the cut's sequence falls also where
    /// the cut's operation isn't chained on it, which only the store of the log can tell.
    public func removes(seq: UInt64, hash: Bytes32) -> Bool {
        seq > self.seq || (seq == self.seq && hash != self.hash)
    }
}

/// How far up a revocation's author stands; the order in which revocations are judged.
enum Rank: Int, Comparable, CaseIterable {
    case member
    case steward
    case rootOfStore
    case hq
    case root

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

extension Role {
    var rank: Rank {
        switch self {
        case .rootOfStore: .rootOfStore
        case .steward: .steward
        case .lane, .relay, .observer: .member
        case .hq: .hq
        }
    }
}

/// One role of a node, in one store or in the whole organisation.
public struct Grant: Hashable, Comparable, Sendable {
    public let role: Role
    /// The store; nil for members of the organisation.
    public let store: ScopeID?

    public init(role: Role, store: ScopeID?) {
        self.role = role
        self.store = store
    }

    /// By role, then members of the organisation first, then by store.
    public static func < (a: Self, b: Self) -> Bool {
        guard a.role == b.role else { return a.role < b.role }
        guard let first = a.store, let second = b.store else {
            return a.store == nil && b.store != nil
        }
        return first < second
    }
}
