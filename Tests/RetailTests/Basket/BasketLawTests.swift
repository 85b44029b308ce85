import Encoding
import Retail
import TestSupport
import Testing

@Suite struct BasketLawTests {
    private static let number = ReceiptNumber(series: "014-03", number: 1)

    @Test(arguments: UInt64(0)..<40)
    func `any verbs keep the basket sound, and it encodes to itself`(seed: UInt64) throws {
        for round in 0..<10 {
            var day = RandomDay(seed: seed * 1000 + UInt64(round))
            var basket = day.shop.basket()
            for _ in 0..<30 {
                #expect(day.step(&basket, source: nil))
                #expect(basket.fault == nil)
                let bytes = basket.encode()
                #expect(try Basket(decoding: bytes) == basket)
                #expect(try Basket(decoding: bytes).encode() == bytes)
                expectSums(of: basket, day.shop.terms)
            }
            #expect(day.done > 0)
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `any paid basket gives a receipt whose figures verify`(seed: UInt64) throws {
        var completed = 0
        for round in 0..<10 {
            var day = RandomDay(seed: 77_000 + seed * 1000 + UInt64(round))
            let earlier = try sale(&day, steps: 12)
            let source = earlier.map { ReturnSource(receipt: $0) }
            var basket = day.shop.basket(200)
            for _ in 0..<10 { _ = day.step(&basket, source: source) }
            guard basket.hasGoods else { continue }
            try day.pay(&basket)
            let receipt = try complete(basket, day.shop)
            try receipt.verify(digits: 2)
            #expect(try Basket(decoding: basket.encode()) == basket)
            completed += 1
        }
        #expect(completed > 5)
    }

    @Test(arguments: UInt64(0)..<40)
    func `all units that come back one by one sum to what was paid`(seed: UInt64) throws {
        for round in 0..<20 {
            var day = RandomDay(seed: 990_000 + seed * 1000 + UInt64(round))
            guard let receipt = try sale(&day, steps: 25) else { continue }
            try expectWholeReturn(of: receipt, &day)
        }
    }

    /// Rings and pays a sale without returns; nil where nothing stayed in the basket.
    private func sale(_ day: inout RandomDay, steps: Int) throws -> Receipt? {
        var basket = day.shop.basket(150)
        for _ in 0..<steps { _ = day.step(&basket, source: nil) }
        for index in basket.lines.indices where basket.lines[index].quantity < .zero {
            guard !basket.lines[index].isVoided else { continue }
            try basket.voidLine(index, by: Shop.manager)
        }
        guard basket.hasGoods else { return nil }
        try day.pay(&basket)
        return try complete(basket, day.shop)
    }

    private func complete(_ basket: Basket, _ shop: Shop) throws -> Receipt {
        try basket.complete(
            number: Self.number, context: Shop.context(), terms: shop.terms)
    }

    /// Takes everything back in random parts and compares each of the sums.
    private func expectWholeReturn(of receipt: Receipt, _ day: inout RandomDay) throws {
        var cameBack: [UInt32: Quantity] = [:]
        var total = Money.zero
        var taxes: [String: Money] = [:]
        while let line = receipt.lines.indices.first(where: {
            cameBack[UInt32($0), default: .zero] < receipt.lines[$0].quantity
        }) {
            let source = ReturnSource(receipt: receipt, cameBack: cameBack)
            let left = source.returnable(UInt32(line))
            let isWeighed = receipt.lines[line].unit == .weight
            let part = isWeighed ? Quantity(thousandths: day.number(1...900)) : .one
            let quantity = min(left, part)
            var basket = day.shop.basket(300)
            try basket.addReturn(
                ofLine: UInt32(line), quantity: quantity, from: source, reason: 1,
                terms: day.shop.terms, by: Shop.cashier)
            let totals = basket.totals(day.shop.terms)
            total += totals.total
            for tax in totals.taxes {
                taxes[tax.label + tax.category, default: .zero] += tax.amount
            }
            cameBack[UInt32(line), default: .zero] =
                cameBack[UInt32(line), default: .zero] + quantity
        }
        #expect(total == -receipt.total)
        for tax in receipt.taxes {
            #expect(taxes[tax.label + tax.category, default: .zero] == -tax.amount)
        }
    }

    private func expectSums(of basket: Basket, _ terms: SaleTerms) {
        let totals = basket.totals(terms)
        #expect(totals.lines.map(\.tax).sum() == totals.tax)
        #expect(totals.gross - totals.discount == totals.subtotal)
        let exclusive = totals.taxIncluded ? Money.zero : totals.tax
        #expect(totals.lines.map(\.net).sum() + exclusive == totals.total)
    }
}
