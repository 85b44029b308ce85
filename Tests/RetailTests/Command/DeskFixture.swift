import Encoding
import Retail

/// A desk in an ordinary shop: drawer open since the morning, 200.00 in it, 12 milks on the shelf.
enum DeskFixture {
    static let number = ReceiptNumber(series: "014-03", number: 41)
    static let now = Instant(milliseconds: 1_790_000_000_000)
    static let time = LocalTime(now, offsetSeconds: 0)
    static let today = BusinessDate(days: 20_717)

    static func id(_ number: UInt64) -> ContentID { ContentID(Bytes16(words: [0, number])) }

    static func authority(_ role: String) -> Authority {
        Authority(
            person: PersonID(Bytes16(words: [1, UInt64(role.utf8.count)])),
            rights: Rights(of: [role], among: Role.defaults(digits: 2)))
    }

    static let receipt = StockRequest(
        kind: .received, reason: "delivery",
        lines: [StockRequest.Line(item: ItemCode("MILK"), quantity: Quantity(units: 24))])

    static func needsOpenDrawer(_ action: Command.Action) -> Bool {
        if case .openDrawer = action { return false }
        return true
    }

    static func desk(open: Bool = true) -> Desk {
        let terms = SaleTerms(
            settings: StoreSettings(), taxes: TaxTable(rules: [], at: now), moment: now,
            today: today)
        let drawer = Desk.OpenDrawer(
            id: id(1), businessDate: today, person: authority("cashier").person)
        return Desk(
            terms: terms, time: time, businessDate: today, drawer: open ? drawer : nil,
            series: "014-03", nextReceipt: 42, nextZ: 7, isTraining: false)
    }

    static var known: Desk.Known {
        var known = Desk.Known()
        known.held = [ItemCode("MILK"): Quantity(units: 12)]
        var report = DrawerReport(series: "014-03")
        report.expectedCash = Money(200_00)
        known.report = report
        return known
    }

    static func source(
        isVoided: Bool = false, cameBack: [UInt32: Quantity] = [:], drawer: ContentID = id(1)
    ) -> ReturnSource {
        let line = ReceiptLine(
            item: ItemCode("MILK"), name: "MILK 1L", quantity: Quantity(units: 2),
            listPrice: UnitPrice(tenThousandths: 18_900),
            price: UnitPrice(tenThousandths: 18_900), gross: Money(3_78))
        let receipt = Receipt(
            content: id(3), number: number, kind: .sale, time: time, businessDate: today,
            drawer: drawer, person: authority("cashier").person, lines: [line], taxes: [],
            tenders: [ReceiptTender(tender: "cash", amount: Money(3_78))])
        return ReturnSource(receipt: receipt, cameBack: cameBack, isVoided: isVoided)
    }

    @discardableResult
    static func decide(
        _ action: Command.Action, _ known: Desk.Known = known
    ) throws(Refusal) -> Decision {
        let admin = Desk.Standing(authority("admin"))
        return try desk().decide(action, admin, known, content: id(9))
    }
}
