import Encoding
import Retail
import TestSupport
import Testing

private func goods(_ code: String, _ tenThousandths: Int64) -> Sellable {
    Sellable(
        item: Item(code: ItemCode(code), name: "ITEM \(code)", taxCategory: TaxTable.untaxed),
        price: UnitPrice(tenThousandths: tenThousandths), scanned: code)
}

@Suite struct TicketReplayTests {
    private static let catalogue = [goods("A1", 25_500), goods("B2", 10_000), goods("C3", 0)]

    private static let header =
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"

    private static let file = """
        \(header)
        100,A1,HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
        101,B2,"LANTERN, METAL",2,2010-12-01 08:27:00,0.85,17850.0,United Kingdom
        100,B2,LANTERN,3,2010-12-01 08:26:00,1,17850.0,United Kingdom
        102,C3,GIFT,1,2010-12-01 09:00:00,0.0,,France
        C103,A1,HEART,-4,2010-12-02 09:00:00,2.55,17850.0,United Kingdom
        C104,A1,HEART,-3,2010-12-02 09:01:00,2.55,17850.0,United Kingdom
        105,A1,damaged,-10,2010-12-02 09:02:00,0.0,,United Kingdom
        A106,Z9,Adjust bad debt,1,2010-12-02 09:03:00,-11062.06,,United Kingdom
        107,Q7,UNKNOWN,1,2010-12-02 09:04:00,1.00,,United Kingdom
        108,A1,HEART,0,2010-12-02 09:05:00,1.00,,United Kingdom
        109,A1,HEART,many,2010-12-02 09:06:00,1.00,,United Kingdom
        110,A1,HEART,1,2010-12-02 09:07:00,-1.00,,United Kingdom
        C111,A1,HEART,1,2010-12-02 09:08:00,1.00,,United Kingdom
        112,A1,HEART,1.5,2010-12-02 09:09:00,1.00,,United Kingdom
        113,A1,HEART,1,yesterday,1.00,,United Kingdom
        114,A1,HEART,1,2010-12-02 09:10:00,2.55,,United Kingdom
        ,A1,HEART,1,2010-12-02 09:10:00,2.55,,United Kingdom
        """

    private func run(_ text: String, known: Set<String> = [], chunk: Int = 7) -> ReplayRun {
        var run = ReplayRun(goods: Self.catalogue, known: known)
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            run.feed(bytes[start..<min(bytes.count, start + chunk)])
        }
        run.finish()
        return run
    }

    @Test(arguments: [1, 7, 10_000])
    func `every ticket is accounted for, however the bytes arrive`(chunk: Int) {
        let run = run(Self.file, known: ["114"], chunk: chunk)
        let counts = run.replay.counts
        #expect((counts.sales, counts.returns, counts.adjustments) == (3, 2, 2))
        #expect(counts.already == 1)
        let skipped: [TicketSkip: Int] = [
            .unknownItem: 1, .quantityZero: 1, .badRow: 2, .negativePrice: 1,
            .quantityPositive: 1, .outOfRange: 1,
        ]
        #expect(counts.skipped == skipped)
        #expect(counts.tickets == 15)
        #expect(counts.lines == 8)
        // 15.30 + 3.00 + 1.70 + 0 - 10.20 - 7.65 + 0 - 11,062.06
        #expect(counts.net == Money(1530 + 300 + 170 - 1020 - 765 - 1_106_206))
        #expect(run.faults.map(\.line) == [18])
    }

    @Test func `a sale keeps its time, its customer and its rows, and rings its price`() throws {
        let run = run(Self.file)
        guard case .sale(let receipt) = run.decisions["100"],
            case .sale(let other) = run.decisions["101"]
        else {
            Issue.record("no sales")
            return
        }
        #expect(receipt.lines.count == 2)
        #expect(receipt.time.instant.milliseconds == 1_291_191_960_000)
        #expect(receipt.customer == CustomerID(ReplayRun.id("17850")))
        #expect(receipt.number.number == 1)
        #expect(receipt.events.isEmpty)
        try receipt.verify(digits: 2)
        #expect(other.events.map(\.kind) == [.priceOverridden])
        #expect(other.total == Money(170))
    }

    @Test func `a cancellation finds its ticket while enough is left, else has no receipt`() throws
    {
        let run = run(Self.file)
        guard case .return(let first) = run.decisions["C103"],
            case .return(let second) = run.decisions["C104"]
        else {
            Issue.record("no returns")
            return
        }
        let origin = LineOrigin(receipt: ContentID(ReplayRun.id("100")), line: 0)
        #expect(first.lines.map(\.origin) == [origin])
        #expect((first.total, first.kind) == (Money(-1020), .refund))
        // Two are left of six: three can't come back on that receipt.
        #expect(second.lines.map(\.origin) == [nil])
        #expect(second.events.map(\.kind) == [.returnedWithoutReceipt])
        #expect(second.total == Money(-765))
        try first.verify(digits: 2)
        try second.verify(digits: 2)
    }

    @Test func `the newest ticket with enough left is taken first`() {
        let rows = (0..<5).map { "\($0),A1,X,\($0 + 1),2011-01-0\($0 + 1) 10:00:00,2.55,9,UK" }
        let cancellations = [
            "C9,A1,X,-4,2011-02-01 10:00:00,2.55,9,UK", "C8,A1,X,-4,2011-02-01 10:01:00,2.55,9,UK",
            "C7,A1,X,-1,2011-02-01 10:02:00,2.55,9,UK",
        ]
        let run = run(([Self.header] + rows + cancellations).joined(separator: "\n"))
        let origins = ["C9", "C8", "C7"].map { name -> ContentID? in
            guard case .return(let receipt) = run.decisions[name] else { return nil }
            return receipt.lines.first?.origin?.receipt
        }
        #expect(origins == ["4", "3", "4"].map { ContentID(ReplayRun.id($0)) })
    }

    @Test func `adjustments become movements of stock and of money`() {
        let run = run(Self.file)
        guard case .adjustment(.stockMoved(let stock)) = run.decisions["105"],
            case .adjustment(.moneyAdjusted(let money)) = run.decisions["A106"]
        else {
            Issue.record("no adjustments")
            return
        }
        #expect(stock.lines.map(\.change) == [Quantity(units: -10)])
        #expect((stock.kind, stock.reason) == (.adjusted, "damaged"))
        #expect(money.amount == Money(-1_106_206))
        #expect((money.reason, money.reference) == ("Adjust bad debt", "A106"))
    }

    @Test func `the other header means the same`() {
        let text = """
            ticket,time,item,description,quantity,price,customer
            1,2026-11-21T10:00,A1,HEART,2,2.55,
            """
        let counts = run(text).replay.counts
        #expect((counts.sales, counts.net) == (1, Money(510)))
    }

    /// A file, and the column of its only fault.
    @Test(arguments: [
        ("ticket,time,item,description,quantity\n", "price"), ("", "ticket"),
        ("ticket,ticket,time,item,description,quantity,price\n", "ticket"),
    ])
    func `a header that lacks or repeats a column is refused`(text: String, column: String) {
        let run = run(text)
        #expect(run.faults.map(\.column) == [column])
        #expect(run.replay.counts.tickets == 0)
    }

    @Test func `the index forgets the oldest first and stays within its size`() {
        var index = TicketIndex(capacity: 10)
        let rows = (0..<50).map { "\($0),A1,X,1,2011-01-01 10:00:00,2.55,\($0),UK" }
        let run = run(([Self.header] + rows).joined(separator: "\n"))
        for number in 0..<50 {
            guard case .sale(let receipt) = run.decisions[String(number)] else { continue }
            index.add(ReturnSource(receipt: receipt))
        }
        #expect(index.heldLines == 10)
    }

    @Test func `items are made of the first name and the first price above nothing`() {
        var items = TicketItems()
        let rows: [(String, String, Int64)] = [
            ("B", "", 0), ("A", "APPLE", 5), ("B", "BEAN", 0), ("B", "BROAD BEAN", 7),
            ("B", "", 9),
        ]
        for (code, name, price) in rows {
            items.add(
                TicketLine(
                    item: ItemCode(code), description: name, quantity: .one,
                    price: UnitPrice(tenThousandths: price)))
        }
        #expect(items.items.map(\.item.code.text) == ["A", "B"])
        #expect(items.items.map(\.item.name) == ["APPLE", "BEAN"])
        #expect(items.items.map(\.price.tenThousandths) == [5, 7])
    }
}
