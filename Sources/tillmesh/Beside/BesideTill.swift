import Node
import Retail
import Storage

/// A cashier who rings the sample shop's customers on a lane, and keeps its shelves filled.
struct BesideTill {
    /// Below this many of something a delivery comes.
    private static let stockLeast = Quantity(units: 12)
    private static let delivery = Quantity(units: 48)
    /// Held sales that this lane leaves open at a time.
    private static let holdsMost = 2

    let till: DayTill
    private let cashier: Authority
    private let manager: Authority
    private var shoppers: Shoppers
    private var holds: [ContentID] = []
    private var last: Receipt?

    init(_ till: DayTill, cashier: UInt32, seed: UInt64) throws {
        self.till = till
        self.cashier = try till.person(cashier)
        manager = try till.person(1)
        shoppers = Shoppers(seed: seed)
    }

    /// Signs on and opens the drawer, where that wasn't done before.
    func open() throws {
        guard till.node.drawer().open == nil else { return }
        try till.perform(.sign(.on), cashier)
        try till.perform(.openDrawer(float: Money(150_00)), cashier)
    }

    /// Serves at a shop's pace until the parent process ends; what fails is told, and the next
    /// customer is served.
    mutating func ring() {
        while !ParentPipe.isOver(within: shoppers.pause()) {
            do {
                try serve()
            } catch {
                Output.error(Failure(wrapping: error).message)
            }
        }
    }

    /// Serves whoever comes next: sells, holds a sale, goes on with one, or takes something back.
    mutating func serve() throws {
        if !holds.isEmpty, shoppers.isOneIn(3) { return try finishHold() }
        if holds.count < Self.holdsMost, shoppers.isOneIn(5) {
            holds.append(try hold())
        } else if shoppers.isOneIn(12) {
            try takeBack()
        } else {
            try sell()
        }
    }

    /// Rings a customer's basket up.
    mutating func sell() throws { try ringUp(try basket()) }

    /// Puts a customer's basket aside.
    mutating func hold() throws -> ContentID {
        let basket = try basket()
        let held = try till.perform(.hold(basket, label: "forgot the purse"), cashier)
        guard case .held(let record) = held else {
            throw Failure(.software, "a hold gave no record")
        }
        return record.content
    }

    /// Goes on with a held basket, of whatever lane, and rings it up.
    mutating func recall(_ hold: ContentID) throws {
        guard case .recalled(let basket) = try till.perform(.recall(hold: hold), cashier) else {
            throw Failure(.software, "a recall gave no basket")
        }
        try ringUp(basket)
    }

    /// Counts the drawer, exactly, and closes it.
    func close() throws -> DrawerClosing {
        guard case .report(let report) = try till.perform(.takeX, cashier) else {
            throw Failure(.software, "an X gave no report")
        }
        let closed = try till.perform(
            .closeDrawer(denominations: [], counted: report.expectedCash), cashier)
        guard case .closed(let closing) = closed else {
            throw Failure(.software, "a Z gave no closing")
        }
        try till.perform(.sign(.off), cashier)
        return closing
    }

    // MARK: Parts

    private mutating func finishHold() throws {
        let hold = holds.removeFirst()
        // Another lane may have gone on with it meanwhile.
        guard try !till.reader.isRecalled(hold) else { return }
        try recall(hold)
    }

    private mutating func takeBack() throws {
        guard let receipt = last, let source = try till.reader.returnSource(receipt.content) else {
            return try sell()
        }
        last = nil
        var basket = till.newBasket()
        let quantity = min(receipt.lines[0].quantity, .one)
        try basket.addReturn(
            ofLine: 0, quantity: quantity, from: source, reason: 1, terms: till.terms, by: cashier)
        try till.ringUp(basket, cashier, tenders: [.cash])
    }

    private mutating func basket() throws -> Basket {
        var basket = till.newBasket()
        for wish in shoppers.basket() {
            let goods = try till.goods(wish.code)
            if goods.item.minimumAge != nil {
                try basket.answerAge(.accepted, for: goods.item, terms: till.terms, by: cashier)
            }
            let measure: Basket.Measure =
                goods.item.unit == .weight
                ? .weighed(Quantity(thousandths: wish.grams)) : .pieces(wish.pieces)
            try basket.add(goods, measure, terms: till.terms, by: cashier)
        }
        return basket
    }

    private mutating func ringUp(_ basket: Basket) throws {
        let tender: DayTender
        switch shoppers.payment() {
        case .cash: tender = .cash
        case .card(let reference):
            tender = .card(basket.due(till.terms), reference: reference)
        }
        let receipt = try till.ringUp(basket, cashier, tenders: [tender])
        last = receipt
        try refill(receipt)
    }

    /// Receives what runs low.
    private func refill(_ receipt: Receipt) throws {
        var lines: [StockRequest.Line] = []
        for line in receipt.lines {
            guard let item = line.item,
                try till.reader.stock(of: item, at: .shop) < Self.stockLeast
            else { continue }
            lines.append(StockRequest.Line(item: item, quantity: Self.delivery))
        }
        guard !lines.isEmpty else { return }
        try till.perform(
            .moveStock(StockRequest(kind: .received, reason: "delivery", lines: lines)), manager)
    }
}
