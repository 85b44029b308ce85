import CRDT
import Encoding
import Node
import Replication
import Retail
import Storage
import Testing

/// What a steward publishes, on the lanes of a store.
@Suite struct PublicationTests {
    private static let count: UInt64 = 150

    private static func change(_ number: UInt64, price: Int64, from: Instant) -> ItemChange {
        let code = ItemCode("P\(number)")
        return ItemChange(
            content: ContentID(SystemRandom().bytes16()), version: 1, code: code,
            item: Item(code: code, name: "Goods \(number)"),
            prices: [DatedPrice(from: from, price: UnitPrice(tenThousandths: price))])
    }

    /// Performs a publication's commands, 50 changes a transaction, up to its end.
    private static func write(
        _ id: PublicationID, price: Int64, on node: RunningNode
    ) throws {
        for start in stride(from: UInt64(0), to: count, by: 50) {
            let changes = (start..<min(start + 50, count)).map {
                change($0, price: price, from: Instant(milliseconds: price))
            }
            try perform(.changeItems(changes), id, on: node)
        }
    }

    private static func perform(
        _ action: Command.Action, _ id: PublicationID?, on node: RunningNode
    ) throws {
        var command = Command(action, by: try node.makeReader().people(withNumber: 1)[0].person)
        command.publication = id
        _ = try node.perform(command)
    }

    /// Prices of all the goods as one look at the database finds them.
    private static func prices(_ reader: ShopReader) throws -> Set<Int64?> {
        try reader.snapshot { () throws(StorageError) in
            var prices: Set<Int64?> = []
            for number in 0..<count {
                let code = ItemCode("P\(number)")
                let found = try reader.sellable(
                    code, at: reader.storeTime, scanned: code.text)
                prices.insert(found?.price.tenThousandths)
            }
            return prices
        }
    }

    @Test func `another lane sees all of a publication or nothing, within a second`() throws {
        let first = try StoreLane()
        defer { first.close() }
        let second = try StoreLane(joining: first)
        defer { second.close() }
        let reader = try second.node.makeReader()
        var seen: [Set<Int64?>] = []
        for price in [Int64(100), 200] {
            let id = PublicationID(SystemRandom().bytes16())
            try Self.write(id, price: price, on: first.node)
            // All parts cross, and none of them shows.
            let parts = Int(Self.count)
            try eventually("the parts", on: second.mesh) {
                seen.append(try Self.prices(reader))
                return try reader.openPublicationParts() == parts
            }
            let began = SystemClock.monotonicNanoseconds()
            try Self.perform(.publish(from: first.node.clock.now), id, on: first.node)
            try eventually("price \(price)", on: second.mesh) {
                let prices = try Self.prices(reader)
                seen.append(prices)
                return prices == [price]
            }
            #expect(SystemClock.monotonicNanoseconds() - began < 1_000_000_000)
        }
        #expect(seen.allSatisfy { [[nil], [100], [200]].contains($0) }, "\(Set(seen))")
        try eventually("the words", on: second.mesh) {
            try reader.search("Goods", limit: 200).count == Int(Self.count)
        }
        try eventually("equal books", on: second.mesh) {
            first.node.books.stateDigest == second.node.books.stateDigest
        }
    }

    @Test func `an open basket keeps its prices, the next one has the new ones`() throws {
        let shop = try ShopFixture()
        defer { shop.node.close() }
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189)
        let open = try shop.paidBasket("MILK")
        let id = PublicationID(SystemRandom().bytes16())
        var milk = ItemChange(
            content: ContentID(SystemRandom().bytes16()), version: 1, code: ItemCode("MILK"),
            item: nil)
        let now = shop.node.clock.now
        milk.prices = [DatedPrice(from: now, price: UnitPrice(tenThousandths: 25_000))]
        try Self.perform(.changeItems([milk]), id, on: shop.node)
        try Self.perform(.publish(from: now), id, on: shop.node)
        let totals = try [open, shop.paidBasket("MILK")].map { basket in
            let done = try shop.node.perform(Command(.complete(basket), by: shop.admin))
            guard case .receipt(let receipt) = done.outcome else { return Money(-1) }
            return receipt.total
        }
        #expect(totals == [Money(189), Money(250)])
    }

    @Test func `a lane that isn't a steward publishes nothing, and is told who may`() throws {
        let first = try StoreLane()
        defer { first.close() }
        let second = try StoreLane(joining: first)
        defer { second.close() }
        let id = PublicationID(SystemRandom().bytes16())
        let refusal = PerformError.refused(.stewardsOnly(lanes: [3]))
        #expect(throws: refusal) { try Self.write(id, price: 5, on: second.node) }
        // Nor does it change what the steward set, where its word would lose.
        let name = StoreSettings.named("Another").value(of: .storeName)
        #expect(throws: refusal) {
            try Self.perform(
                .changeSetting(name: "storeName", value: name), nil, on: second.node)
        }
    }

    @Test func `a lane whose clock is off follows the store's`() throws {
        let shop = try ShopFixture()
        defer { shop.node.close() }
        let hour: Int64 = 3_600_000
        let clock = shop.node.clock
        let later = clock.now.adding(milliseconds: hour)
        let id = PublicationID(SystemRandom().bytes16())
        var milk = ItemChange(
            content: ContentID(SystemRandom().bytes16()), version: 1, code: ItemCode("MILK"),
            item: Item(code: ItemCode("MILK"), name: "Milk"))
        milk.prices = [
            DatedPrice(from: Instant(milliseconds: 0), price: UnitPrice(tenThousandths: 100)),
            DatedPrice(from: later, price: UnitPrice(tenThousandths: 200)),
        ]
        try Self.perform(.changeItems([milk]), nil, on: shop.node)
        let setting = Command.Action.changeSetting(
            name: "storeName", value: StoreSettings.named("Later").value(of: .storeName))
        try Self.perform(setting, id, on: shop.node)
        try Self.perform(.publish(from: later), id, on: shop.node)
        let lookups = try LaneLookups(shop.node)
        func price() throws -> Int64? {
            guard case .item(let goods, _) = try lookups.find("MILK", at: clock.now) else {
                return nil
            }
            return goods.price.tenThousandths
        }
        #expect(try price() == 100)
        #expect(shop.node.terms.settings.storeName != "Later")
        // One clock that is ahead doesn't move a store of two: all take the one behind.
        clock.hear(Self.node(1), offsetMilliseconds: 24 * hour)
        #expect(try price() == 100)
        clock.hear(Self.node(2), offsetMilliseconds: 24 * hour + 5)
        #expect(try price() == 200)
        shop.node.followPublications()
        shop.node.settle()
        #expect(shop.node.terms.settings.storeName == "Later")
        // A program beside the lane, and the next one of this run of the machine, go by it too.
        #expect(abs(clock.offsetMilliseconds - 24 * hour) < 1000)
    }

    @Test func `what is only here is counted in sales`() throws {
        let shop = try StoreLane()
        defer { shop.close() }
        let admin = try shop.node.makeReader().people(withNumber: 1)[0].person
        let terms = shop.node.terms.sale(at: shop.node.clock.now)
        let authority = Authority(
            person: admin, rights: Rights(of: ["admin"], among: terms.settings.roles))
        try shop.perform(.openDrawer(float: Money(0)))
        for pieces in Int64(1)...3 {
            var basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
            let goods = Sellable(
                item: Item(code: ItemCode("MILK"), name: "MILK"),
                price: UnitPrice(tenThousandths: 10_000), priceKind: .regular, scanned: "MILK")
            try basket.add(goods, .pieces(pieces), terms: terms, by: authority)
            try basket.pay("cash", terms: terms, by: authority)
            try shop.perform(.complete(basket))
        }
        try eventually("three sales", on: shop.mesh) { shop.mesh.report.salesOnlyHere == 3 }
        #expect(shop.mesh.report.unconfirmed > 3)
    }

    private static func node(_ number: UInt64) -> NodeID {
        NodeID(Bytes32(number, number, number, number))
    }
}

extension StoreSettings {
    fileprivate static func named(_ name: String) -> StoreSettings {
        var settings = StoreSettings()
        settings.storeName = name
        return settings
    }
}
