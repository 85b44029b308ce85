/// The dictionaries that every program has: for payloads at rest and for frames on the wire.
///
/// They are added and never changed, so whatever was made with one stays readable.
public struct ShippedDictionary: Sendable {
    /// Counts from 1; `docs/dictionary-n.zstd` has the same bytes.
    public let number: UInt8
    public let bytes: [UInt8]

    /// The name that frames and `hello` give it (protocol.md §5).
    public var id: UInt32 { 32_768 + UInt32(number) }

    /// All, ascending; with the last one new payloads are packed.
    public static let all: [ShippedDictionary] = [
        ShippedDictionary(number: 1, text: text1)
    ]

    private init(number: UInt8, text: StaticString) {
        guard let bytes = Base32.decode(text.description) else {
            preconditionFailure("dictionary \(number) is no base32")
        }
        self.number = number
        self.bytes = bytes
    }
}
