import CRDT
import Encoding
import Node
import Retail
import Storage
import Testing

/// The catalogue's questions, asked of rows that commits made.
@Suite struct CatalogueQueryTests {
    private static let hour: Int64 = 3_600_000

    private func price(
        _ kind: DatedPrice.Kind = .regular, _ from: Int64, _ until: Int64? = nil, _ price: Int64?
    ) -> DatedPrice {
        DatedPrice(
            kind: kind, from: Instant(milliseconds: from),
            until: until.map(Instant.init(milliseconds:)),
            price: price.map(UnitPrice.init(tenThousandths:)))
    }

    @Test func `prices begin and end at the very millisecond`() throws {
        let shop = try ShopFixture()
        let code = ItemCode("A")
        try shop.put(
            Item(code: code, name: "A"),
            prices: [
                price(.regular, 1000, nil, 100), price(.regular, 5000, nil, 200),
                price(.special, 2000, 3000, 50), price(.special, 5000, 6000, 60),
            ])
        let reader = try shop.node.makeReader()
        let table: [(Int64, Int64?, DatedPrice.Kind?)] = [
            (999, nil, nil), (1000, 100, .regular), (1999, 100, .regular), (2000, 50, .special),
            (2999, 50, .special), (3000, 100, .regular), (4999, 100, .regular),
            (5000, 60, .special), (5999, 60, .special), (6000, 200, .regular),
        ]
        for (moment, expected, kind) in table {
            let found = try reader.price(of: code, at: Instant(milliseconds: moment))
            #expect(found?.0.tenThousandths == expected, "\(moment)")
            #expect(found?.1 == kind, "\(moment)")
        }
    }

    @Test func `a withdrawn entry uncovers the one before, a put back one covers it again`() throws
    {
        let shop = try ShopFixture()
        let code = ItemCode("A")
        try shop.put(
            Item(code: code, name: "A"),
            prices: [price(.regular, 1000, nil, 100), price(.regular, 2000, nil, 200)])
        let reader = try shop.node.makeReader()
        func now() throws -> Int64? {
            try reader.price(of: code, at: Instant(milliseconds: 9000))?.0.tenThousandths
        }
        #expect(try now() == 200)
        try shop.put("A", version: 2, prices: [price(.regular, 2000, nil, nil)])
        #expect(try now() == 100)
        #expect(try reader.prices(of: code).map(\.price?.tenThousandths) == [nil, 100])
        // A version that isn't greater, written later, still loses.
        try shop.put("A", version: 1, prices: [price(.regular, 2000, nil, 300)])
        #expect(try now() == 100)
        try shop.put("A", version: 3, prices: [price(.regular, 2000, nil, 300)])
        #expect(try now() == 300)
    }

    @Test func `of equal versions the later stamp is current`() throws {
        let shop = try ShopFixture()
        let code = ItemCode("A")
        for name in ["first", "second", "third"] {
            try shop.put(Item(code: code, name: name), version: 7)
        }
        let reader = try shop.node.makeReader()
        #expect(try reader.item(code)?.name == "third")
        #expect(try reader.itemVersion(code) == 7)
        try shop.put(Item(code: code, name: "older"), version: 6)
        #expect(try reader.item(code)?.name == "third")
    }

    @Test func `a barcode moves from one item to another`() throws {
        let shop = try ShopFixture()
        let digits = "09520000010072"
        let regular = [price(.regular, 0, nil, 100)]
        try shop.put(
            Item(code: ItemCode("OLD"), name: "Old"), codes: [(digits, true), ("4011", true)],
            prices: regular)
        try shop.put(Item(code: ItemCode("NEW"), name: "New"), prices: regular)
        let reader = try shop.node.makeReader()
        func sold() throws -> [String] {
            try reader.sellables(for: LookupCode(digits), at: Instant(milliseconds: 1))
                .map(\.item.code.text)
        }
        #expect(try sold() == ["OLD"])
        try shop.put("NEW", version: 2, codes: [(digits, true)])
        #expect(try sold() == ["OLD", "NEW"])
        try shop.put("OLD", version: 2, codes: [(digits, false)])
        #expect(try sold() == ["NEW"])
        #expect(try reader.codes(of: ItemCode("OLD")) == [LookupCode("4011")])
        #expect(try reader.codes(of: ItemCode("NEW")) == [LookupCode(digits)])
        #expect(try reader.itemCodes(after: nil, limit: 10).map(\.text) == ["NEW", "OLD"])
        #expect(try reader.itemCodes(after: ItemCode("NEW"), limit: 10).map(\.text) == ["OLD"])
    }

    @Test func `stock is told by place, in pages by item`() throws {
        let shop = try ShopFixture()
        for code in ["A", "B", "C"] { try shop.stockItem(code, price: 100) }
        for (place, item, pieces) in [("shop", "A", 5), ("shop", "B", 7), ("yard", "A", 9)] {
            let request = StockRequest(
                kind: .received, place: Place(place), reason: "delivery",
                lines: [
                    StockRequest.Line(
                        item: ItemCode(item), quantity: Quantity(units: Int64(pieces)))
                ])
            _ = try shop.node.perform(Command(.moveStock(request), by: shop.admin))
        }
        try shop.openDrawer()
        _ = try shop.node.perform(
            Command(.complete(try shop.paidBasket("A", pieces: 2)), by: shop.admin))
        let reader = try shop.node.makeReader()
        #expect(try reader.stock(of: ItemCode("A"), at: .shop) == Quantity(units: 3))
        #expect(try reader.stock(of: ItemCode("A"), at: Place("yard")) == Quantity(units: 9))
        #expect(try reader.stock(of: ItemCode("C"), at: .shop) == .zero)
        let all = try reader.stock(at: .shop, after: nil, limit: 10)
        #expect(all.map { "\($0.item.text) \($0.held.thousandths)" } == ["A 3000", "B 7000"])
        #expect(try reader.stock(at: .shop, after: ItemCode("A"), limit: 10).count == 1)
    }
}
