import Encoding
import Retail
import TestSupport
import Testing

@Suite struct BasketCodingTests {
    @Test func `a later version is named, other bytes are refused with their place`() throws {
        let bytes = Shop().basket().encode()
        var later = bytes
        // Byte 0 is the array's head, byte 1 the version.
        later[1] = 2
        #expect(throws: BasketCodingError.unknownVersion(2)) { try Basket(decoding: later) }
        #expect(throws: BasketCodingError.malformed(offset: 0)) { try Basket(decoding: []) }
        #expect(throws: BasketCodingError.self) { try Basket(decoding: bytes + [0]) }
        #expect(throws: BasketCodingError.self) { try Basket(decoding: bytes.dropLast()) }
    }

    /// Each event that tells of an act taken out of the bytes, as a forger would.
    @Test func `a basket that hides an override or a discount is refused`() throws {
        let shop = Shop()
        let milk = Shop.piece("MILK", "MILK 1L", 18_900)
        for act in 0..<3 {
            var basket = shop.basket()
            try basket.add(milk, terms: shop.terms, by: Shop.manager)
            let plain = basket
            switch act {
            case 0:
                try basket.overridePrice(
                    ofLine: 0, to: UnitPrice(tenThousandths: 100), reason: 1, terms: shop.terms,
                    by: Shop.manager)
            case 1:
                try basket.discountLine(
                    0, .amount(Money(50)), reason: 1, terms: shop.terms, by: Shop.manager)
            case _:
                try basket.discountBasket(
                    .amount(Money(50)), reason: 1, terms: shop.terms, by: Shop.manager)
            }
            #expect(try Basket(decoding: basket.encode()) == basket)
            var parts = try #require(try CBOR.decode(basket.encode()).asArray)
            let without = try #require(try CBOR.decode(plain.encode()).asArray)
            // The events stand eighth after the version.
            parts[8] = without[8]
            let forged = CBOR.array(parts).encoded
            #expect(throws: BasketCodingError.unsound(act < 2 ? .line(0) : .discount)) {
                try Basket(decoding: forged)
            }
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `no mutation traps, and what decodes is sound and encodes to the same`(seed: UInt64) {
        var day = RandomDay(seed: seed)
        var basket = day.shop.basket()
        for _ in 0..<15 { _ = day.step(&basket, source: nil) }
        let bytes = basket.encode()
        for _ in 0..<300 {
            var mutated = bytes
            let place = Int(day.number(0...Int64(bytes.count - 1)))
            mutated[place] = UInt8(truncatingIfNeeded: day.number(0...255))
            guard let decoded = try? Basket(decoding: mutated) else { continue }
            #expect(decoded.fault == nil)
            #expect(decoded.encode() == mutated)
            _ = decoded.totals(day.shop.terms)
        }
    }
}

extension Basket {
    fileprivate init(decoding bytes: ArraySlice<UInt8>) throws(BasketCodingError) {
        try self.init(decoding: Array(bytes))
    }
}
