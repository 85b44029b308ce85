/// Reads deterministic CBOR item by item, without building values that nobody asked for.
///
/// The whole input is checked once, when the reader is made; after that a read fails only with
/// ``CBORError/Reason/unexpected``, or ``CBORError/Reason/truncated`` behind the last item.
/// Offsets count from the start of the input.
public struct CBORReader: Sendable {
    /// The types that an item can have.
    public enum Kind: Hashable, Sendable {
        case unsigned, negative, bytes, text, array, map, bool, null
    }

    private let bytes: [UInt8]
    private let start: Int
    private let end: Int
    private var position: Int

    /// A reader of exactly one item with nothing after it.
    ///
    /// - Throws: ``CBORError`` with the offset of the head that offends.
    public init(_ bytes: [UInt8]) throws(CBORError) {
        try CBORCheck.whole(bytes.span.bytes)
        self.init(checked: bytes, 0..<bytes.count)
    }

    /// A reader of exactly one item, the whole slice.
    ///
    /// - Throws: ``CBORError``; offsets count from the start of the slice.
    public init(_ slice: ArraySlice<UInt8>) throws(CBORError) {
        try CBORCheck.whole(slice.span.bytes)
        // A whole array's slice shares its storage; a part is copied once.
        let bytes = Array(slice)
        self.init(checked: bytes, 0..<bytes.count)
    }

    /// Takes a range of bytes that holds whole, checked items.
    init(checked bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        start = range.lowerBound
        end = range.upperBound
        position = range.lowerBound
    }

    /// The place of the next item's head.
    public var offset: Int { position - start }

    public var isAtEnd: Bool { position == end }

    /// The type of the next item; nil behind the last.
    public var kind: Kind? {
        guard position < end else { return nil }
        return switch bytes[position] >> 5 {
        case 0: .unsigned
        case 1: .negative
        case 2: .bytes
        case 3: .text
        case 4: .array
        case 5: .map
        default: bytes[position] == CBORHead.simpleNull ? .null : .bool
        }
    }

    /// The bytes of a range that ``skip()`` gave.
    public subscript(range: Range<Int>) -> ArraySlice<UInt8> {
        bytes[(start + range.lowerBound)..<(start + range.upperBound)]
    }

    public mutating func readUnsigned() throws(CBORError) -> UInt64 {
        // Most numbers and all heads of small arrays are one byte.
        if position < end, bytes[position] < 24 {
            position += 1
            return UInt64(bytes[position - 1])
        }
        return try head(.unsigned)
    }

    public mutating func readInt64() throws(CBORError) -> Int64 {
        let begin = position
        let isNegative = kind == .negative
        let number = try head(isNegative ? .negative : .unsigned)
        guard let value = Int64(exactly: number) else { throw unexpected(at: begin) }
        return isNegative ? ~value : value
    }

    /// The count of the array whose items follow.
    public mutating func readArrayHeader() throws(CBORError) -> Int {
        Int(try head(.array))
    }

    /// Reads the head of an array that must have so many items.
    public mutating func readArray(count: Int) throws(CBORError) {
        let begin = position
        guard try head(.array) == UInt64(count) else { throw unexpected(at: begin) }
    }

    /// The count of the map whose pairs follow, keys ascending.
    public mutating func readMapHeader() throws(CBORError) -> Int {
        Int(try head(.map))
    }

    public mutating func readBytes() throws(CBORError) -> [UInt8] {
        Array(try readByteSlice())
    }

    /// The content of a byte string, sharing the reader's storage.
    public mutating func readByteSlice() throws(CBORError) -> ArraySlice<UInt8> {
        bytes[try content(.bytes)]
    }

    /// A byte string of exactly the value's length.
    public mutating func readFixed<Value: FixedBytes>(
        _ type: Value.Type = Value.self
    ) throws(CBORError) -> Value {
        let begin = position
        let range = try content(.bytes)
        guard range.count == Value.count else { throw unexpected(at: begin) }
        return bytes.withUnsafeBytes { Value(prefix: UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    public mutating func readText() throws(CBORError) -> String {
        String(decoding: bytes[try content(.text)], as: UTF8.self)
    }

    public mutating func readBool() throws(CBORError) -> Bool {
        guard kind == .bool else { throw unexpected(at: position) }
        position += 1
        return bytes[position - 1] == CBORHead.simpleTrue
    }

    /// Moves behind a null; false, without moving, when the next item is another.
    public mutating func readNull() -> Bool {
        guard kind == .null else { return false }
        position += 1
        return true
    }

    /// Moves behind the next item and returns where it stands, for ``subscript(range:)``.
    public mutating func skip() throws(CBORError) -> Range<Int> {
        let begin = offset
        var left: UInt64 = 1
        // The input was checked: counts are real, so the sum of what is open can't overflow.
        while left > 0 {
            left -= 1
            let head = try next()
            switch head.major {
            case .bytes, .text: position += Int(head.argument)
            case .array: left += head.argument
            case .map: left += 2 * head.argument
            case .unsigned, .negative, .simple, .tag: continue
            }
        }
        return begin..<offset
    }

    /// The next item as a value.
    public mutating func readItem() throws(CBORError) -> CBOR {
        switch kind {
        case .unsigned: return .unsigned(try readUnsigned())
        case .negative: return .negative(try head(.negative))
        case .bytes: return .bytes(try readBytes())
        case .text: return .text(try readText())
        case .array: return .array(try readItems(readArrayHeader()))
        case .map: return .map(try readEntries(readMapHeader()))
        case .bool: return .bool(try readBool())
        case .null:
            position += 1
            return .null
        case nil: throw CBORError(.truncated, at: end - start)
        }
    }

    private mutating func readItems(_ count: Int) throws(CBORError) -> [CBOR] {
        var items: [CBOR] = []
        items.reserveCapacity(count)
        for _ in 0..<count { items.append(try readItem()) }
        return items
    }

    private mutating func readEntries(_ count: Int) throws(CBORError) -> CBORMap {
        var entries: [CBORMap.Entry] = []
        entries.reserveCapacity(count)
        for _ in 0..<count {
            let key: CBORMap.Key =
                kind == .text ? .text(try readText()) : .unsigned(try readUnsigned())
            entries.append(CBORMap.Entry(key: key, value: try readItem()))
        }
        return CBORMap(ascending: entries)
    }

    private mutating func next() throws(CBORError) -> CBORHead {
        guard position < end else { throw CBORError(.truncated, at: end - start) }
        var offset = position
        let head = try CBORHead(in: bytes.span.bytes, at: &offset)
        position = offset
        return head
    }

    /// The number of a head of this type; another type leaves the reader where it is.
    private mutating func head(_ major: CBORHead.Major) throws(CBORError) -> UInt64 {
        let begin = position
        let head = try next()
        guard head.major == major else {
            position = begin
            throw unexpected(at: begin)
        }
        return head.argument
    }

    private mutating func content(_ major: CBORHead.Major) throws(CBORError) -> Range<Int> {
        let length = Int(try head(major))
        let range = position..<(position + length)
        position = range.upperBound
        return range
    }

    private func unexpected(at position: Int) -> CBORError {
        CBORError(.unexpected, at: position - start)
    }
}
