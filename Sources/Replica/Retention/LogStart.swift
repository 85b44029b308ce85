public import CRDT
public import Replication

/// Where the held part of a log begins, whose first operations were forgotten (protocol.md §7).
public struct LogStart: Hashable, Sendable {
    public let log: LogID
    /// The last operation that is held no more.
    public let anchor: LogHead
    /// The payload of the log's first operation, `log.opened`: it names the life before.
    public let opening: [UInt8]
    public let openedAt: HLC

    public init(log: LogID, anchor: LogHead, opening: [UInt8], openedAt: HLC) {
        self.log = log
        self.anchor = anchor
        self.opening = opening
        self.openedAt = openedAt
    }

    /// The anchor's place.
    public var point: LogPoint { LogPoint(seq: anchor.seq, hash: anchor.hash) }
}

/// A log's first operations as they leave, with what stays of them.
public struct Pruning: Hashable, Sendable {
    /// Where the log begins from now on: what lies at or below its anchor leaves.
    public let start: LogStart
    /// What these operations gave to rows that stay, for a later rebuild: changes of the base.
    public let base: [RowWrite]
    /// Absolute sums of the rows that have left with their operations, of the tables touched.
    public let sums: [TableSum]

    public init(start: LogStart, base: [RowWrite], sums: [TableSum]) {
        self.start = start
        self.base = base
        self.sums = sums
    }
}

/// Operations that were forgotten as they come back, the last of those that were.
public struct Restoring: Hashable, Sendable {
    public let log: LogID
    /// Chained, ascending, the last of them the one behind which the log begins now.
    public let operations: [SignedOperation]
    /// Behind which it begins from then on; nil: it's held from its first operation on.
    public let start: LogStart?
    /// What these operations had given to the base.
    public let base: [RowWrite]
    /// Absolute sums of the rows that are still gone, of the tables touched.
    public let sums: [TableSum]

    public init(
        log: LogID, operations: [SignedOperation], start: LogStart?, base: [RowWrite],
        sums: [TableSum]
    ) {
        self.log = log
        self.operations = operations
        self.start = start
        self.base = base
        self.sums = sums
    }
}
