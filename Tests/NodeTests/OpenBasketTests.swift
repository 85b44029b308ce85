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
        #expect(try shop.node.openBasket() == open)
        _ = try shop.node.perform(Command(.complete(open.basket), by: shop.admin))
        #expect(try shop.node.openBasket() == nil)
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
            try shop.node.openBasket() == OpenBasketRow(basket: basket, owner: shop.admin))
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
