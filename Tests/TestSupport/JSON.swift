/// A JSON value as test vectors have them; numbers stay text, as some don't fit any type.
///
/// - Source: RFC 8259, strictly: one value, no comments, no trailing commas.
public indirect enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSON])
    /// Members in the order of the text.
    case object([Member])

    public struct Member: Equatable, Sendable {
        public let name: String
        public let value: JSON

        public init(name: String, value: JSON) {
            self.name = name
            self.value = value
        }
    }

    public init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(bytes: bytes)
        self = try parser.whole()
    }

    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// The first member of this name; nil when this is no object or has none.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    public var array: [JSON]? { if case .array(let items) = self { items } else { nil } }

    public var string: String? { if case .string(let text) = self { text } else { nil } }

    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    public var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }

    /// The number as it was written.
    public var numberText: String? { if case .number(let text) = self { text } else { nil } }
}

/// Text that isn't JSON, and the byte where that shows.
public struct JSONError: Error, Equatable {
    public let offset: Int
}

private struct JSONParser {
    let bytes: [UInt8]
    var offset = 0
    var depth = 0

    mutating func whole() throws(JSONError) -> JSON {
        let value = try value()
        skipSpace()
        guard offset == bytes.count else { throw JSONError(offset: offset) }
        return value
    }

    private mutating func value() throws(JSONError) -> JSON {
        skipSpace()
        guard let first = peek else { throw JSONError(offset: offset) }
        switch first {
        case UInt8(ascii: "{"):
            return try nested { parser throws(JSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONError) -> JSON
    ) throws(JSONError) -> JSON {
        guard depth < 100 else { throw JSONError(offset: offset) }
        depth += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func skipSpace() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { offset += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard peek == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func require(_ character: Unicode.Scalar) throws(JSONError) {
        guard take(character) else { throw JSONError(offset: offset) }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
        guard bytes[offset...].starts(with: word.utf8) else { throw JSONError(offset: offset) }
        offset += word.utf8.count
        return value
    }

    private mutating func array() throws(JSONError) -> JSON {
        try require("[")
        if take("]") { return .array([]) }
        var items: [JSON] = []
        repeat { items.append(try value()) } while take(",")
        try require("]")
        return .array(items)
    }

    private mutating func object() throws(JSONError) -> JSON {
        try require("{")
        if take("}") { return .object([]) }
        var members: [JSON.Member] = []
        repeat {
            skipSpace()
            let name = try string()
            try require(":")
            members.append(JSON.Member(name: name, value: try value()))
        } while take(",")
        try require("}")
        return .object(members)
    }

    private mutating func digits() throws(JSONError) {
        let begin = offset
        while let byte = peek, (0x30...0x39).contains(byte) { offset += 1 }
        guard offset > begin else { throw JSONError(offset: offset) }
    }

    private mutating func number() throws(JSONError) -> String {
        let begin = offset
        if peek == UInt8(ascii: "-") { offset += 1 }
        let leading = offset
        try digits()
        guard bytes[leading] != UInt8(ascii: "0") || offset == leading + 1 else {
            throw JSONError(offset: leading)
        }
        if peek == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            offset += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { offset += 1 }
            try digits()
        }
        return String(decoding: bytes[begin..<offset], as: UTF8.self)
    }

    private mutating func string() throws(JSONError) -> String {
        guard peek == UInt8(ascii: "\"") else { throw JSONError(offset: offset) }
        let begin = offset
        offset += 1
        var utf8: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw JSONError(offset: offset) }
            offset += 1
            if byte == UInt8(ascii: "\\") {
                utf8 += Array(String(Character(try escaped())).utf8)
            } else {
                utf8.append(byte)
            }
        }
        guard peek != nil, let text = String(validating: utf8, as: UTF8.self) else {
            throw JSONError(offset: begin)
        }
        offset += 1
        return text
    }

    private mutating func escaped() throws(JSONError) -> Unicode.Scalar {
        guard let kind = peek else { throw JSONError(offset: offset) }
        offset += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try scalar()
        default: throw JSONError(offset: offset - 1)
        }
    }

    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let begin = offset
        let high = try unit()
        var code = UInt32(high)
        if UTF16.isLeadSurrogate(high), bytes[offset...].starts(with: [0x5C, 0x75]) {
            offset += 2
            let low = try unit()
            guard UTF16.isTrailSurrogate(low) else { throw JSONError(offset: begin) }
            code = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw JSONError(offset: begin) }
        return scalar
    }

    private mutating func unit() throws(JSONError) -> UInt16 {
        let text = String(decoding: bytes[offset...].prefix(4), as: UTF8.self)
        guard text.utf8.count == 4, text.allSatisfy(\.isHexDigit),
            let unit = UInt16(text, radix: 16)
        else { throw JSONError(offset: offset) }
        offset += 4
        return unit
    }
}
