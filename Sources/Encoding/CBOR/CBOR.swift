/// One item of deterministic CBOR as a value.
///
/// - Source: RFC 8949 §4.2.1 as narrowed by protocol.md §1.
public indirect enum CBOR: Sendable {
    case unsigned(UInt64)
    /// The integer -1 - n; n is at most 2^63 - 1.
    case negative(UInt64)
    case bytes([UInt8])
    case text(String)
    case array([CBOR])
    case map(CBORMap)
    case bool(Bool)
    case null

    public static func integer(_ value: Int64) -> CBOR {
        value >= 0 ? .unsigned(UInt64(value)) : .negative(UInt64(~value))
    }

    public static func fixed(_ value: some FixedBytes) -> CBOR { .bytes(value.bytes) }

    /// Reads exactly one deterministic item with nothing after it.
    ///
    /// - Throws: ``CBORError`` with the offset of the head that offends.
    public static func decode(_ bytes: [UInt8]) throws(CBORError) -> CBOR {
        var reader = try CBORReader(bytes)
        return try reader.readItem()
    }

    /// The deterministic encoding.
    ///
    /// Nesting deeper than ``ProtocolLimit/depthMax`` can be written but is read by nobody.
    public var encoded: [UInt8] {
        var encoder = CBOREncoder()
        encode(into: &encoder)
        return encoder.withBytes { Array($0) }
    }

    public func encode(into encoder: inout CBOREncoder) {
        switch self {
        case .unsigned(let value): encoder.unsigned(value)
        case .negative(let value):
            precondition(value <= UInt64(Int64.max), "-1 - \(value) is below -2^63")
            encoder.integer(~Int64(value))
        case .bytes(let value): encoder.bytes(value)
        case .text(let value): encoder.text(value)
        case .array(let items):
            encoder.array(items.count)
            for item in items { item.encode(into: &encoder) }
        case .map(let map):
            encoder.map(map.count)
            for entry in map.entries {
                switch entry.key {
                case .unsigned(let number): encoder.unsigned(number)
                case .text(let text): encoder.text(text)
                }
                entry.value.encode(into: &encoder)
            }
        case .bool(let value): encoder.bool(value)
        case .null: encoder.null()
        }
    }
}

extension CBOR {
    public var asUnsigned: UInt64? {
        if case .unsigned(let value) = self { value } else { nil }
    }

    /// The integer, when it lies within 64 bits with a sign.
    public var asInt64: Int64? {
        switch self {
        case .unsigned(let value): Int64(exactly: value)
        case .negative(let value): Int64(exactly: value).map(~)
        case .bytes, .text, .array, .map, .bool, .null: nil
        }
    }

    public var asBytes: [UInt8]? {
        if case .bytes(let value) = self { value } else { nil }
    }

    public var asText: String? {
        if case .text(let value) = self { value } else { nil }
    }

    public var asArray: [CBOR]? {
        if case .array(let items) = self { items } else { nil }
    }

    public var asMap: CBORMap? {
        if case .map(let map) = self { map } else { nil }
    }

    public var asBool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The byte string as a value of fixed length, when it has that length.
    public func asFixed<Value: FixedBytes>(_ type: Value.Type = Value.self) -> Value? {
        asBytes.flatMap { Value($0) }
    }
}

extension CBOR: Hashable {
    /// Equal when the encodings are: `String`'s own equality takes different bytes for one text.
    public static func == (a: Self, b: Self) -> Bool {
        switch (a, b) {
        case (.unsigned(let first), .unsigned(let second)): first == second
        case (.negative(let first), .negative(let second)): first == second
        case (.bytes(let first), .bytes(let second)): first == second
        case (.text(let first), .text(let second)): first.utf8.elementsEqual(second.utf8)
        case (.array(let first), .array(let second)): first == second
        case (.map(let first), .map(let second)): first == second
        case (.bool(let first), .bool(let second)): first == second
        case (.null, .null): true
        case (.unsigned, _), (.negative, _), (.bytes, _), (.text, _), (.array, _), (.map, _),
            (.bool, _), (.null, _):
            false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .unsigned(let value): hasher.combine(value)
        case .negative(let value): hasher.combine(~value)
        case .bytes(let value): hasher.combine(value)
        case .text(let value): Self.hash(value, into: &hasher)
        case .array(let items): hasher.combine(items)
        case .map(let map): hasher.combine(map)
        case .bool(let value): hasher.combine(value)
        case .null: hasher.combine(0 as UInt8)
        }
    }

    static func hash(_ text: String, into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
