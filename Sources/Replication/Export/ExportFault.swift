public import CRDT

/// The first fault of an export: where it is, and why.
public struct ExportFault: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// Not the deterministic CBOR of an operation or anchor.
        case malformed(WireFault.Reason)
        /// Logs come ascending; one that was left doesn't come again.
        case logOrder
        /// A log begins at sequence 1 or behind an anchor.
        case noAnchor
        /// An operation or anchor is missing, repeated or out of place.
        case seq(expected: UInt64)
        /// The operation isn't chained on the one before, and it is this one that was changed.
        case prev
        /// The next operation is chained on another one than this: this one was changed.
        case changed
        /// The stamp isn't above the one before.
        case hlc
        /// libsodium refuses the signature.
        case signature
        /// The last of a log or branch carries its own signature.
        case unsignedEnd
        /// Branches and anchors come by the hash of their first operation, each once.
        case branchOrder
        /// No enrolment that counts lets the author write to this scope at all.
        case stranger
    }

    /// The log; nil where not even that could be read.
    public let log: LogID?
    /// The operation's sequence; 0 where it could not be read and none stands before it.
    public let seq: UInt64
    /// Where it is in the file, in bytes: the offending head, else the element's beginning, also
    /// where the file ends within it.
    public let offset: Int
    public let reason: Reason

    public init(log: LogID?, seq: UInt64, offset: Int, reason: Reason) {
        self.log = log
        self.seq = seq
        self.offset = offset
        self.reason = reason
    }
}
