/// The one place that decides whether bytes are deterministic CBOR; reads once, allocates nothing.
///
/// Decoder and reader check first and then only read, so that no two of them can differ.
enum CBORCheck {
    /// Moves `offset` behind the item that begins there.
    static func item(
        in input: RawSpan, at offset: inout Int, depth: Int = 1
    ) throws(CBORError) {
        let start = offset
        guard depth <= ProtocolLimit.depthMax || start >= input.byteCount else {
            throw CBORError(.tooDeep, at: start)
        }
        let head = try CBORHead(in: input, at: &offset)
        switch head.major {
        case .unsigned, .simple, .tag:
            return
        case .negative:
            guard head.argument <= UInt64(Int64.max) else {
                throw CBORError(.integerOutOfRange, at: start)
            }
        case .bytes:
            try string(head.argument, in: input, at: &offset)
        case .text:
            let first = offset
            try string(head.argument, in: input, at: &offset)
            guard isUTF8(input, first..<offset) else { throw CBORError(.textNotUTF8, at: start) }
        case .array:
            try array(head.argument, in: input, at: &offset, depth: depth)
        case .map:
            try map(head.argument, in: input, at: &offset, depth: depth)
        }
    }

    /// Checks that the input is one item with nothing after it.
    static func whole(_ input: RawSpan) throws(CBORError) {
        var offset = 0
        try item(in: input, at: &offset)
        guard offset == input.byteCount else { throw CBORError(.trailingBytes, at: offset) }
    }

    private static func string(
        _ length: UInt64, in input: RawSpan, at offset: inout Int
    ) throws(CBORError) {
        guard length <= UInt64(input.byteCount - offset) else {
            throw CBORError(.truncated, at: input.byteCount)
        }
        offset += Int(length)
    }

    // A declared count may be anything; the loop ends at the latest where the input does.
    private static func array(
        _ count: UInt64, in input: RawSpan, at offset: inout Int, depth: Int
    ) throws(CBORError) {
        var left = count
        while left > 0 {
            try item(in: input, at: &offset, depth: depth + 1)
            left -= 1
        }
    }

    private static func map(
        _ count: UInt64, in input: RawSpan, at offset: inout Int, depth: Int
    ) throws(CBORError) {
        var left = count
        var previous = offset..<offset
        while left > 0 {
            let start = offset
            guard start >= input.byteCount || isKey(input, at: start) else {
                throw CBORError(.keyType, at: start)
            }
            try item(in: input, at: &offset, depth: depth + 1)
            let key = start..<offset
            if !previous.isEmpty { try order(previous, key, in: input) }
            previous = key
            try item(in: input, at: &offset, depth: depth + 1)
            left -= 1
        }
    }

    private static func isKey(_ input: RawSpan, at offset: Int) -> Bool {
        let major = input.unsafeLoad(fromByteOffset: offset, as: UInt8.self) >> 5
        return major == CBORHead.Major.unsigned.rawValue || major == CBORHead.Major.text.rawValue
    }

    /// Refuses a key that doesn't sort behind the one before it, bytewise.
    private static func order(
        _ previous: Range<Int>, _ key: Range<Int>, in input: RawSpan
    ) throws(CBORError) {
        // No key's encoding is a prefix of another's, so the shorter length is enough.
        for index in 0..<min(previous.count, key.count) {
            let first = input.unsafeLoad(
                fromByteOffset: previous.lowerBound + index, as: UInt8.self)
            let second = input.unsafeLoad(fromByteOffset: key.lowerBound + index, as: UInt8.self)
            if first < second { return }
            if first > second { throw CBORError(.keyOrder, at: key.lowerBound) }
        }
        throw CBORError(.duplicateKey, at: key.lowerBound)
    }

    private static func isUTF8(_ input: RawSpan, _ range: Range<Int>) -> Bool {
        // Most text is ASCII: eight bytes at a time.
        var index = range.lowerBound
        while index + 8 <= range.upperBound,
            input.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                & 0x8080_8080_8080_8080 == 0
        { index += 8 }
        while index < range.upperBound,
            input.unsafeLoad(fromByteOffset: index, as: UInt8.self) < 0x80
        { index += 1 }
        if index == range.upperBound { return true }
        let rest = input.extracting(index..<range.upperBound)
        return rest.withUnsafeBytes { String(validating: $0, as: UTF8.self) != nil }
    }
}
