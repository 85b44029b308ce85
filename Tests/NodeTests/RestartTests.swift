import CRDT
import Encoding
import Node
import Retail
import Storage
import Testing

/// What a lane knows again when its program starts anew.
@Suite struct RestartTests {
    private static func check(
        _ node: RunningNode, _ digits: String, number: UInt32? = nil
    ) async throws -> PINVerdict {
        let roles = node.terms.settings.roles
        return try await withCheckedContinuation { continuation in
            node.pins.check(digits, number: number, roles: roles, now: SystemClock.wall()) {
                continuation.resume(returning: $0)
            }
        }.get()
    }

    private static func isPassed(_ verdict: PINVerdict, as number: UInt32) -> Bool {
        if case .passed(let member) = verdict { member.number == number } else { false }
    }

    @Test func `a wait after wrong PINs goes on, and the same people pass as before`() async throws
    {
        let shop = try ShopFixture()
        var last = PINVerdict.missed(left: 5)
        for _ in 0..<SignOnGuard.missesMost { last = try await Self.check(shop.node, "9999") }
        guard case .waiting(let until) = last else {
            Issue.record("no wait: \(last)")
            return
        }
        shop.node.close()
        let again = try RunningNode(shop.folder.directory)
        #expect(try again.problems().isEmpty)
        #expect(try await Self.check(again, "2222") == .waiting(until: until))
        #expect(try await Self.check(again, "9999") == .waiting(until: until))
        #expect(Self.isPassed(try await Self.check(again, "2222", number: 2), as: 2))
        again.close()
    }

    @Test func `a locked person stays locked`() async throws {
        let shop = try ShopFixture()
        for _ in 0..<SignOnGuard.missesMost {
            _ = try await Self.check(shop.node, "9999", number: 2)
        }
        shop.node.close()
        let again = try RunningNode(shop.folder.directory)
        #expect(try await Self.check(again, "2222", number: 2) == .locked(number: 2))
        #expect(Self.isPassed(try await Self.check(again, "1111"), as: 1))
        again.close()
    }

    /// The books of a lane whose clock was an hour ahead, and is right again when it starts anew.
    @Test(arguments: [true, false])
    func `printed time never goes back, though the clock was set back`(endsWithSale: Bool) throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 189)
        let ahead = Instant(milliseconds: SystemClock.wall().milliseconds + 3_600_000)
        var commands = [Command(.openDrawer(float: .zero), by: shop.admin)]
        if endsWithSale {
            commands.append(Command(.complete(try shop.paidBasket("MILK")), by: shop.admin))
        }
        _ = try shop.node.perform(commands, recorded: ahead)
        shop.node.close()
        let again = try ShopFixture(reopening: shop.folder)
        let sale = Command(.complete(try again.paidBasket("MILK")), by: again.admin)
        guard case .receipt(let receipt) = try again.node.perform(sale).outcome else {
            Issue.record("no receipt")
            return
        }
        #expect(receipt.time.instant >= ahead)
        #expect(receipt.time.instant.milliseconds < ahead.milliseconds + 60_000)
        again.node.close()
    }

    @Test func `rows and settings that can't be read are named, and the lane sells on`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer()
        try shop.stockItem("MILK", price: 189)
        _ = try shop.node.perform(Command(.complete(try shop.paidBasket("MILK")), by: shop.admin))
        let row = OpenBasketRow(basket: try shop.paidBasket("MILK"), owner: nil)
        try shop.node.saveBasket(row)
        let change = Command(
            .changeSetting(name: "zone", value: CBOR.text("Atlantis/Poseidonis").encoded),
            by: shop.admin)
        _ = try shop.node.perform(change)
        shop.node.close()
        let hand = try Database(
            path: shop.folder.directory.database, access: .readWrite)
        try hand.run(
            "INSERT OR REPLACE INTO session (key, value) VALUES (CAST('basket' AS BLOB), x'00')")
        try hand.run("INSERT INTO session (key, value) VALUES (CAST('signon' AS BLOB), x'01')")
        try hand.run("UPDATE print_job SET value = x'02'")
        let again = try ShopFixture(reopening: shop.folder)
        #expect(
            try again.node.problems() == [
                .openBasket, .signOnState, .printJob(key: "0000000000000001"),
                .zone("Atlantis/Poseidonis"),
            ])
        // What the cashier's own steps left is whole.
        #expect(again.node.openBasket == row)
        let sale = Command(.complete(try again.paidBasket("MILK")), by: again.admin)
        let performed = try again.node.perform(sale)
        // The unreadable job keeps its number.
        #expect(performed.job?.number == 2)
        again.node.close()
    }
}
