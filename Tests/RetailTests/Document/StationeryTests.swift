import Retail
import TestSupport
import Testing
import Texts

@Suite struct StationeryTests {
    private static let number = ReceiptNumber(series: "014-03", number: 123)
    private static let drawer = ContentID(Shop.id(9))

    private func stationery(_ shop: Shop, _ language: Language) -> Stationery {
        var settings = shop.terms.settings
        settings.receiptHeader = ["1 High Street", "Tel 01234 567890"]
        settings.receiptFooter = ["Thank you / Gracias"]
        return Stationery(settings: settings, language: language, lane: "03")
    }

    private func complete(
        _ basket: Basket, _ shop: Shop, isTraining: Bool = false
    ) throws -> Receipt {
        let receipt = try basket.complete(
            number: Self.number, context: Shop.context(2, drawer: Self.drawer), terms: shop.terms,
            isTraining: isTraining)
        try receipt.verify(digits: 2)
        return receipt
    }

    /// Pieces, a weight, a discount of each sort, an override, a void, a split with change.
    private func busySale(_ shop: Shop, isTraining: Bool = false) throws -> Receipt {
        var basket = shop.basket()
        let terms = shop.terms
        try basket.add(Shop.milk, .pieces(2), terms: terms, by: Shop.cashier)
        try basket.add(
            Shop.bananas, .weighed(Quantity(thousandths: 745)), terms: terms, by: Shop.cashier)
        try basket.add(Shop.shirt, terms: terms, by: Shop.cashier)
        try basket.add(Shop.gum, terms: terms, by: Shop.cashier)
        try basket.voidLine(3, by: Shop.cashier)
        try basket.discountLine(
            2, .percent(Rate(basisPoints: 1000)), reason: 1, terms: terms, by: Shop.cashier)
        try basket.overridePrice(
            ofLine: 0, to: UnitPrice(tenThousandths: 17_500), reason: 1, terms: terms,
            by: Shop.cashier, approval: Shop.manager)
        try basket.discountBasket(
            .amount(Money(100)), reason: 2, terms: terms, by: Shop.cashier)
        try basket.setNote("gift wrap \u{1B}[2J", ofLine: 2)
        try basket.addNote("Deliver to the back door")
        try basket.pay(
            "card", amount: Money(1000), reference: "AUTH 42", terms: terms, by: Shop.cashier)
        try basket.pay("cash", amount: Money(4000), terms: terms, by: Shop.cashier)
        return try complete(basket, shop, isTraining: isTraining)
    }

    private func refund(_ shop: Shop, exchange: Bool) throws -> Receipt {
        let source = ReturnSource(receipt: try busySale(shop))
        var basket = shop.basket(101)
        let terms = shop.terms
        try basket.addReturn(
            ofLine: 2, quantity: .one, from: source, reason: 2, terms: terms, by: Shop.cashier)
        if exchange { try basket.add(Shop.gum, .pieces(3), terms: terms, by: Shop.cashier) }
        try basket.pay(
            "card", amount: min(Money(1000), -basket.due(terms)), reference: "AUTH 43",
            terms: terms, by: Shop.cashier)
        if basket.due(terms) != .zero { try basket.pay("cash", terms: terms, by: Shop.cashier) }
        return try complete(basket, shop)
    }

    @Test(arguments: Language.allCases)
    func `a sale, its copy and its gift receipt`(language: Language) throws {
        let shop = Shop(coin: 5)
        let receipt = try busySale(shop)
        let paper = stationery(shop, language)
        let code = language.rawValue
        Golden.expect(
            PlainPaper.text(paper.receipt(receipt, cashier: 7, customer: "C-004411")),
            "sale.\(code).txt")
        Golden.expect(
            PlainPaper.text(paper.receipt(receipt, .copy(2), cashier: 7)), "copy.\(code).txt")
        Golden.expect(
            PlainPaper.text(paper.receipt(receipt, .gift(1), cashier: 7)), "gift.\(code).txt")
    }

    @Test(arguments: Language.allCases)
    func `a sale with tax in the price, and in training`(language: Language) throws {
        let shop = Shop(isIncluded: true)
        let paper = stationery(shop, language)
        Golden.expect(
            PlainPaper.text(paper.receipt(try busySale(shop), cashier: 7)),
            "included.\(language.rawValue).txt")
        let training = paper.receipt(try busySale(shop, isTraining: true), cashier: 7)
        Golden.expect(PlainPaper.text(training), "training.\(language.rawValue).txt")
        PlainPaper.expectTraining(training, language)
    }

    @Test(arguments: Language.allCases)
    func `a refund and an exchange`(language: Language) throws {
        let shop = Shop()
        let paper = stationery(shop, language)
        Golden.expect(
            PlainPaper.text(paper.receipt(try refund(shop, exchange: false), cashier: 7)),
            "refund.\(language.rawValue).txt")
        Golden.expect(
            PlainPaper.text(paper.receipt(try refund(shop, exchange: true), cashier: 7)),
            "exchange.\(language.rawValue).txt")
    }

    @Test(arguments: Language.allCases)
    func `a tax-exempt sale says so`(language: Language) throws {
        let shop = Shop()
        var basket = shop.basket()
        try basket.add(Shop.shirt, terms: shop.terms, by: Shop.cashier)
        try basket.attach(customer: CustomerID(Shop.id(4)))
        try basket.attach(
            exemption: TaxExemption(kind: .resale, hasCertificate: true), terms: shop.terms,
            by: Shop.cashier, approval: Shop.manager)
        try basket.pay("cash", terms: shop.terms, by: Shop.cashier)
        let receipt = try complete(basket, shop)
        #expect(receipt.total == Money(1999))
        Golden.expect(
            PlainPaper.text(stationery(shop, language).receipt(receipt, cashier: 7)),
            "exempt.\(language.rawValue).txt")
    }

    @Test(arguments: Language.allCases)
    func `the slips`(language: Language) throws {
        let shop = Shop()
        let paper = stationery(shop, language)
        let context = Shop.context(5, drawer: Self.drawer)
        let voided = try busySale(shop)
        let void = ReceiptVoid(
            content: ContentID(Shop.id(30)), receipt: voided.content, number: voided.number,
            time: context.time, businessDate: context.businessDate, drawer: Self.drawer,
            person: Shop.cashier.person, approver: Shop.manager.person, reason: 1,
            lines: voided.lines, tenders: voided.netTenders(shop.terms.settings),
            total: voided.total)
        var text = PlainPaper.text(paper.slip(void, cashier: 7, approver: 2))
        text += PlainPaper.text(paper.slip(held: try held(shop, context), cashier: 7))
        for kind in DrawerMovement.Kind.allCases {
            let movement = DrawerMovement(
                content: ContentID(Shop.id(31)), kind: kind, time: context.time,
                businessDate: BusinessDate(days: Shop.today.days - 1), drawer: Self.drawer,
                person: Shop.cashier.person,
                amount: kind == .noSale ? .zero : Money(12_000), reason: kind == .drop ? nil : 1,
                text: kind == .paidOut ? "Window cleaner\u{7}" : nil)
            text += PlainPaper.text(paper.slip(movement, cashier: 7, approver: nil))
        }
        text += PlainPaper.text(paper.testPage())
        Golden.expect(text, "slips.\(language.rawValue).txt")
        let practice = [
            paper.slip(void, cashier: 7, approver: 2, isTraining: true),
            paper.slip(held: try held(shop, context), cashier: 7, isTraining: true),
        ]
        for document in practice { PlainPaper.expectTraining(document, language) }
        Golden.expect(
            practice.map(PlainPaper.text).joined(), "training-slips.\(language.rawValue).txt")
    }

    private func held(_ shop: Shop, _ context: FactContext) throws -> BasketRecord {
        var basket = shop.basket()
        try basket.add(Shop.milk, terms: shop.terms, by: Shop.cashier)
        return try basket.hold(
            content: ContentID(Shop.id(32)), context: context, label: "Red coat",
            terms: shop.terms, by: Shop.cashier)
    }
}
