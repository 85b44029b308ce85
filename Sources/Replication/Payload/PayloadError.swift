public import Encoding

/// Why a payload of a kind that the protocol reads is quarantined.
public enum PayloadError: Error, Hashable, Sendable {
    /// Not deterministic CBOR.
    case encoding(CBORError)
    /// Not a map.
    case notMap
    /// The value of this key is missing, of another type or out of its range.
    case value(key: UInt64)
    /// A segment inside is refused.
    case segment(SegmentError)
}
