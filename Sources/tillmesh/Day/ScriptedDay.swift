import Encoding
import Node
import Retail
import Storage

/// A day at the sample shop, from the float to the Z, with what goes wrong on an ordinary day.
struct ScriptedDay {
    private let till: DayTill
    private let manager: Authority
    private let supervisor: Authority
    private let cashier: Authority
    private var first: Receipt?

    init(_ till: DayTill) throws {
        self.till = till
        manager = try till.person(1)
        supervisor = try till.person(2)
        cashier = try till.person(3)
    }

    mutating func run() throws -> DrawerClosing {
        try ring()
        return try close()
    }

    /// From the float to the last move of cash.
    mutating func ring() throws {
        try till.perform(.sign(.on), cashier)
        try till.perform(.openDrawer(float: Money(150_00)), cashier)
        till.tell("cashier 3 signs on and opens the drawer with 150.00")
        try ordinarySales()
        try weighedGoods()
        try ageChecks()
        try discountOverLimit()
        try voidedLine()
        try holdAndRecall()
        try splitTender()
        try goodsBack()
        try drawerMoves()
    }

    // MARK: Sales

    /// Baskets whose items and quantities follow from their number, the same every day.
    private mutating func ordinarySales() throws {
        let shelf = [
            "DA001", "DA014", "BK001", "BK008", "PA001", "PA009", "PA020", "FZ006", "ME001",
            "DR001", "JU001", "HH001", "PC001", "AP001", "PF001", "NW001",
        ]
        for number in 0..<12 {
            var basket = till.newBasket()
            for line in 0...(number % 5) {
                let goods = try till.goods(shelf[(number * 5 + line * 3) % shelf.count])
                try basket.add(
                    goods, .pieces(Int64(1 + (number + line) % 3)), terms: till.terms, by: cashier)
            }
            let receipt = try till.ringUp(basket, cashier, tenders: [.cash])
            first = first ?? receipt
            till.tell(receipt)
        }
    }

    private func weighedGoods() throws {
        var basket = till.newBasket()
        let bananas = try till.goods("PR4011")
        do throws(BasketError) {
            try basket.add(
                bananas, .typedWeight(Quantity(thousandths: 745)), terms: till.terms, by: cashier)
        } catch {
            guard case .needsApproval = error else { throw error }
            try basket.add(
                bananas, .typedWeight(Quantity(thousandths: 745)), terms: till.terms, by: cashier,
                approval: supervisor)
        }
        let ham = try till.goods("DE002")
        try basket.add(ham, .weighed(Quantity(thousandths: 320)), terms: till.terms, by: cashier)
        till.tell(
            try till.ringUp(basket, cashier, tenders: [.cash]),
            "0.745 of bananas typed, the supervisor signs; ham by its own label")
    }

    private func ageChecks() throws {
        let beer = try till.goods("BW001")
        var basket = till.newBasket()
        try basket.add(try till.goods("PA001"), terms: till.terms, by: cashier)
        do throws(BasketError) {
            try basket.answerAge(.refused, for: beer.item, terms: till.terms, by: cashier)
        } catch {
            guard case .tooYoung = error else { throw error }
        }
        till.tell(
            try till.ringUp(basket, cashier, tenders: [.cash]),
            "beer refused: the buyer is under 21")
        basket = till.newBasket()
        try basket.answerAge(.accepted, for: beer.item, terms: till.terms, by: cashier)
        try basket.add(beer, terms: till.terms, by: cashier)
        till.tell(try till.ringUp(basket, cashier, tenders: [.cash]), "beer sold: of age")
    }

    private func discountOverLimit() throws {
        var basket = till.newBasket()
        let terms = till.terms
        try basket.add(try till.goods("AP010"), terms: terms, by: cashier)
        let half = Discount.percent(Rate(basisPoints: 5000))
        do throws(BasketError) {
            try basket.discountLine(0, half, reason: 1, terms: terms, by: cashier)
        } catch {
            guard case .needsApproval = error else { throw error }
            try basket.discountLine(
                0, half, reason: 1, terms: terms, by: cashier, approval: manager)
        }
        till.tell(
            try till.ringUp(basket, cashier, tenders: [.cash]),
            "50 % off is over the cashier's limit, the manager signs")
    }

    private func voidedLine() throws {
        var basket = till.newBasket()
        try basket.add(try till.goods("DA002"), terms: till.terms, by: cashier)
        try basket.add(try till.goods("DA003"), terms: till.terms, by: cashier)
        try basket.voidLine(1, by: cashier)
        till.tell(
            try till.ringUp(basket, cashier, tenders: [.cash]), "one of two lines voided")
    }

    private func holdAndRecall() throws {
        var basket = till.newBasket()
        try basket.add(try till.goods("HH007"), terms: till.terms, by: cashier)
        let held = try till.perform(.hold(basket, label: "forgot the purse"), cashier)
        guard case .held(let record) = held else {
            throw Failure(.software, "a hold gave no record")
        }
        let recalled = try till.perform(.recall(hold: record.content), cashier)
        guard case .recalled(let again) = recalled else {
            throw Failure(.software, "a recall gave no basket")
        }
        till.tell(try till.ringUp(again, cashier, tenders: [.cash]), "held and recalled")
    }

    private func splitTender() throws {
        var basket = till.newBasket()
        try basket.add(try till.goods("AP001"), .pieces(2), terms: till.terms, by: cashier)
        let tenders = [DayTender.card(Money(20_00), reference: "A77Q21"), .cash]
        till.tell(
            try till.ringUp(basket, cashier, tenders: tenders), "20.00 by card, the rest in cash")
    }

    // MARK: What comes back, what moves, the end

    private func goodsBack() throws {
        guard let first, let source = try till.reader.returnSource(first.content) else { return }
        var basket = till.newBasket()
        try basket.addReturn(
            ofLine: 0, quantity: .one, from: source, reason: 1, terms: till.terms, by: cashier)
        till.tell(
            try till.ringUp(basket, cashier, tenders: [.cash]), "one piece of \(first.number) back")
        basket = till.newBasket()
        let shirt = try till.goods("AP001")
        try basket.add(shirt, terms: till.terms, by: cashier)
        let receipt = try till.ringUp(basket, cashier, tenders: [.cash])
        till.tell(receipt)
        try exchange(receipt)
        try voidReceipt()
    }

    private func exchange(_ receipt: Receipt) throws {
        guard let source = try till.reader.returnSource(receipt.content) else { return }
        var basket = till.newBasket()
        try basket.addReturn(
            ofLine: 0, quantity: .one, from: source, reason: 1, terms: till.terms, by: cashier)
        try basket.add(try till.goods("AP002"), terms: till.terms, by: cashier)
        till.tell(
            try till.ringUp(basket, cashier, tenders: [.even]),
            "size M of \(receipt.number) for size L: nothing due")
    }

    private func voidReceipt() throws {
        var basket = till.newBasket()
        try basket.add(try till.goods("HH002"), terms: till.terms, by: cashier)
        let receipt = try till.ringUp(basket, cashier, tenders: [.cash])
        try till.perform(
            .voidReceipt(receipt.content, reason: 1), cashier, approval: manager)
        till.tell(receipt, "voided by the manager")
        try till.perform(.reprint(receipt.content, .copy), cashier)
    }

    private func drawerMoves() throws {
        try till.perform(
            .moveCash(CashMove(.noSale, reason: 1)), cashier, approval: supervisor)
        try till.perform(.moveCash(CashMove(.drop, amount: Money(100_00))), cashier)
        try till.perform(
            .moveCash(CashMove(.paidOut, amount: Money(7_50), reason: 1, text: "window cleaner")),
            cashier, approval: supervisor)
        till.tell("no sale; 100.00 dropped into the safe; 7.50 paid out")
    }

    /// The count is five cents short, as counts are.
    func close() throws -> DrawerClosing {
        guard case .report(let report) = try till.perform(.takeX, cashier) else {
            throw Failure(.software, "an X gave no report")
        }
        till.tell("X read; the drawer is counted blind")
        let counted = report.expectedCash - Money(5)
        let closed = try till.perform(
            .closeDrawer(denominations: [], counted: counted), cashier)
        guard case .closed(let closing) = closed else {
            throw Failure(.software, "a Z gave no closing")
        }
        try till.perform(.sign(.off), cashier)
        return closing
    }
}
