import Encoding
import TestSupport
import Testing

/// What isn't deterministic CBOR is refused, and the head that offends is named.
@Suite struct CBORRefusalTests {
    @Test(arguments: [
        ("", CBORError.Reason.truncated, 0),
        ("18", .truncated, 1), ("1901", .truncated, 2), ("1b00000000", .truncated, 5),
        ("41", .truncated, 1), ("5bffffffffffffffff", .truncated, 9),
        ("82", .truncated, 1), ("8201", .truncated, 2), ("9bffffffffffffffff00", .truncated, 10),
        ("a1", .truncated, 1), ("a101", .truncated, 2), ("bbffffffffffffffff", .truncated, 9),
        ("62c3", .truncated, 2),
        ("1817", .headNotShortest, 0), ("1900ff", .headNotShortest, 0),
        ("1a0000ffff", .headNotShortest, 0), ("1b00000000ffffffff", .headNotShortest, 0),
        ("810018", .trailingBytes, 2),
        ("821801", .headNotShortest, 1), ("5800", .headNotShortest, 0),
        ("9801f6", .headNotShortest, 0), ("b80000", .headNotShortest, 0),
        ("1c", .reservedHead, 0), ("5d", .reservedHead, 0), ("fe", .reservedHead, 0),
        ("1f", .indefiniteLength, 0), ("5fff", .indefiniteLength, 0),
        ("819fff", .indefiniteLength, 1), ("ff", .indefiniteLength, 0),
        ("c000", .tag, 0), ("81c1", .tag, 1), ("d9d9f700", .tag, 0),
        ("f93c00", .floatingPoint, 0), ("81fb0000000000000000", .floatingPoint, 1),
        ("f7", .simpleValue, 0), ("e0", .simpleValue, 0), ("f8ff", .simpleValue, 0),
        ("f8", .simpleValue, 0),
        ("3b8000000000000000", .integerOutOfRange, 0),
        ("813bffffffffffffffff", .integerOutOfRange, 1),
        ("61ff", .textNotUTF8, 0), ("8163eda080", .textNotUTF8, 1), ("62c080", .textNotUTF8, 0),
        ("6a6161616161616161c328", .textNotUTF8, 0), ("64f4908080", .textNotUTF8, 0),
        ("a12000", .keyType, 1), ("a14000", .keyType, 1), ("a1f600", .keyType, 1),
        ("a28000", .keyType, 1), ("a1", .truncated, 1),
        ("a202000100", .keyOrder, 3), ("a2616100000000", .keyOrder, 4),
        ("a26162006161f6", .keyOrder, 4), ("a262616100617af6", .keyOrder, 5),
        ("a201000100", .duplicateKey, 3), ("a2616100616100", .duplicateKey, 4),
        ("0000", .trailingBytes, 1), ("80ff", .trailingBytes, 1),
    ])
    func `the reason and the offset`(hex: String, reason: CBORError.Reason, offset: Int) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(throws: CBORError(reason, at: offset)) { try CBOR.decode(bytes) }
        #expect(throws: CBORError(reason, at: offset)) { try CBORReader(bytes) }
        #expect(throws: CBORError(reason, at: offset)) {
            try CBORReader(([0xFF] + bytes)[1...])
        }
    }

    @Test func `16 levels are read, scalars counted, and the 17th is refused`() throws {
        let arrays = [UInt8](repeating: 0x81, count: 15)
        #expect(try CBOR.decode(arrays + [0x00]).encoded == arrays + [0x00])
        #expect(throws: CBORError(.tooDeep, at: 16)) {
            try CBOR.decode(arrays + [0x81, 0x00])
        }
        #expect(throws: CBORError(.truncated, at: 16)) { try CBOR.decode(arrays + [0x81]) }
        let maps = [[UInt8]](repeating: [0xA1, 0x00], count: 16).flatMap { $0 }
        #expect(throws: CBORError(.tooDeep, at: 31)) { try CBOR.decode(maps + [0x00]) }
    }

    @Test func `integers at the ends of the range`() throws {
        #expect(try CBOR.decode([0x3B, 0x7F] + [UInt8](repeating: 0xFF, count: 7)).asInt64 == .min)
        #expect(CBOR.integer(.min).encoded == [0x3B, 0x7F] + [UInt8](repeating: 0xFF, count: 7))
        #expect(CBOR.unsigned(.max).asInt64 == nil)
        #expect(CBOR.integer(.max).asInt64 == .max)
    }
}
