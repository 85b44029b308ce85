public import Encoding

/// Why a payload is no fact of its kind, and where.
public struct FactError: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// No kind of this program's; a later version may know it.
        case unknownKind
        /// Not deterministic CBOR.
        case malformed(CBORError.Reason)
        /// A key that the kind needs isn't there.
        case missing
        /// Another type or count than the key has.
        case type
        /// A number outside what the key allows, or a case that this program doesn't know.
        case range
        /// Longer than so many bytes.
        case tooLong(bytesMax: Int)
    }

    public let kind: UInt16
    /// The payload's key; nil where the payload as a whole is at fault.
    public let key: UInt64?
    /// Bytes before the item that offends.
    public let offset: Int
    public let reason: Reason

    public init(kind: UInt16, key: UInt64?, offset: Int, reason: Reason) {
        self.kind = kind
        self.key = key
        self.offset = offset
        self.reason = reason
    }
}

/// What a payload may hold at most; more is refused when it is read.
public enum FactLimit {
    /// Names of items; 64 characters of up to four bytes.
    public static let nameBytesMax = 256
    /// Codes of items; 32 characters of up to four bytes.
    public static let codeBytesMax = 128
    /// Departments, categories, labels, series, tenders, places, references, settings' names.
    public static let labelBytesMax = 128
    /// Notes and reasons.
    public static let textBytesMax = 1024
    /// Taxes of a receipt: each may be a sum over all lines.
    public static let taxesMax = 256
    /// Minor units, either way.
    public static let moneyMax: Int64 = 100_000_000_000_000_000
    /// Thousandths, either way.
    public static let quantityMax: Int64 = 1_000_000_000_000_000
    /// Ten-thousandths, either way.
    public static let priceMax: Int64 = 1_000_000_000_000_000
    /// Millionths, either way.
    public static let rateMax: Int64 = 1_000_000_000
    /// Milliseconds since 1970, either way.
    public static let millisecondsMax: Int64 = 1_000_000_000_000_000
    /// A day's seconds.
    public static let offsetSecondsMax: Int64 = 86_400
    /// Days since 1970, either way.
    public static let daysMax: Int64 = 10_000_000
}
