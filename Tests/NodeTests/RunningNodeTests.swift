import Encoding
import Node
import Retail
import Storage
import Testing

@Suite struct RunningNodeTests {
    @Test func `a sale is numbered, printed, counted and found again`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189, gtin: "09520000010072")
        let basket = try shop.paidBasket("MILK", pieces: 2)
        let performed = try shop.node.perform(Command(.complete(basket), by: shop.admin))
        guard case .receipt(let receipt) = performed.outcome else {
            Issue.record("no receipt: \(performed)")
            return
        }
        #expect(receipt.number.description == "014-03-000001")
        #expect(receipt.total == Money(3_78))
        #expect(performed.job?.request == PrintRequest(basket.id))
        let reader = try shop.node.makeReader()
        #expect(try reader.receipts(limit: 10).map(\.content) == [basket.id])
        #expect(try reader.stock(of: ItemCode("MILK"), at: .shop) == Quantity(units: -2))
        #expect(try reader.returnSource(basket.id)?.receipt == receipt)
        #expect(try shop.node.printJobs().map(\.request.content) == [basket.id])
    }

    @Test func `the same basket again is not another sale`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189)
        let basket = try shop.paidBasket("MILK")
        _ = try shop.node.perform(Command(.complete(basket), by: shop.admin))
        let again = try shop.node.perform(Command(.complete(basket), by: shop.admin))
        #expect(again.already)
        #expect(try shop.node.makeReader().receipts(limit: 10).count == 1)
    }

    @Test func `a batch is one transaction with numbers in a row`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 189)
        var commands = [Command(.openDrawer(float: .zero), by: shop.admin)]
        for _ in 0..<20 {
            commands.append(Command(.complete(try shop.paidBasket("MILK")), by: shop.admin))
        }
        _ = try shop.node.perform(commands, recorded: Instant(milliseconds: 1_300_000_000_000))
        let receipts = try shop.node.makeReader().receipts(limit: 50)
        #expect(Set(receipts.map(\.number.number)) == Set(1...20))
        #expect(receipts.allSatisfy { $0.time.instant.milliseconds == 1_300_000_000_000 })
    }

    @Test func `Z counts what the drawer did and carries the grand total on`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 200)
        for day in 1...2 {
            try shop.openDrawer()
            for _ in 0..<3 {
                let basket = try shop.paidBasket("MILK")
                _ = try shop.node.perform(Command(.complete(basket), by: shop.admin))
            }
            let close = Command.Action.closeDrawer(denominations: [], counted: Money(105_00))
            let performed = try shop.node.perform(Command(close, by: shop.admin))
            guard case .closed(let closing) = performed.outcome else {
                Issue.record("not closed: \(performed)")
                return
            }
            #expect(closing.zNumber == UInt32(day))
            #expect(closing.difference == Money(-1_00))
            #expect(closing.report.sales == Tally(count: 3, amount: Money(6_00)))
            #expect(closing.report.grandTotal == Money(Int64(day) * 6_00))
        }
    }

    @Test func `who may not is refused, and a second person makes it go`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer()
        let cashier = try shop.node.makeReader().people(withNumber: 2)[0].person
        let noSale = Command.Action.moveCash(CashMove(.noSale, reason: 1))
        #expect(throws: PerformError.refused(.needsApproval(.noSale))) {
            try shop.node.perform(Command(noSale, by: cashier))
        }
        _ = try shop.node.perform(Command(noSale, by: cashier, approvedBy: shop.admin))
    }

    @Test func `the open basket is there after the node was closed`() throws {
        let folder = TemporaryFolder()
        _ = try folder.directory.found(ShopFixture.founding())
        let basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
        let row = OpenBasketRow(basket: basket, owner: nil)
        do {
            let node = try RunningNode(folder.directory)
            try node.saveBasket(row)
            node.close()
        }
        #expect(try RunningNode(folder.directory).openBasket == row)
    }

    @Test func `a recalled basket is open from the moment of its recall`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189)
        var basket = try shop.paidBasket("MILK")
        try basket.removeTender(0)
        let hold = Command(.hold(basket, label: "A"), by: shop.admin)
        guard case .held(let record) = try shop.node.perform(hold).outcome else {
            Issue.record("not held")
            return
        }
        #expect(shop.node.openBasket == nil)
        _ = try shop.node.perform(Command(.recall(hold: record.content), by: shop.admin))
        shop.node.close()
        let again = try RunningNode(shop.folder.directory)
        #expect(again.openBasket == OpenBasketRow(basket: basket, owner: shop.admin))
        again.close()
    }

    @Test func `a second process is told who has the till`() throws {
        let shop = try ShopFixture()
        #expect(throws: OpenError.self) { try RunningNode(shop.folder.directory) }
        withExtendedLifetime(shop.node) {}
    }

    @Test func `a PIN signs on its person, a wrong one nobody`() async throws {
        let shop = try ShopFixture()
        let roles = shop.node.terms.settings.roles
        func check(_ digits: String, number: UInt32? = nil) async throws -> PINVerdict {
            try await withCheckedContinuation { continuation in
                shop.node.pins.check(
                    digits, number: number, roles: roles, now: SystemClock.wall()
                ) { continuation.resume(returning: $0) }
            }.get()
        }
        guard case .passed(let member) = try await check("2222") else {
            Issue.record("the right PIN was refused")
            return
        }
        #expect(member.number == 2)
        #expect(try await check("9999") == .missed(left: 4))
        #expect(try await check("1111", number: 2) == .missed(left: 4))
        guard case .passed = try await check("2222", number: 2) else {
            Issue.record("number and PIN were refused")
            return
        }
        shop.node.close()
        let reader = try ShopReader(
            path: shop.folder.directory.database, scope: shop.node.scope, clock: SystemClock.wall)
        let today = shop.node.terms.calendar.businessDate(at: SystemClock.wall())
        let missed = try reader.facts(on: today).compactMap { stored -> FailedPINs? in
            guard case .pinsFailed(let failed) = stored.fact else { return nil }
            return failed
        }
        #expect(missed.map(\.count).reduce(0, +) == 2)
        #expect(Set(missed.map(\.number)) == [nil, 2])
    }
}
