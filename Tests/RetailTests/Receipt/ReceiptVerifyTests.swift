import Retail
import TestSupport
import Testing

@Suite struct ReceiptVerifyTests {
    private func receipt() throws -> Receipt {
        let shop = Shop()
        var basket = shop.basket()
        for goods in [Shop.milk, Shop.shirt, Shop.gum] {
            try basket.add(goods, terms: shop.terms, by: Shop.cashier)
        }
        try basket.discountBasket(
            .amount(Money(100)), reason: 1, terms: shop.terms, by: Shop.cashier)
        try basket.pay("cash", amount: Money(5000), terms: shop.terms, by: Shop.cashier)
        return try basket.complete(
            number: ReceiptNumber(series: "014-03", number: 1), context: Shop.context(),
            terms: shop.terms)
    }

    /// Changes one figure of a receipt by one unit.
    private static let tampering: [(String, @Sendable (inout Receipt) -> Void)] = [
        ("line amount", { $0.lines[0].gross += Money(1) }),
        ("price", { $0.lines[1].price.tenThousandths += 100 }),
        ("quantity", { $0.lines[1].quantity.thousandths += 1000 }),
        ("discount", { $0.lines[1].discount += Money(1) }),
        ("negative discount", { $0.lines[1].discount = Money(-1) }),
        ("line tax", { $0.lines[1].tax += Money(1) }),
        ("tax", { $0.taxes[0].amount += Money(1) }),
        ("tax base", { $0.taxes[0].base += Money(1) }),
        ("rate", { $0.taxes[1].rate = Rate(basisPoints: 9000) }),
        ("tender", { $0.tenders[0].amount += Money(1) }),
        ("change", { $0.change += Money(1) }), ("rounding", { $0.rounding += Money(1) }),
        ("kind", { $0.kind = .refund }), ("no lines", { $0.lines = [] }),
        ("card number", { $0.tenders[0].reference = "4111111111111111" }),
        ("event", { $0.events[0].line = 17 }),
        (
            "huge",
            {
                $0.lines[0].gross = Money(.max)
                $0.lines[1].gross = Money(.min)
            }
        ),
    ]

    @Test(arguments: tampering.indices)
    func `a changed figure is found`(index: Int) throws {
        var receipt = try receipt()
        try receipt.verify(digits: 2)
        Self.tampering[index].1(&receipt)
        #expect(throws: ReceiptError.self, "\(Self.tampering[index].0)") {
            try receipt.verify(digits: 2)
        }
    }

    @Test func `a void nets to nothing`() throws {
        let receipt = try receipt()
        let net = receipt.netTenders(Shop().terms.settings).map(\.amount).sum()
        #expect(net == receipt.total + receipt.rounding)
    }
}
