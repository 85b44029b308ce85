import Node
import Retail
import Storage
import Testing

/// What a page of the lists costs.
@Suite struct PageTests {
    @Test func `a page of 50 sales with people, tenders and voids takes 4 statements`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 189)
        try shop.openDrawer()
        var commands: [Command] = []
        for _ in 0..<60 {
            commands.append(Command(.complete(try shop.paidBasket("MILK")), by: shop.admin))
        }
        _ = try shop.node.perform(commands)
        let reader = try shop.node.makeReader()
        let last = try reader.receipts(limit: 1)[0]
        _ = try shop.node.perform(
            Command(.voidReceipt(last.content, reason: 1), by: shop.admin))
        let before = reader.database.statementsRun
        let page = try reader.receiptPage(limit: 50)
        #expect(reader.database.statementsRun - before <= 4)
        #expect(page.count == 50)
        #expect(page.filter(\.summary.isVoided).map(\.summary.content) == [last.content])
        #expect(page.allSatisfy { $0.personNumber == 1 })
        #expect(page.allSatisfy { $0.tenders == [.init(tender: "cash", amount: Money(1_89))] })
        let next = try reader.receiptPage(before: page.last?.place, limit: 50)
        #expect(next.count == 10)
        let all = (page + next).map(\.summary.number.number)
        #expect(all == Array((1...60).reversed()))
    }
}
