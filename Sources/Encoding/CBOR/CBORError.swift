/// Why bytes aren't the one deterministic CBOR item that protocol.md §1 asks for, and where.
///
/// Every refusal names a place, so the place stands beside the reason instead of in each case.
public struct CBORError: Error, Hashable, Sendable {
    /// What is wrong with the item at ``CBORError/offset``.
    public enum Reason: Hashable, Sendable {
        /// The input ends inside an item.
        case truncated
        /// The head isn't the shortest for its number.
        case headNotShortest
        /// Additional information 28, 29 or 30.
        case reservedHead
        /// An indefinite length, or a break outside one.
        case indefiniteLength
        /// A tag, which this protocol doesn't have.
        case tag
        /// Floating point, which this protocol doesn't have.
        case floatingPoint
        /// A simple value other than false, true and null.
        case simpleValue
        /// A negative integer below -2^63.
        case integerOutOfRange
        /// A text string that isn't UTF-8.
        case textNotUTF8
        /// A map key that is neither an unsigned integer nor text.
        case keyType
        /// A map key that sorts before the one in front of it.
        case keyOrder
        /// A map key that equals the one in front of it.
        case duplicateKey
        /// An item at depth 17.
        case tooDeep
        /// Bytes after the one item.
        case trailingBytes
        /// Well-formed, but not what the reader asked for: another type, count, length or range.
        case unexpected
    }

    public let reason: Reason

    /// Bytes before the head that offends; the input's length for ``Reason/truncated``.
    public let offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

/// The sizes that the protocol bounds, in bytes and inclusive (protocol.md §1).
public enum ProtocolLimit {
    /// An operation's body.
    public static let bodyBytesMax = 262_144
    /// A frame or a segment, before and after decompression.
    public static let frameBytesMax = 4_194_304
    /// Nested items, the outermost being 1 and scalars counted.
    public static let depthMax = 16
}
