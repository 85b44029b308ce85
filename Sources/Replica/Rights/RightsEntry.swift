public import CRDT
public import Encoding
public import Replication

/// What one operation does to an account (protocol.md §6).
public struct RightsEntry: Hashable, Sendable {
    public enum Change: Hashable, Sendable {
        /// It makes so much balance, which its log owns.
        case made(UInt64)
        case spent(UInt64)
        case granted(UInt64, to: LogID, request: Bytes16)
        /// What the log had at its end is another's; nil for all of it, and for nobody's.
        case settled(LogID, amount: UInt64?, to: LogID?)
    }

    public let log: LogID
    public let seq: UInt64
    public let hash: Bytes32
    public let change: Change

    public init(_ operation: OperationID, _ change: Change) {
        log = operation.log
        seq = operation.seq
        hash = operation.hash
        self.change = change
    }

    /// The order in which of two entries that can't both count the first does.
    static func comesFirst(_ a: Self, _ b: Self) -> Bool { (a.seq, a.hash) < (b.seq, b.hash) }
}
