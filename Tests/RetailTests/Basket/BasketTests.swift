import Encoding
import Retail
import TestSupport
import Testing

@Suite struct BasketTests {
    private let shop = Shop()
    private var terms: SaleTerms { shop.terms }

    private func basket(_ goods: Sellable...) throws -> Basket {
        var basket = shop.basket()
        for goods in goods { try basket.add(goods, terms: terms, by: Shop.cashier) }
        return basket
    }

    @Test func `the same item again raises its line, unless the shop wants a new one`() throws {
        var basket = try basket(Shop.milk, Shop.shirt, Shop.milk)
        #expect(basket.lines.map(\.quantity) == [Quantity(units: 2), .one])
        #expect(basket.lastLine == 0)
        var other = terms
        other.settings.mergesSameItems = false
        try basket.add(Shop.milk, terms: other, by: Shop.cashier)
        #expect(basket.lines.count == 3)
    }

    @Test func `n times after the scan, and repeat`() throws {
        var basket = try basket(Shop.milk, Shop.gum)
        try basket.setQuantity(
            Quantity(units: 3), ofLine: #require(basket.lastLine), by: Shop.cashier)
        #expect(basket.lines[1].quantity == Quantity(units: 3))
        try basket.repeatLast(terms: terms, by: Shop.cashier)
        #expect(basket.lines[1].quantity == Quantity(units: 4))
        #expect(basket.totals(terms).gross == Money(189 + 4 * 33))
    }

    /// Typed quantity in thousandths, and what is said to it.
    static let quantities: [(Int64, BasketError)] = [
        (0, .quantityOutOfRange(.zero)),
        (-1000, .quantityOutOfRange(Quantity(thousandths: -1000))),
        (1500, .quantityNotWhole(Quantity(thousandths: 1500))),
        (1_000_000_001, .quantityOutOfRange(Quantity(thousandths: 1_000_000_001))),
    ]

    @Test(arguments: quantities)
    func `a quantity that can't be is refused`(thousandths: Int64, error: BasketError) throws {
        var basket = try basket(Shop.milk)
        #expect(throws: error) {
            try basket.setQuantity(
                Quantity(thousandths: thousandths), ofLine: 0, by: Shop.cashier)
        }
    }

    @Test func `fewer pieces count as voided, within the same limit`() throws {
        var basket = try basket(Shop.shirt)
        try basket.setQuantity(Quantity(units: 5), ofLine: 0, by: Shop.cashier)
        #expect(throws: BasketError.needsApproval(.voidLine)) {
            try basket.setQuantity(.one, ofLine: 0, by: Shop.cashier)
        }
        try basket.setQuantity(.one, ofLine: 0, by: Shop.cashier, approval: Shop.manager)
        let event = try #require(basket.events.last)
        #expect((event.kind, event.amount) == (.lineVoided, Money(4 * 1999)))
        #expect(event.approver == Shop.manager.person)
    }

    @Test func `a voided line stays to be seen and counts for nothing`() throws {
        var basket = try basket(Shop.milk, Shop.gum)
        try basket.voidLine(0, by: Shop.cashier)
        #expect(basket.lines.map(\.isVoided) == [true, false])
        #expect(basket.totals(terms).gross == Money(33))
        #expect(throws: BasketError.lineIsVoided(0)) { try basket.voidLine(0, by: Shop.cashier) }
        #expect(throws: BasketError.noSuchLine(7)) { try basket.voidLine(7, by: Shop.cashier) }
        try basket.add(Shop.milk, terms: terms, by: Shop.cashier)
        #expect(basket.lines.count == 3)
    }

    @Test func `a weight is scanned, or typed by who may`() throws {
        var basket = shop.basket()
        let weight = Quantity(thousandths: 745)
        try basket.add(Shop.bananas, .weighed(weight), terms: terms, by: Shop.cashier)
        #expect(basket.totals(terms).gross == Money(297))
        #expect(throws: BasketError.needsApproval(.typeWeight)) {
            try basket.add(Shop.bananas, .typedWeight(weight), terms: terms, by: Shop.cashier)
        }
        try basket.add(
            Shop.bananas, .typedWeight(weight), terms: terms, by: Shop.cashier,
            approval: Shop.manager)
        #expect(basket.events.map(\.kind) == [.weightTyped])
        #expect(throws: BasketError.needsWeight(Shop.bananas.item.code)) {
            try basket.add(Shop.bananas, terms: terms, by: Shop.cashier)
        }
        #expect(throws: BasketError.isNotWeighed(Shop.milk.item.code)) {
            try basket.add(Shop.milk, .weighed(weight), terms: terms, by: Shop.cashier)
        }
    }

    @Test func `a label's price is locked, and its weight follows`() throws {
        var basket = shop.basket()
        try basket.add(Shop.bananas, .labelled(Money(297)), terms: terms, by: Shop.cashier)
        try basket.add(Shop.milk, .labelled(Money(150)), terms: terms, by: Shop.cashier)
        #expect(basket.totals(terms).lines.map(\.gross) == [Money(297), Money(150)])
        #expect(basket.lines.map(\.quantity) == [Quantity(thousandths: 744), .one])
        for line in 0...1 {
            #expect(throws: BasketError.lineIsFixed(line)) {
                try basket.setQuantity(.one, ofLine: line, by: Shop.manager)
            }
            #expect(throws: BasketError.lineIsFixed(line)) {
                try basket.overridePrice(
                    ofLine: line, to: .zero, reason: 1, terms: terms, by: Shop.manager)
            }
        }
    }

    @Test func `age is asked once, for the day of today, and a refusal stays recorded`() throws {
        var basket = shop.basket()
        let birthday = try #require(CivilDate(year: 2008, month: 11, day: 21)).businessDate
        let ask = BasketError.needsAge(years: 18, bornOnOrBefore: birthday)
        #expect(throws: ask) { try basket.add(Shop.wine, terms: terms, by: Shop.cashier) }
        let young = BusinessDate(days: birthday.days + 1)
        #expect(throws: BasketError.tooYoung(years: 18)) {
            try basket.answerAge(
                .bornOn(young), for: Shop.wine.item, terms: terms, by: Shop.cashier)
        }
        #expect(basket.events.map(\.kind) == [.ageRefused])
        #expect(throws: ask) { try basket.add(Shop.wine, terms: terms, by: Shop.cashier) }
        try basket.answerAge(.bornOn(birthday), for: Shop.wine.item, terms: terms, by: Shop.cashier)
        try basket.add(Shop.wine, terms: terms, by: Shop.cashier)
        let knives = Shop.piece("1005", "KNIFE", 50_000, age: 16)
        try basket.add(knives, terms: terms, by: Shop.cashier)
        let fireworks = Shop.piece("1006", "ROCKET", 50_000, age: 21)
        #expect(throws: BasketError.self) {
            try basket.add(fireworks, terms: terms, by: Shop.cashier)
        }
        #expect(basket.lines.count == 2)
    }

    @Test func `a discount over the limit takes a second person, and says who`() throws {
        var basket = try basket(Shop.shirt)
        let half = Discount.percent(Rate(basisPoints: 5000))
        #expect(throws: BasketError.needsReason(.discount)) {
            try basket.discountLine(0, half, reason: nil, terms: terms, by: Shop.manager)
        }
        #expect(throws: BasketError.unknownReason(.discount, 9)) {
            try basket.discountLine(0, half, reason: 9, terms: terms, by: Shop.manager)
        }
        #expect(throws: BasketError.needsApproval(.discount)) {
            try basket.discountLine(0, half, reason: 1, terms: terms, by: Shop.cashier)
        }
        #expect(throws: BasketError.needsApproval(.discount)) {
            try basket.discountLine(
                0, half, reason: 1, terms: terms, by: Shop.cashier, approval: Shop.nobody)
        }
        try basket.discountLine(
            0, half, reason: 1, terms: terms, by: Shop.cashier, approval: Shop.manager)
        #expect(basket.totals(terms).subtotal == Money(999))
        #expect(basket.events.map(\.approver) == [Shop.manager.person])
        try basket.discountLine(
            0, .percent(Rate(basisPoints: 1000)), reason: 1, terms: terms, by: Shop.cashier)
        #expect(basket.totals(terms).subtotal == Money(1799))
        #expect(throws: BasketError.discountOutOfRange) {
            try basket.discountBasket(
                .percent(Rate(basisPoints: 10_001)), reason: 1, terms: terms, by: Shop.manager)
        }
        try basket.discountLine(0, nil, reason: nil, terms: terms, by: Shop.cashier)
        #expect(basket.totals(terms).subtotal == Money(1999))
    }

    @Test func `a price is overridden by who may, and the event says by how much in the end`()
        throws
    {
        var basket = try basket(Shop.shirt)
        let price = UnitPrice(tenThousandths: 150_000)
        #expect(throws: BasketError.needsApproval(.overridePrice)) {
            try basket.overridePrice(
                ofLine: 0, to: price, reason: 1, terms: terms, by: Shop.cashier)
        }
        try basket.overridePrice(ofLine: 0, to: price, reason: 1, terms: terms, by: Shop.manager)
        try basket.setQuantity(Quantity(units: 2), ofLine: 0, by: Shop.cashier)
        try basket.pay("cash", terms: terms, by: Shop.cashier)
        let receipt = try basket.complete(
            number: ReceiptNumber(series: "S", number: 1), context: Shop.context(), terms: terms)
        #expect(receipt.events.map(\.amount) == [Money(3000 - 3998)])
    }

    @Test func `open items, unknown codes and price checks are noted`() throws {
        var basket = shop.basket()
        basket.noteUnknown(code: "8412345678905", isTyped: false)
        basket.notePriceCheck(of: Shop.milk)
        #expect(!basket.isUntouched && !basket.hasGoods)
        #expect(throws: BasketError.needsApproval(.openItem)) {
            try basket.addOpenItem(
                code: "8412345678905", name: "SOCKS", department: "D1", taxCategory: "A",
                price: UnitPrice(tenThousandths: 39_900), by: Shop.cashier)
        }
        try basket.addOpenItem(
            code: "8412345678905", name: "SOCKS", department: "D1", taxCategory: "A",
            price: UnitPrice(tenThousandths: 39_900), by: Shop.cashier, approval: Shop.manager)
        #expect(basket.lines.map(\.item) == [nil])
        #expect(basket.events.map(\.kind) == [.unknownCode, .priceChecked, .openItem])
    }

    @Test func `an exemption takes tax off while its certificate holds`() throws {
        var basket = try basket(Shop.shirt)
        try basket.attach(customer: CustomerID(Shop.id(4)))
        let expired = TaxExemption(kind: .charity, hasCertificate: true, expires: Shop.noon)
        #expect(throws: BasketError.exemptionRefused(.expired(.charity, at: Shop.noon))) {
            try basket.attach(exemption: expired, terms: terms, by: Shop.manager)
        }
        let valid = TaxExemption(kind: .charity, hasCertificate: true)
        #expect(throws: BasketError.needsApproval(.exemptCustomer)) {
            try basket.attach(exemption: valid, terms: terms, by: Shop.cashier)
        }
        try basket.attach(exemption: valid, terms: terms, by: Shop.manager)
        #expect(basket.totals(terms).tax == .zero && basket.totals(terms).isTaxExempt)
        try basket.attach(customer: nil)
        #expect(basket.totals(terms).tax == Money(120))
    }

    @Test func `an inactive item and a person without rights are refused`() throws {
        var basket = shop.basket()
        var gone = Shop.milk
        gone.item.isActive = false
        #expect(throws: BasketError.itemInactive(gone.item.code)) {
            try basket.add(gone, terms: terms, by: Shop.cashier)
        }
        #expect(throws: BasketError.needsApproval(.sell)) {
            try basket.add(Shop.milk, terms: terms, by: Shop.nobody)
        }
        #expect(basket.isUntouched)
    }

    /// Text, and whether a note may hold it.
    static let notes: [(String, Bool)] = [
        ("Deliver at 10", true), ("4111 1111 1111 1111", false), ("4111-1111-1111-1111", false),
        ("card 5500005555555559 ok", false), ("order 4111111111111112", true),
        ("5012345678900", true), (String(repeating: "x", count: 65), false),
    ]

    @Test(arguments: notes)
    func `a note holds no card number and no novel`(text: String, isAllowed: Bool) {
        var basket = shop.basket()
        let isTaken = (try? basket.addNote(text)) != nil
        #expect(isTaken == isAllowed)
    }

    @Test func `hold and recall bring the same basket back; cancel keeps what stood in it`() throws
    {
        var basket = try basket(Shop.milk, Shop.shirt)
        try basket.voidLine(0, by: Shop.cashier)
        let record = try basket.hold(
            content: ContentID(Shop.id(8)), context: Shop.context(), label: "Red coat",
            terms: terms, by: Shop.cashier)
        #expect((record.lines.count, record.events.count) == (1, 1))
        let (recalled, fact) = try record.recall(
            content: ContentID(Shop.id(9)), context: Shop.context())
        #expect(recalled == basket)
        #expect(fact.hold == record.content)
        #expect(throws: BasketError.needsApproval(.cancelBasket)) {
            try basket.cancel(
                content: ContentID(Shop.id(10)), context: Shop.context(), reason: 1, terms: terms,
                by: Shop.cashier)
        }
        let cancelled = try basket.cancel(
            content: ContentID(Shop.id(10)), context: Shop.context(), reason: 1, terms: terms,
            by: Shop.cashier, approval: Shop.manager)
        #expect(cancelled.approver == Shop.manager.person)
        #expect(cancelled.total == basket.totals(terms).total)
    }
}
