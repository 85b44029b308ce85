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

    @Test func `a wrong length is refused`() {
        #expect(Bytes16([1, 2, 3]) == nil)
        #expect(Bytes8(hex: "00112233445566") == nil)
        #expect(Bytes8(hex: "zz11223344556677") == nil)
    }
}
