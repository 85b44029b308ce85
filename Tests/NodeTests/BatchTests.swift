import Encoding
import Node
import Retail
import Storage
import Testing

/// Commands of one transaction come to what they would come to one by one.
@Suite struct BatchTests {
    private static func sold(_ shop: ShopFixture, pieces: Int64 = 2) throws -> Receipt {
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189)
        let basket = try shop.paidBasket("MILK", pieces: pieces)
        let sale = try shop.node.perform(Command(.complete(basket), by: shop.admin))
        guard case .receipt(let receipt) = sale.outcome else { throw NoReceipt() }
        return receipt
    }

    private struct NoReceipt: Error {}

    private static func refund(_ shop: ShopFixture, of receipt: Receipt) throws -> Basket {
        let terms = shop.node.terms.sale(at: SystemClock.wall())
        let admin = Authority(
            person: shop.admin, rights: Rights(of: ["admin"], among: terms.settings.roles))
        var basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
        try basket.addReturn(
            ofLine: 0, quantity: .one, from: ReturnSource(receipt: receipt), reason: 1,
            terms: terms, by: admin)
        try basket.pay("cash", terms: terms, by: admin)
        return basket
    }

    @Test func `one receipt is voided once`() throws {
        let shop = try ShopFixture()
        let receipt = try Self.sold(shop)
        let void = Command(.voidReceipt(receipt.content, reason: 1), by: shop.admin)
        #expect(throws: PerformError.refused(.receiptAlreadyVoided(receipt.number))) {
            try shop.node.perform([void, void])
        }
        #expect(try shop.node.makeReader().isVoided(receipt.content) == false)
    }

    @Test func `one hold is recalled once, though the batch itself held it`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189)
        var basket = try shop.paidBasket("MILK")
        try basket.removeTender(0)
        let hold = Command(.hold(basket, label: nil), by: shop.admin)
        guard case .held(let record) = try shop.node.perform(hold).outcome else {
            Issue.record("not held")
            return
        }
        let recall = Command(.recall(hold: record.content), by: shop.admin)
        #expect(throws: PerformError.refused(.holdAlreadyRecalled(record.content))) {
            try shop.node.perform([recall, recall])
        }
    }

    @Test func `the same basket twice leaves no gap in the numbers`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189)
        let sale = Command(.complete(try shop.paidBasket("MILK")), by: shop.admin)
        let next = Command(.complete(try shop.paidBasket("MILK")), by: shop.admin)
        let performed = try shop.node.perform([sale, sale, next])
        #expect(performed.map(\.already) == [false, true, false])
        let receipts = try shop.node.makeReader().receipts(limit: 9)
        #expect(receipts.map(\.number.number).sorted() == [1, 2])
    }

    @Test func `copies are counted on`() throws {
        let shop = try ShopFixture()
        let reprint = Command(.reprint(try Self.sold(shop).content, .copy), by: shop.admin)
        let copies = try shop.node.perform([reprint, reprint]).map { performed -> UInt32? in
            guard case .reprinted(_, let copy) = performed.outcome else { return nil }
            return copy
        }
        #expect(copies == [1, 2])
    }

    @Test func `a count knows what the batch sold and counted before it`() throws {
        let shop = try ShopFixture()
        _ = try Self.sold(shop)
        let line = StockRequest.Line(item: ItemCode("MILK"), quantity: Quantity(units: 10))
        let count = Command(
            .moveStock(StockRequest(kind: .counted, reason: "count", lines: [line])),
            by: shop.admin)
        let sale = Command(.complete(try shop.paidBasket("MILK")), by: shop.admin)
        _ = try shop.node.perform([count, count, sale, count])
        let held = try shop.node.makeReader().stock(of: ItemCode("MILK"), at: .shop)
        #expect(held == Quantity(units: 10))
    }

    @Test func `goods come back once, in one batch or from two baskets open at once`() throws {
        let shop = try ShopFixture()
        let receipt = try Self.sold(shop, pieces: 1)
        let first = Command(.complete(try Self.refund(shop, of: receipt)), by: shop.admin)
        let second = Command(.complete(try Self.refund(shop, of: receipt)), by: shop.admin)
        let refusal = PerformError.refused(
            .basket(.returnRefused(.moreThanSold(returnable: .zero, asked: .one))))
        #expect(throws: refusal) { try shop.node.perform([first, second]) }
        _ = try shop.node.perform(first)
        #expect(throws: refusal) { try shop.node.perform(second) }
    }

    @Test func `what a voided return brought back can come back again`() throws {
        let shop = try ShopFixture()
        let receipt = try Self.sold(shop, pieces: 1)
        let refund = try Self.refund(shop, of: receipt)
        let again = try Self.refund(shop, of: receipt)
        _ = try shop.node.perform([
            Command(.complete(refund), by: shop.admin),
            Command(.voidReceipt(refund.id, reason: 1), by: shop.admin),
            Command(.complete(again), by: shop.admin),
        ])
        #expect(try shop.node.makeReader().cameBack(receipt.content) == [0: .one])
    }

    @Test func `whoever a batch lets go does nothing more in it`() throws {
        let shop = try ShopFixture()
        let member = try #require(try shop.node.makeReader().people(withNumber: 2).first)
        let leaving = PersonChange(
            content: ContentID(SystemRandom().bytes16()), person: member.person,
            version: member.version + 1, number: member.number, roles: member.roles,
            pin: member.pin, isActive: false, sealedName: member.sealedName)
        #expect(throws: PerformError.refused(.unknownPerson(member.person))) {
            try shop.node.perform([
                Command(.changePerson(leaving), by: shop.admin),
                Command(.clock(.clockIn), by: member.person),
            ])
        }
    }
}
