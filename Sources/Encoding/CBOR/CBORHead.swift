/// The first bytes of an item: its major type and its number (RFC 8949 §3).
struct CBORHead {
    /// The major types that the protocol has; 7 stands for false, true and null.
    enum Major: UInt8 {
        case unsigned = 0
        case negative = 1
        case bytes = 2
        case text = 3
        case array = 4
        case map = 5
        case tag = 6
        case simple = 7
    }

    static let simpleFalse: UInt8 = 0xF4
    static let simpleTrue: UInt8 = 0xF5
    static let simpleNull: UInt8 = 0xF6

    let major: Major
    /// The integer, length or count; for a simple value its number.
    let argument: UInt64

    /// Reads the head at `offset` and moves behind it.
    ///
    /// - Throws: ``CBORError`` for all that can be wrong with a head alone.
    @inline(__always)
    init(in input: RawSpan, at offset: inout Int) throws(CBORError) {
        let start = offset
        guard start < input.byteCount else { throw CBORError(.truncated, at: input.byteCount) }
        let first = input.unsafeLoad(fromByteOffset: start, as: UInt8.self)
        guard let major = Major(rawValue: first >> 5) else {
            preconditionFailure("three bits are a major type: \(first)")
        }
        self.major = major
        let information = first & 31
        if major.rawValue >= Major.tag.rawValue {
            argument = try Self.simple(first, at: start)
            offset = start + 1
        } else if information < 24 {
            argument = UInt64(information)
            offset = start + 1
        } else {
            argument = try Self.long(information, in: input, at: start)
            offset = start + 1 + (1 << Int(information - 24))
        }
    }

    private static func simple(_ first: UInt8, at offset: Int) throws(CBORError) -> UInt64 {
        if first >> 5 == Major.tag.rawValue { throw CBORError(.tag, at: offset) }
        switch first & 31 {
        case 20, 21, 22: return UInt64(first & 31)
        case 25, 26, 27: throw CBORError(.floatingPoint, at: offset)
        case 28, 29, 30: throw CBORError(.reservedHead, at: offset)
        case 31: throw CBORError(.indefiniteLength, at: offset)
        default: throw CBORError(.simpleValue, at: offset)
        }
    }

    /// The number in the 1, 2, 4 or 8 bytes behind the first.
    private static func long(
        _ information: UInt8, in input: RawSpan, at offset: Int
    ) throws(CBORError) -> UInt64 {
        guard information < 28 else {
            throw CBORError(information == 31 ? .indefiniteLength : .reservedHead, at: offset)
        }
        let count = 1 << Int(information - 24)
        guard count < input.byteCount - offset else {
            throw CBORError(.truncated, at: input.byteCount)
        }
        var number: UInt64 = 0
        for index in (offset + 1)...(offset + count) {
            number = number << 8 | UInt64(input.unsafeLoad(fromByteOffset: index, as: UInt8.self))
        }
        // The largest number of the next shorter head.
        let shorter: UInt64 = count == 1 ? 23 : 1 << UInt64(count * 4) - 1
        guard number > shorter else { throw CBORError(.headNotShortest, at: offset) }
        return number
    }
}
