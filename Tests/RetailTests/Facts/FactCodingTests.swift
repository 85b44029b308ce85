import Encoding
import Retail
import TestSupport
import Testing

@Suite struct FactCodingTests {
    @Test(arguments: UInt64(0)..<40)
    func `what was written is read again, byte for byte`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for kind in Fact.kinds {
            for _ in 0..<10 {
                let fact = Fact.random(kind: kind, using: &random)
                let payload = fact.encode()
                let read = try Fact.decode(kind: kind, payload: payload)
                #expect(read == fact)
                #expect(read.kind == kind)
                // Equal texts may have different bytes; a second writing shows those too.
                #expect(read.encode() == payload)
            }
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `a damaged payload is refused or read, and what is read can be written`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for kind in Fact.kinds {
            let payload = Fact.random(kind: kind, using: &random).encode()
            for _ in 0..<60 {
                let damaged = Self.damage(payload, using: &random)
                guard let read = try? Fact.decode(kind: kind, payload: damaged) else { continue }
                #expect((try? Fact.decode(kind: kind, payload: read.encode())) == read)
            }
        }
    }

    private static func damage(_ bytes: [UInt8], using random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 2: bytes.removeSubrange(place...)
        default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        }
        return bytes
    }

    @Test(arguments: UInt64(0)..<10)
    func `every shorter payload is refused as truncated`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for kind in Fact.kinds {
            let payload = Fact.random(kind: kind, using: &random).encode()
            for length in 0..<payload.count {
                #expect(throws: FactError.self) {
                    try Fact.decode(kind: kind, payload: Array(payload[..<length]))
                }
            }
        }
    }

    @Test(arguments: UInt64(0)..<10)
    func `keys of later versions change nothing`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for kind in Fact.kinds {
            let fact = Fact.random(kind: kind, using: &random)
            var map = try #require(try CBOR.decode(fact.encode()).asMap)
            map[.unsigned(200)] = .array([.text("later"), .null])
            map[.text("note")] = .map(CBORMap())
            // A gap within the keys that are in use: 30 is above all of them.
            map[.unsigned(30)] = .bytes([1, 2, 3])
            let read = try Fact.decode(kind: kind, payload: CBOR.map(map).encoded)
            #expect(read == fact)
        }
    }

    @Test func `faults name the key, the place and the reason`() throws {
        let opening = DrawerOpening(
            content: ContentID(Bytes16(words: [0, 0])),
            time: LocalTime(Instant(milliseconds: 0), offsetSeconds: 0),
            businessDate: BusinessDate(days: 0), person: PersonID(Bytes16(words: [0, 0])),
            float: .zero)
        let map = try #require(try CBOR.decode(Fact.drawerOpened(opening).encode()).asMap)
        func fault(_ change: (inout CBORMap) -> Void) -> FactError? {
            var map = map
            change(&map)
            do throws(FactError) {
                _ = try Fact.decode(kind: 70, payload: CBOR.map(map).encoded)
                return nil
            } catch { return error }
        }
        #expect(fault { $0[6] = nil }?.reason == .missing)
        #expect(fault { $0[6] = nil }?.key == 6)
        #expect(
            fault { $0[6] = .text("ten") }
                == FactError(
                    kind: 70, key: 6, offset: 42, reason: .type))
        #expect(fault { $0[6] = .unsigned(.max) }?.reason == .range)
        #expect(fault { $0[4] = .bytes([1]) }?.reason == .type)
        #expect(fault { $0[1] = .integer(.min) }?.key == 1)
        #expect(fault { $0[2] = .integer(.max) }?.reason == .range)
        #expect(throws: FactError(kind: 86, key: nil, offset: 0, reason: .unknownKind)) {
            try Fact.decode(kind: 86, payload: [0xA0])
        }
        #expect(throws: FactError(kind: 70, key: nil, offset: 0, reason: .type)) {
            try Fact.decode(kind: 70, payload: [0x80])
        }
    }

    @Test func `texts over their limit are refused`() {
        let adjustment = MoneyAdjustment(
            content: ContentID(Bytes16(words: [0, 0])),
            time: LocalTime(Instant(milliseconds: 0), offsetSeconds: 0),
            businessDate: BusinessDate(days: 0), person: PersonID(Bytes16(words: [0, 0])),
            amount: .zero, reason: String(repeating: "x", count: FactLimit.textBytesMax + 1))
        let error = #expect(throws: FactError.self) {
            try Fact.decode(kind: 78, payload: Fact.moneyAdjusted(adjustment).encode())
        }
        #expect(error?.reason == .tooLong(bytesMax: FactLimit.textBytesMax))
    }

    @Test func `the model sale is small`() throws {
        var random = SplitMix64(seed: 7)
        let drawer = ContentID(Bytes16(words: [random.next(), random.next()]))
        let person = PersonID(Bytes16(words: [random.next(), random.next()]))
        var sizes: [Int] = []
        for number in 1...1000 {
            let sale = Receipt.modelSale(
                number: UInt32(number), drawer: drawer, person: person,
                time: Instant(milliseconds: 1_790_000_000_000 + Int64(number) * 45_000),
                using: &random)
            try sale.verify(digits: 2)
            sizes.append(Fact.receiptCompleted(sale).encode().count)
        }
        let mean = sizes.reduce(0, +) / sizes.count
        print("model sale: payload \(mean) bytes on average, \(sizes.max() ?? 0) at most")
        #expect(mean < 330)
    }
}
