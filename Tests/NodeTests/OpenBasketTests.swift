import Encoding
import Node
import Retail
import Storage
import Testing

@Suite struct OpenBasketTests {
    @Test func `another process's sale leaves the cashier's open basket on disk`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189)
        let open = OpenBasketRow(basket: try shop.paidBasket("MILK"), owner: shop.admin)
        try shop.node.saveBasket(open)
        let other = try shop.paidBasket("MILK")
        _ = try shop.node.perform(Command(.complete(other), by: shop.admin))
        #expect(shop.node.openBasket == open)
        _ = try shop.node.perform(Command(.complete(open.basket), by: shop.admin))
        #expect(shop.node.openBasket == nil)
    }

    @Test func `a basket is on disk as open as soon as it is recalled`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189)
        var basket = try shop.paidBasket("MILK")
        try basket.removeTender(0)
        let hold = Command.Action.hold(basket, label: nil)
        let held = try shop.node.perform(Command(hold, by: shop.admin))
        guard case .held(let record) = held.outcome else {
            Issue.record("not held: \(held)")
            return
        }
        _ = try shop.node.perform(Command(.recall(hold: record.content), by: shop.admin))
        #expect(
            shop.node.openBasket == OpenBasketRow(basket: basket, owner: shop.admin))
    }

    @Test func `a scan after the sale is newer than the sale, as long as the till lives`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189)
        let sold = OpenBasketRow(basket: try shop.paidBasket("MILK"), owner: shop.admin)
        let next = OpenBasketRow(basket: try shop.paidBasket("MILK"), owner: shop.admin)
        try shop.node.saveBasket(sold)
        _ = try shop.node.perform(Command(.complete(sold.basket), by: shop.admin))
        try shop.node.saveBasket(next)
        shop.node.close()
        let again = try ShopFixture(reopening: shop.folder)
        #expect(again.node.openBasket == next)
        _ = try again.node.perform(Command(.complete(next.basket), by: again.admin))
        again.node.close()
        let last = try RunningNode(shop.folder.directory)
        #expect(last.openBasket == nil)
        last.close()
    }

    @Test func `a write that was cut short leaves the step before`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 189)
        let rows = try (0..<5).map { _ in
            OpenBasketRow(basket: try shop.paidBasket("MILK"), owner: shop.admin)
        }
        for row in rows { try shop.node.saveBasket(row) }
        shop.node.close()
        let files = [0, 1].map { shop.folder.path + "/basket.\($0)" }
        // The fifth step is in the first file again.
        let newest = try FileSystem.read(files[0])
        for cut in [0, 3, 20, newest.count / 2, newest.count - 1] {
            try FileSystem.replace(files[0], with: Array(newest[..<cut]), mode: 0o600)
            let again = try RunningNode(shop.folder.directory)
            #expect(again.openBasket == rows[3], "cut at \(cut) of \(newest.count)")
            #expect(try again.problems().isEmpty)
            again.close()
        }
        try FileSystem.replace(files[1], with: [1, 2, 3], mode: 0o600)
        let again = try RunningNode(shop.folder.directory)
        #expect(again.openBasket == nil)
        #expect(try again.problems() == [.openBasket])
        again.close()
    }

    @Test func `a shorter basket over a longer one is read whole`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 189)
        let long = OpenBasketRow(basket: try shop.paidBasket("MILK"), owner: shop.admin)
        let short = OpenBasketRow(
            basket: Basket(id: ContentID(SystemRandom().bytes16()), digits: 2), owner: nil)
        for row in [long, long, short] { try shop.node.saveBasket(row) }
        shop.node.close()
        let again = try RunningNode(shop.folder.directory)
        #expect(again.openBasket == short)
        try again.saveBasket(nil)
        again.close()
        #expect(try RunningNode(shop.folder.directory).openBasket == nil)
    }

    @Test func `a basket that can't be saved is refused by name, and the one before stays`() throws
    {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 189)
        let first = OpenBasketRow(basket: try shop.paidBasket("MILK"), owner: shop.admin)
        let path = shop.folder.path + "/basket.1"
        try FileSystem.makeFolder(path)
        try shop.node.saveBasket(first)
        let second = OpenBasketRow(basket: try shop.paidBasket("MILK"), owner: shop.admin)
        #expect(throws: PerformError.storage(.cannotOpen(path: path, errno: 21))) {
            try shop.node.saveBasket(second)
        }
        #expect(shop.node.openBasket == first)
    }

    @Test func `an open basket of the version before is taken up`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 189)
        let row = OpenBasketRow(basket: try shop.paidBasket("MILK"), owner: shop.admin)
        shop.node.close()
        let value = CBOR.array([.fixed(shop.admin.id), .bytes(row.basket.encode())]).encoded
        let hand = try Database(path: shop.folder.directory.database, access: .readWrite)
        try hand.run(
            """
            INSERT OR REPLACE INTO session (key, value)
            VALUES (CAST('basket' AS BLOB), x'\(Hex.encode(value))')
            """)
        let again = try RunningNode(shop.folder.directory)
        #expect(again.openBasket == row)
        again.close()
    }

    @Test func `only who may import says when something happened`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189)
        let cashier = try shop.node.makeReader().people(withNumber: 2)[0].person
        let sale = Command(.complete(try shop.paidBasket("MILK")), by: cashier)
        #expect(throws: PerformError.refused(.needsApproval(.importFiles))) {
            try shop.node.perform([sale], recorded: Instant(milliseconds: 1_300_000_000_000))
        }
        _ = try shop.node.perform(sale)
    }

    @Test func `nobody takes over a person who may do more`() throws {
        let shop = try ShopFixture()
        let reader = try shop.node.makeReader()
        let cashier = try #require(try reader.people(withNumber: 2).first)
        let admin = try #require(try reader.people(withNumber: 1).first)
        let promotion = Self.change(cashier, roles: ["manager"])
        _ = try shop.node.perform(Command(.changePerson(promotion), by: shop.admin))
        // A PIN of the manager's choice would make the admin theirs, with whatever roles.
        for change in [
            Self.change(admin, roles: ["cashier"]), Self.change(cashier, roles: ["admin"]),
        ] {
            #expect(throws: PerformError.refused(.needsApproval(.editSettings))) {
                try shop.node.perform(Command(.changePerson(change), by: cashier.person))
            }
            let together = Command(
                .changePerson(change), by: cashier.person, approvedBy: shop.admin)
            if change.person == cashier.person { _ = try shop.node.perform(together) }
        }
    }

    private static func change(_ member: StaffMember, roles: [String]) -> PersonChange {
        PersonChange(
            content: ContentID(SystemRandom().bytes16()), person: member.person,
            version: member.version + 1, number: member.number, roles: roles, pin: member.pin,
            language: member.language, isActive: true, sealedName: [])
    }
}
