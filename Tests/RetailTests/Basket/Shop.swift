import Encoding
import Retail
import TestSupport

/// A small shop for tests: settings, taxes, goods and people.
struct Shop {
    var terms: SaleTerms

    static let cashier = Authority(
        person: PersonID(id(1)), rights: Rights(of: ["cashier"], among: Role.defaults(digits: 2)))
    static let manager = Authority(
        person: PersonID(id(2)), rights: Rights(of: ["manager"], among: Role.defaults(digits: 2)))
    static let nobody = Authority(person: PersonID(id(3)), rights: .none)

    /// 2026-11-21 12:00 UTC.
    static let noon = Instant(milliseconds: 1_795_262_400_000)
    static let today = BusinessDate(days: 20_778)

    /// Exclusive taxes of 4.3, 1 and 0.7 % and 1 % on groceries; inclusive 20 % and 5 %.
    init(
        isIncluded: Bool = false, rounding: TaxMode.Rounding = .perReceipt, coin: Int64 = 1
    ) {
        var settings = StoreSettings(storeNumber: "014", currency: .pound, zone: "Europe/London")
        settings.storeName = "Corner Shop"
        settings.taxMode = TaxMode(isIncluded: isIncluded, rounding: rounding)
        settings.cashRounding = CashRounding(increment: Money(coin))
        terms = SaleTerms(
            settings: settings,
            taxes: TaxTable(rules: isIncluded ? Self.vat : Self.salesTax, at: Self.noon),
            moment: Self.noon, today: Self.today)
    }

    private static let start = Instant(milliseconds: 0)

    private static let salesTax = [
        rule("", .state, "STATE", 430), rule("", .county, "LOCAL", 100),
        rule("", .district, "REGION", 70), rule("G", .state, "FOOD", 100),
    ]

    private static let vat = [rule("", .national, "VAT", 2000), rule("G", .national, "VAT", 500)]

    private static func rule(
        _ category: String, _ level: TaxRule.Level, _ label: String, _ basisPoints: Int64
    ) -> TaxRule {
        TaxRule(
            category: category, level: level, label: label, from: start,
            rate: Rate(basisPoints: basisPoints))
    }

    /// A content id or person for tests.
    static func id(_ number: UInt64) -> Bytes16 { Bytes16(words: [0, number]) }

    static func context(_ minute: Int64 = 0, drawer: ContentID? = nil) -> FactContext {
        FactContext(
            time: LocalTime(noon.adding(milliseconds: minute * 60_000), offsetSeconds: 0),
            businessDate: today, drawer: drawer, person: cashier.person)
    }

    static func piece(
        _ code: String, _ name: String, _ tenThousandths: Int64, tax: String = "A",
        age: UInt8? = nil
    ) -> Sellable {
        Sellable(
            item: Item(
                code: ItemCode(code), name: name, department: "D1", taxCategory: tax,
                minimumAge: age),
            price: UnitPrice(tenThousandths: tenThousandths), scanned: code)
    }

    static func weighed(_ code: String, _ name: String, _ tenThousandths: Int64) -> Sellable {
        Sellable(
            item: Item(
                code: ItemCode(code), name: name, department: "D2", taxCategory: "G",
                unit: .weight),
            price: UnitPrice(tenThousandths: tenThousandths), scanned: code)
    }

    static let milk = piece("1001", "MILK 1L", 18_900, tax: "G")
    static let shirt = piece("1002", "T-SHIRT BLUE M", 199_900)
    static let gum = piece("1003", "GUM", 3_300)
    static let wine = piece("1004", "WINE", 89_900, age: 18)
    static let bananas = weighed("4011", "BANANAS", 39_900)
    static let goods = [milk, shirt, gum, wine, bananas]

    func basket(_ number: UInt64 = 100) -> Basket {
        Basket(id: ContentID(Self.id(number)), digits: 2)
    }
}
