import Encoding
import TestSupport
import Testing

@Suite struct CBORRoundTripTests {
    @Test(arguments: UInt64(0)..<50)
    func `a random item is written and read back as it was`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let item = CBOR.random(using: &random)
            let bytes = item.encoded
            let back = try CBOR.decode(bytes)
            #expect(back == item)
            #expect(back.hashValue == item.hashValue)
            var reader = try CBORReader(bytes)
            #expect(try reader.skip() == 0..<bytes.count)
            #expect(reader.isAtEnd)
        }
    }

    @Test(arguments: UInt64(0)..<50)
    func `damaged bytes are refused, or are what their value encodes to`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let original = CBOR.random(using: &random).encoded
        for _ in 0..<500 {
            let bytes = Self.damaged(original, using: &random)
            do throws(CBORError) {
                #expect(try CBOR.decode(bytes).encoded == bytes)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
                #expect(error.reason != .truncated || error.offset == bytes.count)
                #expect(error.reason != .unexpected)
            }
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `every cut of an item is truncated at its end`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let bytes = CBOR.random(using: &random).encoded
        for count in 0..<min(bytes.count, 500) {
            #expect(throws: CBORError(.truncated, at: count)) {
                try CBOR.decode(Array(bytes.prefix(count)))
            }
        }
    }

    @Test func `texts of equal look and different bytes are different`() throws {
        let (composed, decomposed) = (CBOR.text("\u{E9}"), CBOR.text("e\u{301}"))
        #expect(composed != decomposed)
        var map = CBORMap()
        map["\u{E9}"] = 1
        map["e\u{301}"] = 2
        #expect(map.count == 2)
        #expect(try CBOR.decode(CBOR.map(map).encoded) == .map(map))
    }

    @Test(arguments: UInt64(0)..<20)
    func `a map set in any order encodes the same`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let keys = CBOR.keys(using: &random)
        var (first, second) = (CBORMap(), CBORMap())
        for key in keys.shuffled(using: &random) { first[key] = 1 }
        for key in keys.shuffled(using: &random) { second[key] = 1 }
        #expect(CBOR.map(first).encoded == CBOR.map(second).encoded)
        #expect(try CBOR.decode(CBOR.map(first).encoded) == .map(second))
        for key in keys { first[key] = nil }
        #expect(first == [:])
    }

    private static func damaged(_ bytes: [UInt8], using random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let index = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where index < bytes.count: bytes[index] ^= 1 << UInt8(random.next() % 8)
            case 1 where index < bytes.count: bytes.remove(at: index)
            case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: index)
            default: bytes.removeLast(min(bytes.count, index % 4))
            }
        }
        return bytes
    }
}

extension CBOR {
    /// An item of at most 5 levels; numbers of every size of head.
    static func random(using random: inout SplitMix64, depth: Int = 1) -> CBOR {
        let kinds = depth < 5 ? 8 : 6
        let number = random.next() >> UInt64.random(in: 0..<64, using: &random)
        switch Int.random(in: 0..<kinds, using: &random) {
        case 0: return .unsigned(number)
        case 1: return .negative(number >> 1)
        case 2: return .bytes(random.bytes(Int.random(in: 0..<40, using: &random)))
        case 3: return .text(text(using: &random))
        case 4: return .bool(Bool.random(using: &random))
        case 5: return .null
        case 6:
            let count = Int.random(in: 0..<6, using: &random)
            return .array((0..<count).map { _ in Self.random(using: &random, depth: depth + 1) })
        default:
            var map = CBORMap()
            for key in keys(using: &random) {
                map[key] = Self.random(using: &random, depth: depth + 1)
            }
            return .map(map)
        }
    }

    static func keys(using random: inout SplitMix64) -> [CBORMap.Key] {
        (0..<Int.random(in: 0..<6, using: &random)).map { _ in
            Bool.random(using: &random)
                ? .unsigned(random.next() >> UInt64.random(in: 0..<64, using: &random))
                : .text(text(using: &random))
        }
    }

    private static func text(using random: inout SplitMix64) -> String {
        let scalars = "aZ09 é水𐅑\u{301}"
        return String(
            (0..<Int.random(in: 0..<30, using: &random)).compactMap { _ in
                scalars.randomElement(using: &random)
            })
    }
}
