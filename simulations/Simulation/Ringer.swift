import Retail

/// A cashier's hands at an open basket.
struct Ringer {
    private(set) var basket: Basket
    private let terms: SaleTerms
    private let cashier: Authority
    private let manager: Authority
    private let goods: [Sellable]
    private let source: ReturnSource?

    init(till: Till, plan: ShopPlan, basket: Basket, source: ReturnSource?) {
        self.basket = basket
        self.source = source
        terms = till.desk.terms
        cashier = till.authority(plan.cashier)
        manager = till.authority(plan.manager)
        let moment = till.desk.terms.moment
        goods = plan.goods.compactMap { till.memory.sellable($0.item.code, at: moment) }
    }

    /// One random verb, said in a word.
    mutating func verb(_ random: inout SeededRandom) throws(BasketError) -> String {
        switch random.pick(weighted: [
            (55, 0), (5, 1), (5, 2), (4, 3), (6, 4), (12, 5), (5, 6), (8, 7),
        ]) {
        case 0: return try add(&random)
        case 1: return try discountLine(&random)
        case 2: return try discountBasket(&random)
        case 3: return try overridePrice(&random)
        case 4: return try voidLine(&random)
        case 5: return try takeBack(&random)
        case 6: return try setQuantity(&random)
        default: return try note(&random)
        }
    }

    private func approval(_ random: inout SeededRandom) -> Authority? {
        random.isOneIn(2) ? manager : nil
    }

    /// A line's number, now and then one that isn't there.
    private func line(_ random: inout SeededRandom) -> Int {
        Int(random.number(0...Int64(basket.lines.count)))
    }

    private mutating func add(_ random: inout SeededRandom) throws(BasketError) -> String {
        var sellable = random.pick(goods)
        let measure = measure(of: sellable.item, &random)
        // An amount of its own is always read from a label.
        if case .labelled(let amount) = measure { sellable.scanned = "21\(amount.minorUnits)" }
        let approval = approval(&random)
        do throws(BasketError) {
            try basket.add(sellable, measure, terms: terms, by: cashier, approval: approval)
        } catch {
            guard case .needsAge = error else { throw error }
            try basket.answerAge(
                random.isOneIn(4) ? .refused : .accepted, for: sellable.item, terms: terms,
                by: cashier)
            try basket.add(sellable, measure, terms: terms, by: cashier, approval: approval)
        }
        return "added \(sellable.item.code.text) \(measure)"
    }

    private func measure(of item: Item, _ random: inout SeededRandom) -> Basket.Measure {
        let weight = Quantity(thousandths: random.number(1...4000))
        switch (item.unit, random.number(0...4)) {
        case (_, 0): return .labelled(Money(random.number(0...3000)))
        case (.weight, 1): return .typedWeight(weight)
        case (.weight, _): return .weighed(weight)
        case (.piece, _): return .pieces(random.number(1...4))
        }
    }

    private func discount(_ random: inout SeededRandom) -> Discount? {
        switch random.number(0...4) {
        case 0: nil
        case 1, 2: .amount(Money(random.number(1...900)))
        default: .percent(Rate(millionths: random.number(1...1_000_000)))
        }
    }

    private mutating func discountLine(_ random: inout SeededRandom) throws(BasketError) -> String {
        let line = line(&random)
        try basket.discountLine(
            line, discount(&random), reason: 1, terms: terms, by: cashier,
            approval: approval(&random))
        return "discounted line \(line)"
    }

    private mutating func discountBasket(
        _ random: inout SeededRandom
    ) throws(BasketError) -> String {
        try basket.discountBasket(
            discount(&random), reason: 2, terms: terms, by: cashier, approval: approval(&random))
        return "discounted the basket"
    }

    private mutating func overridePrice(
        _ random: inout SeededRandom
    ) throws(BasketError) -> String {
        let line = line(&random)
        try basket.overridePrice(
            ofLine: line, to: UnitPrice(tenThousandths: random.number(0...300_000)), reason: 1,
            terms: terms, by: cashier, approval: approval(&random))
        return "priced line \(line) anew"
    }

    private mutating func voidLine(_ random: inout SeededRandom) throws(BasketError) -> String {
        let line = line(&random)
        try basket.voidLine(line, by: cashier, approval: approval(&random))
        return "struck line \(line)"
    }

    private mutating func takeBack(_ random: inout SeededRandom) throws(BasketError) -> String {
        guard let source, !random.isOneIn(5) else { return try takeBackUnknown(&random) }
        let line = random.number(0...Int64(source.receipt.lines.count))
        let quantity =
            random.isOneIn(2)
            ? Quantity.one : max(source.returnable(UInt32(line)), Quantity(thousandths: 1))
        try basket.addReturn(
            ofLine: UInt32(line), quantity: quantity, from: source, reason: 1, terms: terms,
            by: cashier, approval: approval(&random))
        return "took back \(quantity.thousandths) of \(source.receipt.number)"
    }

    private mutating func takeBackUnknown(
        _ random: inout SeededRandom
    ) throws(BasketError) -> String {
        let sellable = random.pick(goods)
        try basket.addReturnWithoutReceipt(
            sellable, quantity: random.pick([.one, Quantity(thousandths: 730)]),
            price: sellable.price, reason: 2, terms: terms, by: cashier,
            approval: approval(&random))
        return "took \(sellable.item.code.text) back without receipt"
    }

    private mutating func setQuantity(_ random: inout SeededRandom) throws(BasketError) -> String {
        let line = line(&random)
        let quantity = random.pick([.one, Quantity(units: 3), Quantity(thousandths: 745)])
        try basket.setQuantity(quantity, ofLine: line, by: cashier, approval: approval(&random))
        return "set line \(line) to \(quantity.thousandths)"
    }

    /// What leaves goods as they are, and goods that the catalogue doesn't know.
    private mutating func note(_ random: inout SeededRandom) throws(BasketError) -> String {
        switch random.number(0...5) {
        case 0: basket.noteUnknown(code: "8412345678905", isTyped: false)
        case 1: basket.notePriceCheck(of: random.pick(goods))
        case 2: try basket.addNote("NOTE \(random.number(1...99))")
        case 3: try basket.attach(customer: CustomerID(random.bytes16()))
        case 4: try basket.repeatLast(terms: terms, by: cashier)
        default:
            try basket.addOpenItem(
                code: "8412345678905", name: "OPEN", department: "HOME", taxCategory: "",
                price: UnitPrice(tenThousandths: random.number(0...90_000)), by: cashier,
                approval: approval(&random))
        }
        return "noted"
    }
}
