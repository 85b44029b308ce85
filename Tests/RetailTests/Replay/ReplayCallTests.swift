import Encoding
import Retail
import Testing

/// Replay has no way of its own to make a receipt: it asks the cashier's basket, call by call.
@Suite struct ReplayCallTests {
    private static let person = Shop.manager.person

    private static func goods(_ code: String, _ tenThousandths: Int64) -> Sellable {
        Sellable(
            item: Item(code: ItemCode(code), name: "ITEM \(code)", taxCategory: TaxTable.untaxed),
            price: UnitPrice(tenThousandths: tenThousandths), scanned: code)
    }

    private static func line(_ code: String, _ units: Int64, _ price: Int64) -> TicketLine {
        TicketLine(
            item: ItemCode(code), description: code, quantity: Quantity(units: units),
            price: UnitPrice(tenThousandths: price))
    }

    private static func ring(_ number: String, _ lines: [TicketLine], _ replay: inout TicketReplay)
        -> (counted: TicketDecision, plain: TicketDecision)
    {
        let ticket = Ticket(
            number: number, time: LocalTime(Instant(milliseconds: 0), offsetSeconds: 0),
            customer: "17850", lines: lines)
        let goods = [goods("A1", 25_500), goods("B2", 10_000)]
        let context = TicketContext(
            content: ContentID(ReplayRun.id(number)),
            customer: CustomerID(ReplayRun.id("17850")), isKnown: false,
            businessDate: Shop.today,
            goods: Dictionary(uniqueKeysWithValues: goods.map { ($0.item.code, $0) }))
        var plain = replay
        let counted = replay.ring(ticket, context, on: CountingBasket.self)
        return (counted, plain.ring(ticket, context))
    }

    @Test func `each row, price and tender is one call of the cashier's basket`() {
        var replay = TicketReplay(
            person: Self.person, terms: Shop().terms, series: "014-03", nextNumber: 1)
        let calls = CountingBasket.Calls()
        CountingBasket.$calls.withValue(calls) {
            let sale = Self.ring(
                "100", [Self.line("A1", 6, 25_500), Self.line("B2", 3, 8_500)], &replay)
            #expect(sale.counted == sale.plain)
            let back = Self.ring(
                "C101", [Self.line("A1", -4, 25_500), Self.line("B2", -9, 8_500)], &replay)
            #expect(back.counted == back.plain)
        }
        let expected = [
            "init": 2, "attach": 2, "add": 2, "overridePrice": 1, "addReturn": 1,
            "addReturnWithoutReceipt": 1, "pay": 2, "complete": 2,
        ]
        #expect(calls.byVerb == expected)
        #expect((replay.counts.sales, replay.counts.returns) == (1, 1))
    }
}
