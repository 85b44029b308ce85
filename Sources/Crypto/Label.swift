/// A 16-byte text label, padded with zero bytes: BLAKE2b's personalisation, or the first 16
/// bytes of whatever a node signs (protocol.md §1).
public struct Label: Hashable, Sendable, ExpressibleByStringLiteral {
    private let low: UInt64
    private let high: UInt64

    /// Takes at most 16 bytes of UTF-8; a longer text is a programmer's error.
    public init(stringLiteral text: StaticString) {
        precondition(text.utf8CodeUnitCount <= 16, "a label has at most 16 bytes: \(text)")
        var words: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &words) { padded in
            text.withUTF8Buffer { padded.copyBytes(from: $0) }
        }
        (low, high) = words
    }

    /// All 16 bytes, the padding included.
    public var bytes: [UInt8] { withBytes { Array($0) } }

    /// Lends the 16 bytes without an allocation.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: (low, high), body)
    }
}
