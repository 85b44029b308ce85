import Encoding

/// Why bytes are no command, and no answer to one.
public enum CommandCodingError: Error, Hashable, Sendable {
    /// Not deterministic CBOR; the offset of what offends.
    case malformed(offset: Int)
    /// Written by another version of the program.
    case unknownVersion(UInt64)
    /// A case that this program doesn't know.
    case unknownCase(UInt64)
    /// The value at this index is missing, or is none of its case.
    case value(Int)
    case fact(FactError)
    case basket(BasketCodingError)
    /// Readable, and not as this program would have written it.
    case notCanonical
}

/// An enum's case as an array: its number, then its values.
struct CodedCase {
    let number: UInt64
    private let values: [CBOR]

    init(_ item: CBOR) throws(CommandCodingError) {
        guard let parts = item.asArray, let number = parts.first?.asUnsigned else {
            throw .value(0)
        }
        self.number = number
        values = parts
    }

    var unknown: CommandCodingError { .unknownCase(number) }

    func item(_ index: Int) throws(CommandCodingError) -> CBOR {
        guard values.indices.contains(index) else { throw .value(index) }
        return values[index]
    }

    /// The value at an index, counted from 1, as a reader takes it.
    func value<Value>(
        _ index: Int, _ read: (CBOR) -> Value?
    ) throws(CommandCodingError) -> Value {
        guard let value = read(try item(index)) else { throw .value(index) }
        return value
    }

    /// The same where null stands for none.
    func optional<Value>(
        _ index: Int, _ read: (CBOR) -> Value?
    ) throws(CommandCodingError) -> Value? {
        try item(index).isNull ? nil : try value(index, read)
    }

    func number<Number: FixedWidthInteger>(_ index: Int) throws(CommandCodingError) -> Number {
        try value(index) { $0.asInt64.flatMap { Number(exactly: $0) } }
    }

    func numberIfAny<Number: FixedWidthInteger>(
        _ index: Int
    ) throws(CommandCodingError) -> Number? {
        try optional(index) { $0.asInt64.flatMap { Number(exactly: $0) } }
    }

    func named<Value: RawRepresentable<UInt8>>(
        _ index: Int
    ) throws(CommandCodingError) -> Value {
        try value(index) { $0.asInt64.flatMap { UInt8(exactly: $0) }.flatMap(Value.init) }
    }

    func text(_ index: Int) throws(CommandCodingError) -> String { try value(index) { $0.asText } }

    func textIfAny(_ index: Int) throws(CommandCodingError) -> String? {
        try optional(index) { $0.asText }
    }

    func bytes(_ index: Int) throws(CommandCodingError) -> [UInt8] {
        try value(index) { $0.asBytes }
    }

    func content(_ index: Int) throws(CommandCodingError) -> ContentID {
        try value(index) { $0.asFixed(Bytes16.self).map(ContentID.init) }
    }

    func money(_ index: Int) throws(CommandCodingError) -> Money {
        Money(try number(index))
    }

    func list<Element>(
        _ index: Int, _ read: (CodedCase) throws(CommandCodingError) -> Element
    ) throws(CommandCodingError) -> [Element] {
        var elements: [Element] = []
        for item in try value(index, { $0.asArray }) {
            elements.append(try read(try CodedCase(item)))
        }
        return elements
    }

    func basket(_ index: Int) throws(CommandCodingError) -> Basket {
        let bytes = try bytes(index)
        do throws(BasketCodingError) {
            return try Basket(decoding: bytes)
        } catch {
            throw .basket(error)
        }
    }

    /// A fact's payload, of a kind that the case fixes.
    func fact(_ index: Int, kind: UInt16) throws(CommandCodingError) -> Fact {
        let bytes = try bytes(index)
        do throws(FactError) {
            return try Fact.decode(kind: kind, payload: bytes)
        } catch {
            throw .fact(error)
        }
    }
}

extension CBOR {
    /// What ``CodedCase`` reads.
    static func coded(_ number: Int, _ values: CBOR...) -> CBOR {
        .array([.integer(Int64(number))] + values)
    }

    static func optional<Value>(_ value: Value?, _ write: (Value) -> CBOR) -> CBOR {
        value.map(write) ?? .null
    }

    static func number(_ value: some FixedWidthInteger) -> CBOR { .integer(Int64(clamping: value)) }

    static func named(_ value: some RawRepresentable<UInt8>) -> CBOR { .number(value.rawValue) }

    static func money(_ value: Money) -> CBOR { .integer(value.minorUnits) }

    static func content(_ value: ContentID) -> CBOR { .fixed(value.id) }

    static func fact(_ value: Fact) -> CBOR { .bytes(value.encode()) }

    /// Reads one item, and refuses bytes that the item's own encoding wouldn't be.
    static func exact<Value>(
        _ bytes: [UInt8], _ read: (CBOR) throws(CommandCodingError) -> Value,
        _ write: (Value) -> CBOR
    ) throws(CommandCodingError) -> Value {
        let item: CBOR
        do throws(CBORError) {
            item = try CBOR.decode(bytes)
        } catch {
            throw .malformed(offset: error.offset)
        }
        let value = try read(item)
        guard write(value).encoded == bytes else { throw .notCanonical }
        return value
    }
}
