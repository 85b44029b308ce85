public import Encoding

/// A place in a log: an operation by its number and its hash.
public struct LogPoint: Hashable, Comparable, Sendable {
    /// 1, 2, 3 …; below 2^63.
    public let seq: UInt64
    public let hash: Bytes32

    public init(seq: UInt64, hash: Bytes32) {
        self.seq = seq
        self.hash = hash
    }

    /// The order of the encodings `[seq, hash]`.
    public static func < (a: Self, b: Self) -> Bool { (a.seq, a.hash) < (b.seq, b.hash) }
}

/// Tells which points of a log lie on one chain.
public protocol Ancestry {
    /// Whether the chain up to `point` contains `earlier`; true for a point and itself.
    func contains(_ earlier: LogPoint, below point: LogPoint, in log: LogID) -> Bool
}

/// The ancestry of logs that aren't forked: a smaller number lies below a greater one.
public struct LinearAncestry: Ancestry, Sendable {
    public init() {}

    public func contains(_ earlier: LogPoint, below point: LogPoint, in log: LogID) -> Bool {
        earlier.seq < point.seq || earlier == point
    }
}
