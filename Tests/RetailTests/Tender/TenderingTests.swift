import Retail
import TestSupport
import Testing

@Suite struct TenderingTests {
    private static let number = ReceiptNumber(series: "014-03", number: 1)

    /// A basket that comes to so many pence, tax included, and its terms.
    private func due(_ pence: Int64, coin: Int64 = 1) throws -> (Basket, SaleTerms) {
        let shop = Shop(isIncluded: true, coin: coin)
        var basket = shop.basket()
        try basket.add(
            Shop.piece("9", "THING", pence * 100), terms: shop.terms, by: Shop.cashier)
        return (basket, shop.terms)
    }

    /// Due, coin, cash given, change, rounding.
    static let cash: [(Int64, Int64, Int64, Int64, Int64)] = [
        (2801, 1, 4000, 1199, 0), (2801, 5, 4000, 1200, -1), (2803, 5, 2805, 0, 2),
        (2803, 5, 3000, 195, 2), (2800, 5, 2800, 0, 0), (1001, 5, 1000, 0, -1),
        (1008, 10, 2000, 990, 2), (2, 5, 0, 0, -2),
        // No coins make 29.36, but should they be given, no more goes back.
        (4, 10, 2936, 2936, -4),
    ]

    @Test(arguments: cash)
    func `cash is rounded to coins on a line of its own`(
        row: (due: Int64, coin: Int64, given: Int64, change: Int64, rounding: Int64)
    ) throws {
        var (basket, terms) = try due(row.due, coin: row.coin)
        try basket.pay("cash", amount: Money(row.given), terms: terms, by: Shop.cashier)
        #expect(basket.stage.isSettled)
        #expect(basket.stage.change == Money(row.change))
        let receipt = try basket.complete(
            number: Self.number, context: Shop.context(), terms: terms)
        #expect(receipt.rounding == Money(row.rounding))
        #expect(receipt.total == Money(row.due))
        try receipt.verify(digits: 2)
    }

    @Test func `a card is never rounded, and a split counts down`() throws {
        var (basket, terms) = try due(2801, coin: 5)
        try basket.pay(
            "card", amount: Money(1000), reference: "1", terms: terms, by: Shop.cashier)
        #expect(basket.due(terms) == Money(1801))
        #expect(basket.cashDue(terms) == Money(1800))
        try basket.pay("cash", amount: Money(500), terms: terms, by: Shop.cashier)
        #expect(basket.due(terms) == Money(1301))
        #expect(throws: BasketError.tendersGiven) { try basket.voidLine(0, by: Shop.manager) }
        #expect(throws: TenderError.notSettled(due: Money(1301))) {
            try basket.complete(number: Self.number, context: Shop.context(), terms: terms)
        }
        try basket.pay("card", reference: "2", terms: terms, by: Shop.cashier)
        #expect(basket.stage.rounding == .zero)
        #expect(throws: TenderError.alreadySettled) {
            try basket.pay("cash", terms: terms, by: Shop.cashier)
        }
        try basket.removeTender(1)
        #expect(basket.due(terms) == Money(500))
        #expect(throws: TenderError.noSuchTenderGiven(5)) { try basket.removeTender(5) }
        try basket.removeTender(1)
        try basket.removeTender(0)
        #expect(basket.stage == .ringing)
    }

    /// Tender, amount, reference, what is said to it.
    static let refused: [(String, Int64, String?, TenderError)] = [
        ("gold", 100, nil, .noSuchTender("gold")),
        ("card", 100, nil, .needsReference("card")), ("card", 100, "", .needsReference("card")),
        ("card", 100, "1234567890123", .looksLikeCardNumber),
        ("card", 100, "4111 1111 1111 1111", .looksLikeCardNumber),
        ("card", 100, "4111-1111-1111-1111-999", .looksLikeCardNumber),
        ("voucher", 100, "ABCDEFGHIJKLM", .referenceTooLong(most: 12)),
        ("card", 1001, "A", .moreThanDue(due: Money(1000), given: Money(1001))),
        ("cash", 0, nil, .amountOutOfRange(.zero)),
        ("cash", -5, nil, .amountOutOfRange(Money(-5))),
        ("cash", 1_000_000_000_001, nil, .amountOutOfRange(Money(1_000_000_000_001))),
    ]

    @Test(arguments: refused)
    func `a tender that can't be is refused`(
        row: (code: String, amount: Int64, reference: String?, error: TenderError)
    ) throws {
        var (basket, terms) = try due(1000)
        let before = basket
        #expect(throws: row.error) {
            try basket.pay(
                row.code, amount: Money(row.amount), reference: row.reference, terms: terms,
                by: Shop.cashier)
        }
        #expect(basket == before)
    }

    @Test func `nothing is paid for nothing`() throws {
        var basket = Shop().basket()
        #expect(throws: TenderError.basketIsEmpty) {
            try basket.pay("cash", terms: Shop().terms, by: Shop.cashier)
        }
        var (free, terms) = try due(0)
        try free.settleEven(terms)
        let receipt = try free.complete(
            number: Self.number, context: Shop.context(), terms: terms)
        #expect((receipt.total, receipt.tenders) == (.zero, []))
        try receipt.verify(digits: 2)
    }

    @Test func `a price that changed after the tender stops the receipt`() throws {
        var (basket, terms) = try due(1000)
        let shop = Shop()
        try basket.pay("cash", terms: terms, by: Shop.cashier)
        #expect(throws: TenderError.notSettled(due: Money(60))) {
            try basket.complete(
                number: Self.number, context: Shop.context(), terms: shop.terms)
        }
        terms.moment = terms.moment.adding(milliseconds: 1)
        _ = try basket.complete(number: Self.number, context: Shop.context(), terms: terms)
    }

    @Test func `money goes back the way it came, or a second person says otherwise`() throws {
        var (sale, terms) = try due(3000)
        try sale.pay(
            "card", amount: Money(2000), reference: "1", terms: terms, by: Shop.cashier)
        try sale.pay("cash", amount: Money(2000), terms: terms, by: Shop.cashier)
        let receipt = try sale.complete(
            number: Self.number, context: Shop.context(), terms: terms)
        var refund = Shop().basket(101)
        try refund.addReturn(
            ofLine: 0, quantity: .one, from: ReturnSource(receipt: receipt), reason: 1,
            terms: terms, by: Shop.cashier)
        #expect(
            refund.refundPlan(terms) == [
                ReceiptTender(tender: "card", amount: Money(2000)),
                ReceiptTender(tender: "cash", amount: Money(1000)),
            ])
        #expect(throws: TenderError.needsApproval(.returnWithoutReceipt)) {
            try refund.pay("cash", terms: terms, by: Shop.cashier)
        }
        var allowed = refund
        try allowed.pay("cash", terms: terms, by: Shop.cashier, approval: Shop.manager)
        #expect(allowed.stage.isSettled)
        #expect(throws: TenderError.moreThanDue(due: Money(-3000), given: Money(3001))) {
            try refund.pay("cash", amount: Money(3001), terms: terms, by: Shop.cashier)
        }
        try refund.pay("cash", amount: Money(1000), terms: terms, by: Shop.cashier)
        try refund.pay("card", reference: "2", terms: terms, by: Shop.cashier)
        let back = try refund.complete(
            number: Self.number, context: Shop.context(), terms: terms)
        #expect((back.kind, back.total) == (.refund, -receipt.total))
        try back.verify(digits: 2)
    }

    /// What is bought for a thing of 20.00 that comes back, and what is due.
    static let exchanges: [(Int64, Int64)] = [(2000, 0), (2500, 500), (1200, -800)]

    @Test(arguments: exchanges)
    func `an exchange is even, up or down, with one net tender`(
        bought: Int64, net: Int64
    ) throws {
        var (sale, terms) = try due(2000)
        try sale.pay("cash", terms: terms, by: Shop.cashier)
        let receipt = try sale.complete(
            number: Self.number, context: Shop.context(), terms: terms)
        var exchange = Shop().basket(101)
        try exchange.addReturn(
            ofLine: 0, quantity: .one, from: ReturnSource(receipt: receipt), reason: 1,
            terms: terms, by: Shop.cashier)
        try exchange.add(
            Shop.piece("8", "OTHER", bought * 100), terms: terms, by: Shop.cashier)
        #expect(exchange.due(terms) == Money(net))
        try exchange.pay("cash", terms: terms, by: Shop.cashier)
        let done = try exchange.complete(
            number: Self.number, context: Shop.context(), terms: terms)
        #expect((done.kind, done.total) == (.exchange, Money(net)))
        try done.verify(digits: 2)
    }

    @Test func `no more comes back than was sold, on however many baskets`() throws {
        var (sale, terms) = try due(2000)
        try sale.setQuantity(Quantity(units: 2), ofLine: 0, by: Shop.cashier)
        try sale.pay("cash", terms: terms, by: Shop.cashier)
        let receipt = try sale.complete(
            number: Self.number, context: Shop.context(), terms: terms)
        func refusal(
            _ source: ReturnSource, line: UInt32 = 0, _ units: Int64
        ) -> ReturnError? {
            var basket = Shop().basket(101)
            do {
                try basket.addReturn(
                    ofLine: line, quantity: .one, from: source, reason: 1, terms: terms,
                    by: Shop.cashier)
                for _ in 1..<units {
                    try basket.addReturn(
                        ofLine: line, quantity: .one, from: source, reason: 1, terms: terms,
                        by: Shop.cashier)
                }
                return nil
            } catch BasketError.returnRefused(let error) {
                return error
            } catch {
                Issue.record("\(error)")
                return nil
            }
        }
        let fresh = ReturnSource(receipt: receipt)
        let once = ReturnSource(receipt: receipt, cameBack: [0: .one])
        #expect(refusal(fresh, 2) == nil)
        #expect(
            refusal(fresh, 3)
                == .moreThanSold(returnable: Quantity(units: 2), asked: Quantity(units: 3)))
        #expect(refusal(once, 1) == nil)
        #expect(refusal(once, 2) == .moreThanSold(returnable: .one, asked: Quantity(units: 2)))
        #expect(refusal(fresh, line: 4, 1) == .noSuchLine(4))
        #expect(refusal(ReturnSource(receipt: receipt, isVoided: true), 1) == .receiptIsVoided)
    }

    @Test func `without a receipt a manager pays out up to the cap`() throws {
        let shop = Shop(isIncluded: true)
        var basket = shop.basket()
        func giveBack(
            _ pence: Int64, by person: Authority, approval: Authority? = nil
        ) throws(BasketError) {
            let goods = Shop.piece("9", "THING", pence * 100)
            try basket.addReturnWithoutReceipt(
                goods, quantity: .one, price: goods.price, reason: 1, terms: shop.terms,
                by: person, approval: approval)
        }
        #expect(throws: BasketError.needsApproval(.returnWithoutReceipt)) {
            try giveBack(100, by: Shop.cashier)
        }
        try giveBack(3000, by: Shop.cashier, approval: Shop.manager)
        let over = ReturnError.overCap(cap: Money(5000), asked: Money(5001))
        #expect(throws: BasketError.returnRefused(over)) {
            try giveBack(2001, by: Shop.manager)
        }
        try giveBack(2000, by: Shop.manager)
        #expect(basket.totals(shop.terms).total == Money(-5000))
        #expect(basket.totals(shop.terms).tax == -(Money(500) + Money(333)))
        #expect(basket.events.map(\.kind) == [.returnedWithoutReceipt, .returnedWithoutReceipt])
    }
}
