public import Encoding

/// Why bytes are no operation, segment or export item, and where.
public struct WireFault: Error, Hashable, Sendable {
    /// What is wrong at the place.
    public enum Reason: Hashable, Sendable {
        /// The input ends before the item does.
        case truncated
        /// A head is longer than its argument needs, or indefinite, or reserved.
        case notShortest
        /// Another type stands here than the shape wants.
        case type(wanted: Wanted)
        /// A byte string or array has another length than the shape wants.
        case length(wanted: Int, found: UInt64)
        /// Bytes follow the item.
        case trailing
        /// Longer than the limit, in bytes.
        case limit(Int)
        /// A version that there can't be.
        case version(UInt64)
        /// What stands in a body of a later version is no deterministic CBOR.
        case item(CBORError.Reason)
        /// A sequence is outside 1 … 2^63-1.
        case seq(UInt64)
        /// `prev` is zero exactly at seq 1.
        case prev
        /// A kind is outside 1 … 65,535.
        case kind(UInt64)
        /// A body in a segment is of another log than the segment.
        case otherLog
        /// A segment has at least one entry.
        case noEntries
        /// An entry's hlc doesn't increase, or the sum leaves 64 bits.
        case hlc
    }

    /// The types that the shapes of protocol.md §3 are made of.
    public enum Wanted: Hashable, Sendable {
        case unsigned
        case bytes
        case array
        case bytesOrNull
    }

    /// The offset of the head that offends; for truncation the input's length.
    public let offset: Int
    public let reason: Reason

    public init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    /// The same fault seen from a container that begins `base` bytes earlier.
    public func shifted(by base: Int) -> WireFault {
        WireFault(offset: offset + base, reason: reason)
    }
}
