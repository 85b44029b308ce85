public import Encoding

/// Why a frame's body is refused, and where; the link that it came on is closed for it.
public struct FrameFault: Error, Hashable, Sendable {
    /// What is wrong at the place.
    public enum Reason: Hashable, Sendable {
        /// Not deterministic CBOR, or another type, count or length than the frame has.
        case encoding(CBORError.Reason)
        /// A number, text or list is outside its range.
        case range
        /// The frame's map lacks this key.
        case missing(key: UInt64)
        /// No log has this index on this connection yet.
        case index(UInt64)
        /// A connection names at most so many logs.
        case logsMax(Int)
        /// A segment inside has another shape than protocol.md §3 gives it.
        case segment(WireFault.Reason)
        /// The credential inside is none.
        case credential
        /// Longer than the limit, in bytes.
        case limit(Int)
    }

    /// The offset in the body, decompressed, of the head that offends.
    public let offset: Int
    public let reason: Reason

    public init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    init(_ error: CBORError, base: Int) {
        self.init(offset: error.offset + base, reason: .encoding(error.reason))
    }

    init(_ fault: WireFault, base: Int) {
        self.init(offset: fault.offset + base, reason: .segment(fault.reason))
    }
}
