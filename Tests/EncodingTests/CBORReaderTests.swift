import Encoding
import TestSupport
import Testing

@Suite struct CBORReaderTests {
    @Test func `what the encoder writes is read in the same order`() throws {
        var encoder = CBOREncoder()
        encoder.array(9)
        encoder.unsigned(.max)
        encoder.integer(-500)
        encoder.bytes([1, 2])
        encoder.fixed(Bytes8(words: [7]))
        encoder.text("café")
        encoder.bool(true)
        encoder.null()
        encoder.map(1)
        encoder.unsigned(3)
        encoder.raw([0x80])
        encoder.raw([0x00, 0x05][1...])
        var reader = try CBORReader(encoder.finish())

        try reader.readArray(count: 9)
        #expect(try reader.readUnsigned() == .max)
        #expect(try reader.readInt64() == -500)
        #expect(try reader.readBytes() == [1, 2])
        #expect(try reader.readFixed() == Bytes8(words: [7]))
        #expect(try reader.readText() == "café")
        let nullBeforeBool = reader.readNull()
        #expect(try reader.readBool())
        let nullAfterBool = reader.readNull()
        #expect(!nullBeforeBool && nullAfterBool)
        #expect(try reader.readMapHeader() == 1)
        #expect(try reader.readUnsigned() == 3)
        let range = try reader.skip()
        #expect(reader[range] == [0x80])
        #expect(try reader.readItem() == 5)
        #expect(reader.isAtEnd && reader.kind == nil)
        #expect(throws: CBORError(.truncated, at: reader.offset)) { try reader.readUnsigned() }
    }

    @Test func `another type is refused where it stands, and can be read after that`() throws {
        var reader = try CBORReader([0x82, 0x61, 0x61, 0x1B] + [UInt8](repeating: 0xFF, count: 8))
        try reader.readArray(count: 2)
        #expect(throws: CBORError(.unexpected, at: 1)) { try reader.readUnsigned() }
        #expect(throws: CBORError(.unexpected, at: 1)) { try reader.readBool() }
        #expect(throws: CBORError(.unexpected, at: 1)) { try reader.readBytes() }
        #expect(try reader.readText() == "a")
        #expect(reader.kind == .unsigned)
        #expect(throws: CBORError(.unexpected, at: 3)) { try reader.readInt64() }
    }

    @Test func `an array of another count is refused`() throws {
        var reader = try CBORReader([0x82, 0x01, 0x02])
        #expect(throws: CBORError(.unexpected, at: 0)) { try reader.readArray(count: 3) }
    }

    @Test(arguments: UInt64(0)..<20)
    func `a sequence gives each item and where it stands`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let items = (0..<Int.random(in: 0..<10, using: &random)).map { _ in
            CBOR.random(using: &random)
        }
        var sequence = CBORSequence(items.flatMap(\.encoded))
        for item in items {
            let start = sequence.offset
            var reader = try #require(try sequence.next())
            #expect(reader.offset == 0)
            #expect(try reader.readItem() == item)
            #expect(sequence[start..<sequence.offset] == item.encoded[...])
        }
        let end = try sequence.next()
        #expect(end == nil)
    }

    @Test func `a sequence names the offset from its start and stays there`() throws {
        var sequence = CBORSequence([0x01, 0x82, 0x02])
        #expect(try sequence.nextRange() == 0..<1)
        #expect(throws: CBORError(.truncated, at: 3)) { try sequence.nextRange() }
        #expect(sequence.offset == 1)
    }
}
