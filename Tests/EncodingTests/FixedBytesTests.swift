import Encoding
import TestSupport
import Testing

@Suite struct FixedBytesTests {
    @Test(arguments: UInt64(0)..<20)
    func `bytes survive the round trip and keep their order`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (a, b) = (random.bytes(32), random.bytes(32))
        let first = try #require(Bytes32(a))
        let second = try #require(Bytes32(b))
        #expect(first.bytes == a)
        #expect(Bytes32(hex: first.hex) == first)
        #expect((first < second) == a.lexicographicallyPrecedes(b))
    }

    @Test(arguments: UInt64(0)..<20)
    func `every length reads from every collection and writes the same`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        try check(Bytes8.self, using: &random)
        try check(Bytes16.self, using: &random)
        try check(Bytes32.self, using: &random)
        try check(Bytes64.self, using: &random)
    }

    private func check<Value: FixedBytes>(
        _ type: Value.Type, using random: inout SplitMix64
    ) throws {
        let bytes = random.bytes(Value.count)
        let value = try #require(Value(bytes))
        #expect(value.bytes == bytes)
        #expect(Value(([9] + bytes + [9])[1...Value.count]) == value)
        #expect(Value(Array(bytes.reversed()).reversed() as ReversedCollection) == value)
        #expect(Value(words: value.words) == value)
        #expect(Value(bytes.dropLast()) == nil && Value(bytes + [0]) == nil)
        var buffer: [UInt8] = [7]
        value.append(to: &buffer)
        #expect(buffer == [7] + bytes)
        let other = random.bytes(Value.count)
        #expect((value < (try #require(Value(other)))) == bytes.lexicographicallyPrecedes(other))
    }

    @Test func `a wrong length is refused`() {
        #expect(Bytes16([1, 2, 3]) == nil)
        #expect(Bytes8(hex: "00112233445566") == nil)
        #expect(Bytes8(hex: "zz11223344556677") == nil)
    }
}
