import Encoding
import Node
import Retail
import Storage
import Testing

/// Baskets that no verbs lead to, as a program that knows the control socket could send them.
@Suite struct ForgedBasketTests {
    private struct NotForged: Error {}

    /// Changes the lines of an encoded basket and reads it again.
    private static func forged(
        _ basket: Basket, _ change: (inout [[CBOR]]) -> Void
    ) throws -> Basket {
        guard case .array(var fields) = try CBOR.decode(basket.encode()),
            case .array(let coded) = fields[3]
        else { throw NotForged() }
        var lines = coded.compactMap(\.asArray)
        change(&lines)
        fields[3] = .array(lines.map(CBOR.array))
        return try Basket(decoding: CBOR.array(fields).encoded)
    }

    private static func shop() throws -> ShopFixture {
        let shop = try ShopFixture()
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189)
        return shop
    }

    /// The refusal must leave no operation, and the next sale the next number.
    private static func expectRefused(
        _ basket: Basket, _ refusal: Refusal, in shop: ShopFixture
    ) throws {
        let (operations, last) = (
            shop.node.books.operations, try shop.node.makeReader().receipts(limit: 1)
        )
        #expect(throws: PerformError.refused(refusal)) {
            try shop.node.perform(Command(.complete(basket), by: shop.admin))
        }
        #expect(shop.node.books.operations == operations)
        let sale = Command(.complete(try shop.paidBasket("MILK")), by: shop.admin)
        guard case .receipt(let receipt) = try shop.node.perform(sale).outcome else {
            throw NotForged()
        }
        #expect(receipt.number.number == (last.first?.number.number ?? 0) + 1)
    }

    @Test func `an amount that follows from neither price nor label is never signed`() throws {
        let shop = try Self.shop()
        let basket = try Self.forged(try shop.paidBasket("MILK")) { lines in
            // List price, price, and the amount of a label that the item doesn't have.
            lines[0][7] = .integer(20_000)
            lines[0][8] = .integer(20_000)
            lines[0][9] = .integer(189)
        }
        try Self.expectRefused(basket, .unsoundReceipt, in: shop)
    }

    @Test func `two lines can't bring back the same goods`() throws {
        let shop = try Self.shop()
        let sale = Command(.complete(try shop.paidBasket("MILK", pieces: 2)), by: shop.admin)
        guard case .receipt(let receipt) = try shop.node.perform(sale).outcome else {
            throw NotForged()
        }
        let terms = shop.node.terms.sale(at: SystemClock.wall())
        let admin = Authority(
            person: shop.admin, rights: Rights(of: ["admin"], among: terms.settings.roles))
        var basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
        try basket.addReturn(
            ofLine: 0, quantity: .one, from: ReturnSource(receipt: receipt), reason: 1,
            terms: terms, by: admin)
        basket = try Self.forged(basket) { $0.append($0[0]) }
        #expect(basket.lines.count == 2)
        try basket.pay("cash", terms: terms, by: admin)
        try Self.expectRefused(
            basket, .basket(.returnRefused(.moreThanSold(returnable: .zero, asked: .one))),
            in: shop)
    }
}
