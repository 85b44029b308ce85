import Encoding
import Lane
import Retail
import Texts

/// The shop that the lane's tests sell in: goods, people, taxes, one drawer, all real values.
struct Shop {
    static let start = Instant(milliseconds: 1_795_269_720_000)
    static let today = BusinessDate(days: 20_778)

    let language: Language
    var settings: StoreSettings

    init(language: Language) {
        self.language = language
        var settings = StoreSettings(
            storeNumber: "014", currency: Currency("USD") ?? .pound, zone: "Etc/UTC")
        settings.storeName = "CORNER SHOP"
        settings.language = language.rawValue
        settings.barcodeTemplates = ["21IIIIIWWWWWC", "22IIIIIPPPPPC"]
        self.settings = settings
    }

    var terms: SaleTerms { terms(at: Self.start) }

    func terms(at moment: Instant) -> SaleTerms {
        let rules = [
            TaxRule(
                category: "G", level: .state, label: "FOOD", from: Instant(milliseconds: 0),
                rate: Rate(basisPoints: 100)),
            TaxRule(
                category: "A", level: .state, label: "STATE", from: Instant(milliseconds: 0),
                rate: Rate(basisPoints: 600)),
        ]
        return SaleTerms(
            settings: settings, taxes: TaxTable(rules: rules, at: moment), moment: moment,
            today: Self.today)
    }

    static func id(_ number: UInt64) -> ContentID { ContentID(Bytes16(words: [7, number])) }

    /// Six people: 7 and 8 are cashiers, 3 a supervisor, 1 a manager, 5 may only sell, 6 nothing.
    static func person(_ number: UInt32) -> LanePerson {
        LanePerson(
            authority: Authority(
                person: PersonID(Bytes16(words: [1, UInt64(number)])), rights: rights(number)),
            number: number)
    }

    private static func rights(_ number: UInt32) -> Rights {
        let none = RoleLimits(discountRate: .zero, discountAmount: .zero, voidAmount: .zero)
        switch number {
        case 5: return Rights(permissions: Permissions([.sell]), limits: none)
        case 6: return Rights(permissions: Permissions([]), limits: none)
        case _:
            let role = [1: "manager", 3: "supervisor"][number] ?? "cashier"
            return Rights(of: [role], among: Role.defaults(digits: 2))
        }
    }

    static let pins: [String: UInt32] = [
        "7777": 7, "8888": 8, "3333": 3, "1111": 1, "5555": 5, "6666": 6,
    ]

    static let departments = [
        Department(name: "GROCERY", taxCategory: "G"), Department(name: "WEAR", taxCategory: "A"),
    ]

    static let goods: [(code: String, sellable: Sellable)] = [
        good("04006381333931", "MILK", "MILK 1L", 18_900, "G"),
        good("4011", "BANANAS", "BANANAS (PLU 4011)", 39_900, "G", .weight),
        good("05012345678900", "SHIRT", "T-SHIRT BLUE M", 199_900, "A"),
        good("05000267024233", "WINE", "RED WINE 75CL", 89_900, "A", .piece, 21),
        good("02112345000008", "CHEESE", "CHEESE AGED", 159_900, "G", .weight),
        good("04902102072618", "TEA", "緑茶 GREEN TEA", 24_900, "G"),
        good("00036000241457", "GONE", "OLD SOAP", 9_900, "A", .piece, nil, false),
    ]

    private static func good(
        _ code: String, _ item: String, _ name: String, _ price: Int64, _ tax: String,
        _ unit: Item.Unit = .piece, _ age: UInt8? = nil, _ isActive: Bool = true
    ) -> (code: String, sellable: Sellable) {
        (
            code,
            Sellable(
                item: Item(
                    code: ItemCode(item), name: name, department: tax == "G" ? "GROCERY" : "WEAR",
                    taxCategory: tax, unit: unit, minimumAge: age, isActive: isActive),
                price: UnitPrice(tenThousandths: price), scanned: code)
        )
    }

    static let customer = FoundCustomer(
        customer: CustomerID(Bytes16(words: [9, 1])), number: "C-004411", name: "Ana Ruiz")
    static let charity = FoundCustomer(
        customer: CustomerID(Bytes16(words: [9, 2])), number: "C-000777", name: "Food Bank",
        exemption: TaxExemption(kind: .charity, hasCertificate: true))
}
