import Encoding
import Retail
import TestSupport

/// Drives a basket by random verbs, as a hurried cashier and a bored one would.
struct RandomDay {
    var random: SplitMix64
    let shop: Shop
    /// Refusals met, to see that the run wasn't all refusals.
    private(set) var refused = 0
    private(set) var done = 0

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        shop = Shop(
            isIncluded: random.next() % 2 == 0,
            rounding: random.next() % 2 == 0 ? .perLine : .perReceipt,
            coin: [1, 5, 10][Int(random.next() % 3)])
        self.random = random
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
        Int64.random(in: range, using: &random)
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(number(0...Int64(elements.count - 1)))]
    }

    /// One random verb; a refusal must leave the basket as it was.
    mutating func step(_ basket: inout Basket, source: ReturnSource?) -> Bool {
        let before = basket
        do throws(BasketError) {
            try verb(&basket, source)
            done += 1
            return true
        } catch {
            refused += 1
            // Only a refused age changes something: the refusal stays recorded.
            if case .tooYoung = error { return basket.lines == before.lines }
            return basket == before
        }
    }

    private mutating func verb(
        _ basket: inout Basket, _ source: ReturnSource?
    ) throws(BasketError) {
        let approval = number(0...2) == 0 ? nil : Shop.manager
        let line = Int(number(0...Int64(basket.lines.count)))
        let goods = pick(Shop.goods)
        let terms = shop.terms
        let cashier = Shop.cashier
        switch number(0...19) {
        case 0...6:
            try basket.add(goods, measure(goods), terms: terms, by: cashier, approval: approval)
        case 7:
            try basket.answerAge(
                pick([.accepted, .refused, .bornOn(BusinessDate(days: 15_000))]), for: goods.item,
                terms: terms, by: cashier)
        case 8: try basket.repeatLast(terms: terms, by: cashier)
        case 9:
            try basket.setQuantity(
                pick([.one, Quantity(units: 3), Quantity(thousandths: 745)]), ofLine: line,
                by: cashier, approval: approval)
        case 10: try basket.voidLine(line, by: cashier, approval: approval)
        case 11:
            try basket.overridePrice(
                ofLine: line, to: UnitPrice(tenThousandths: number(-1...250_000)), reason: 1,
                terms: terms, by: cashier, approval: approval)
        case 12, 13:
            try basket.discountLine(
                line, discount(), reason: 1, terms: terms, by: cashier, approval: approval)
        case 14, 15:
            try basket.discountBasket(
                discount(), reason: 1, terms: terms, by: cashier, approval: approval)
        case 16:
            try basket.addOpenItem(
                code: "5012345678900", name: "OPEN", department: "D9", taxCategory: "A",
                price: UnitPrice(tenThousandths: number(0...99_999)), by: cashier,
                approval: approval)
        case 17:
            try basket.addReturnWithoutReceipt(
                goods, quantity: pick([.one, Quantity(thousandths: 500)]), price: goods.price,
                reason: 2, terms: terms, by: cashier, approval: approval)
        case 18:
            guard let source else { return try basket.addNote("NOTE \(number(0...99))") }
            let line = UInt32(number(0...Int64(source.receipt.lines.count)))
            try basket.addReturn(
                ofLine: line, quantity: pick([.one, Quantity(thousandths: 300)]), from: source,
                reason: 1, terms: terms, by: cashier, approval: approval)
        default: basket.noteUnknown(code: "999", isTyped: false)
        }
    }

    private mutating func measure(_ goods: Sellable) -> Basket.Measure {
        switch number(0...3) {
        case 0: .labelled(Money(number(0...2500)))
        case 1: .typedWeight(Quantity(thousandths: number(1...3000)))
        case 2:
            goods.item.unit == .weight
                ? .weighed(Quantity(thousandths: number(1...3000))) : .pieces(number(1...5))
        default: .pieces(number(1...3))
        }
    }

    private mutating func discount() -> Discount? {
        switch number(0...4) {
        case 0: nil
        case 1, 2: .amount(Money(number(1...900)))
        default: .percent(Rate(millionths: number(1...1_000_000)))
        }
    }

    /// Pays a basket to its end by random tenders.
    mutating func pay(_ basket: inout Basket) throws(TenderError) {
        while !basket.stage.isSettled {
            let due = basket.due(shop.terms).magnitude
            let isPart = due > Money(10) && number(0...2) == 0
            let amount = isPart ? Money(number(1...due.minorUnits)) : nil
            let code = pick(["cash", "card", "voucher"])
            guard due > .zero || code == "cash" else { continue }
            try basket.pay(
                code, amount: amount, reference: code == "cash" ? nil : "R\(number(1...999))",
                terms: shop.terms, by: Shop.cashier, approval: Shop.manager)
        }
    }
}
