import Encoding
import Node
import Retail
import Storage
import Testing

/// What is asked of receipts, holds and drawer sessions, of rows that commits made.
@Suite struct ReceiptQueryTests {
    @Test func `receipts are found by number, time, total and item`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 200)
        try shop.stockItem("TEA", price: 300)
        try shop.openDrawer()
        let sales = [("MILK", 1_000), ("TEA", 2_000), ("MILK", 3_000)]
        var made: [ContentID] = []
        for (item, time) in sales {
            let basket = try shop.paidBasket(item)
            made.append(basket.id)
            _ = try shop.node.perform(
                [Command(.complete(basket), by: shop.admin)],
                recorded: Instant(milliseconds: Int64(time)))
        }
        let reader = try shop.node.makeReader()
        let series = shop.node.series
        #expect(try reader.receipts(limit: 2).map(\.content) == [made[2], made[1]])
        let before = Instant(milliseconds: 2_000)
        #expect(try reader.receipts(before: before, limit: 9).map(\.content) == [made[0]])
        #expect(
            try reader.receipts(ofTotal: Money(2_00), limit: 9).map(\.content)
                == [made[2], made[0]])
        #expect(
            try reader.receipts(with: ItemCode("TEA"), limit: 9).map(\.content) == [made[1]])
        #expect(
            try reader.receipts(with: ItemCode("MILK"), limit: 1).map(\.content) == [made[2]])
        let second = ReceiptNumber(series: series, number: 2)
        #expect(try reader.receipts(numbered: second).map(\.content) == [made[1]])
        #expect(try reader.receipts(ofTotal: Money(9), limit: 9).isEmpty)
        #expect(
            try reader.receipts(numbered: ReceiptNumber(series: "x", number: 2)).isEmpty)
        #expect(try reader.lastNumber(in: series) == 3)
    }

    @Test func `what came back adds up, and a voided return came back never`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 200)
        try shop.openDrawer()
        let sale = try shop.paidBasket("MILK", pieces: 5)
        _ = try shop.node.perform(Command(.complete(sale), by: shop.admin))
        let reader = try shop.node.makeReader()
        func cameBack() throws -> [UInt32: Quantity] { try reader.cameBack(sale.id) }
        #expect(try cameBack().isEmpty)
        let first = try shop.giveBack(2, of: sale.id)
        _ = try shop.giveBack(1, of: sale.id)
        #expect(try cameBack() == [0: Quantity(units: 3)])
        _ = try shop.node.perform(Command(.voidReceipt(first, reason: 1), by: shop.admin))
        #expect(try reader.isVoided(first))
        #expect(try cameBack() == [0: Quantity(units: 1)])
        #expect(try reader.returnSource(sale.id)?.cameBack == [0: Quantity(units: 1)])
        _ = try shop.giveBack(4, of: sale.id)
        #expect(try cameBack() == [0: Quantity(units: 5)])
        #expect(throws: BasketError.self) { try shop.giveBack(1, of: sale.id) }
    }

    @Test func `holds are open until they are recalled, oldest first`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 200)
        try shop.openDrawer()
        var holds: [ContentID] = []
        for label in ["red coat", "back soon", "third"] {
            let command = Command.Action.hold(try shop.openBasket("MILK"), label: label)
            guard
                case .held(let record) = try shop.node.perform(
                    Command(command, by: shop.admin)
                ).outcome
            else {
                Issue.record("not held")
                return
            }
            holds.append(record.content)
        }
        let gone = try shop.openBasket("MILK")
        _ = try shop.node.perform(Command(.cancel(gone, reason: 1), by: shop.admin))
        let reader = try shop.node.makeReader()
        #expect(try reader.openHolds(limit: 9) == holds)
        #expect(try reader.openHolds(limit: 2) == Array(holds.prefix(2)))
        _ = try shop.node.perform(Command(.recall(hold: holds[1]), by: shop.admin))
        #expect(try reader.openHolds(limit: 9) == [holds[0], holds[2]])
        #expect(try reader.isRecalled(holds[1]))
        #expect(try !reader.isRecalled(holds[0]))
    }

    @Test func `a drawer session is open until it is counted, and its facts are its own`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 200)
        let reader = try shop.node.makeReader()
        var sessions: [ContentID] = []
        for day in 1...2 {
            try shop.openDrawer()
            let open = try #require(shop.node.drawer().open)
            sessions.append(open.id)
            let sale = try shop.paidBasket("MILK")
            _ = try shop.node.perform(Command(.complete(sale), by: shop.admin))
            let facts = try reader.facts(ofDrawer: open.id)
            #expect(facts.map(\.fact.content) == [open.id, sale.id])
            let close = Command.Action.closeDrawer(denominations: [], counted: Money(102_00))
            _ = try shop.node.perform(Command(close, by: shop.admin))
            #expect(shop.node.drawer().open == nil)
            let last = try reader.lastClosing(in: shop.node.series)
            #expect(last?.number == UInt32(day))
            #expect(last?.grandTotal == Money(Int64(day) * 2_00))
        }
        #expect(try reader.closings(limit: 9).count == 2)
        #expect(try reader.facts(ofDrawer: sessions[0]).count == 2)
        #expect(try reader.lastClosing(in: "x") == nil)
    }

    @Test func `the cash that should lie in the drawer is the report's at every look`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 200)
        var cash = try DrawerCash(shop.node)
        #expect(try cash.expected() == nil)
        for day in 1...2 {
            try shop.openDrawer()
            #expect(try cash.expected() == Money(100_00))
            for sale in 1...3 {
                let sale = try shop.paidBasket("MILK", pieces: Int64(sale))
                _ = try shop.node.perform(Command(.complete(sale), by: shop.admin))
                let move = Command.Action.moveCash(CashMove(.drop, amount: Money(1_00)))
                _ = try shop.node.perform(Command(move, by: shop.admin))
                let x = try shop.node.perform(Command(.takeX, by: shop.admin))
                guard case .report(let report) = x.outcome else { return #expect(Bool(false)) }
                #expect(try cash.expected() == report.expectedCash, "day \(day)")
            }
            let close = Command.Action.closeDrawer(denominations: [], counted: Money(109_00))
            _ = try shop.node.perform(Command(close, by: shop.admin))
            #expect(try cash.expected() == nil)
        }
    }

    @Test func `codes that nobody knows are listed until the catalogue has them`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer()
        let terms = shop.node.terms.sale(at: SystemClock.wall())
        let authority = Authority(
            person: shop.admin, rights: Rights(of: ["admin"], among: terms.settings.roles))
        for (code, time) in [("5012345678900", 1_000), ("4077", 2_000), ("5012345678900", 3_000)] {
            var basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
            basket.noteUnknown(code: "9999999", isTyped: false)
            try basket.addOpenItem(
                code: code, name: "Open \(time)", department: "Food", taxCategory: "",
                price: UnitPrice(tenThousandths: Int64(time)), by: authority)
            try basket.pay("cash", terms: terms, by: authority)
            _ = try shop.node.perform(
                [Command(.complete(basket), by: shop.admin)],
                recorded: Instant(milliseconds: Int64(time)))
        }
        let reader = try shop.node.makeReader()
        let found = try reader.unknownCodes(limit: 9)
        #expect(found.map(\.code) == ["5012345678900", "9999999", "4077"])
        #expect(found.map(\.times) == [2, 3, 1])
        #expect(found.map(\.isSold) == [true, false, true])
        #expect(found.map(\.name) == ["Open 3000", nil, "Open 2000"])
        #expect(found[0].last == Instant(milliseconds: 3_000))
        #expect(try reader.unknownCodes(limit: 1).count == 1)
        try shop.stockItem("TEA", price: 100, gtin: "05012345678900")
        #expect(try reader.unknownCodes(limit: 9).map(\.code) == ["9999999", "4077"])
    }
}

extension ShopFixture {
    /// A basket of one piece that nobody paid yet.
    func openBasket(_ code: String) throws -> Basket {
        let now = SystemClock.wall()
        let terms = node.terms.sale(at: now)
        var basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
        let authority = Authority(
            person: admin, rights: Rights(of: ["admin"], among: terms.settings.roles))
        let reader = try node.makeReader()
        if let sellable = try reader.sellable(ItemCode(code), at: now, scanned: code) {
            try basket.add(sellable, .pieces(1), terms: terms, by: authority)
        }
        return basket
    }

    /// Takes pieces of a receipt's first line back and pays them out.
    func giveBack(_ pieces: Int64, of receipt: ContentID) throws -> ContentID {
        let terms = node.terms.sale(at: SystemClock.wall())
        let authority = Authority(
            person: admin, rights: Rights(of: ["admin"], among: terms.settings.roles))
        var basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
        guard let source = try node.makeReader().returnSource(receipt) else { return basket.id }
        try basket.addReturn(
            ofLine: 0, quantity: Quantity(units: pieces), from: source, reason: 1, terms: terms,
            by: authority)
        try basket.pay("cash", terms: terms, by: authority)
        _ = try node.perform(Command(.complete(basket), by: admin))
        return basket.id
    }
}
