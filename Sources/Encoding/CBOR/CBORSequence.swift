/// Takes the items of a CBOR sequence one after another: a log's export, a snapshot's part.
///
/// - Source: RFC 8742. Each item is as strict as one alone; an empty input is an empty sequence.
public struct CBORSequence: Sendable {
    private let bytes: [UInt8]
    /// Where the next item begins; after a refusal, where the refused one does.
    public private(set) var offset = 0

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Where the next item stands, checked; nil behind the last.
    ///
    /// - Throws: ``CBORError`` with its offset from the start of the whole sequence.
    public mutating func nextRange() throws(CBORError) -> Range<Int>? {
        guard offset < bytes.count else { return nil }
        let begin = offset
        var end = begin
        try CBORCheck.item(in: bytes.span.bytes, at: &end)
        offset = end
        return begin..<end
    }

    /// A reader of the next item; its offsets count from the item's start.
    public mutating func next() throws(CBORError) -> CBORReader? {
        guard let range = try nextRange() else { return nil }
        return CBORReader(checked: bytes, range)
    }

    /// The bytes of a range that ``nextRange()`` gave.
    public subscript(range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }
}
