import Encoding
import TestSupport
import Testing

/// RFC 8949 appendix A: the rows that this protocol's narrower CBOR has, and those it refuses.
@Suite struct CBORVectorTests {
    @Test(arguments: [
        ("00", CBOR.unsigned(0)), ("17", .unsigned(23)), ("1818", .unsigned(24)),
        ("1903e8", .unsigned(1000)), ("1bffffffffffffffff", .unsigned(UInt64.max)),
        ("20", .integer(-1)), ("3903e7", .integer(-1000)), ("3863", .integer(-100)),
        ("f4", .bool(false)), ("f5", .bool(true)), ("f6", .null),
        ("40", .bytes([])), ("4401020304", .bytes([1, 2, 3, 4])),
        ("60", .text("")), ("6449455446", .text("IETF")), ("62c3bc", .text("\u{FC}")),
        ("64f0908591", .text("\u{10151}")), ("80", .array([])),
        ("8301820203820405", .array([1, [2, 3], [4, 5]])), ("a0", .map([:])),
        ("a201020304", .map([1: 2, 3: 4])),
        ("a26161016162820203", .map(["a": 1, "b": [2, 3]])),
    ])
    func `the RFC's examples are read and written`(hex: String, value: CBOR) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(try CBOR.decode(bytes) == value)
        #expect(value.encoded == bytes)
    }

    @Test func `all of appendix A is read and written back, or refused by name`() throws {
        guard let path = TestData.path("vectors/cbor-appendix-a.json") else { return }
        let vectors = try #require(try JSON(parsing: Files.bytes(path)).array)
        #expect(vectors.count > 80)
        for vector in vectors {
            let hex = try #require(vector["hex"]?.string)
            let bytes = try #require(Hex.decode(hex))
            if Self.refused(hex) {
                #expect(throws: CBORError.self, "\(hex)") { try CBOR.decode(bytes) }
            } else {
                let item = try CBOR.decode(bytes)
                #expect(item.encoded == bytes, "\(hex)")
                if let written = vector["decoded"] {
                    #expect(Self.json(item) == written, "\(hex)")
                }
            }
        }
    }

    /// Tags, floating point, simple values, indefinite lengths, integers below -2^63.
    private static func refused(_ hex: String) -> Bool {
        let first = UInt8(hex.prefix(2), radix: 16) ?? 0
        let isOther = first >= 0xC0 && ![0xF4, 0xF5, 0xF6].contains(first)
        return isOther || first & 31 == 31 || hex == "3bffffffffffffffff"
            || hex.contains("9f") || hex.contains("bf61")
    }

    private static func json(_ item: CBOR) -> JSON {
        switch item {
        case .unsigned(let value): .number("\(value)")
        case .negative: .number("\(item.asInt64 ?? 0)")
        case .bytes(let bytes): .string(Hex.encode(bytes))
        case .text(let text): .string(text)
        case .array(let items): .array(items.map(json))
        case .map(let map):
            .object(map.entries.map { .init(name: name($0.key), value: json($0.value)) })
        case .bool(let value): .bool(value)
        case .null: .null
        }
    }

    private static func name(_ key: CBORMap.Key) -> String {
        switch key {
        case .unsigned(let number): "\(number)"
        case .text(let text): text
        }
    }
}
