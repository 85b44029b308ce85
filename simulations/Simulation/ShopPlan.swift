import CRDT
import Crypto
import Encoding
import Replica
import Retail

/// A shop that a seed invents: keys, rules, goods and people.
struct ShopPlan {
    struct Goods {
        var item: Item
        var codes: [ItemChange.CodeEntry]
        /// Of what the shelf says; overrides may ask another.
        var price: UnitPrice
    }

    let keys: Genesis.Seed
    let settings: StoreSettings
    let taxRules: [TaxRule]
    let goods: [Goods]
    let cashier: PersonID
    let manager: PersonID
    let start: Instant
    private let contents: [ContentID]

    init(_ random: inout SeededRandom) throws(Identity.SeedError) {
        let root = try Identity(seed: random.bytes(Identity.seedBytes))
        let node = try Identity(seed: random.bytes(Identity.seedBytes))
        keys = Genesis.Seed(
            scope: ScopeID(random.bytes16()), root: root, node: node,
            rootIncarnation: Incarnation(random.bytes8()),
            incarnation: Incarnation(random.bytes8()))
        settings = Self.settings(&random)
        taxRules = Self.taxRules(isIncluded: settings.taxMode.isIncluded)
        goods = (0..<random.number(8...24)).map { Self.goods(Int($0), &random) }
        cashier = PersonID(random.bytes16())
        manager = PersonID(random.bytes16())
        start = Self.start(&random)
        contents = (0..<goods.count + SettingName.allCases.count + 3).map { _ in
            ContentID(random.bytes16())
        }
    }

    /// What the store is told at its founding.
    var facts: [Fact] {
        var names = contents.makeIterator()
        func next() -> ContentID { names.next() ?? ContentID(Bytes16(words: [0, 0])) }
        var facts: [Fact] = SettingName.allCases.map { name in
            .settingChanged(
                SettingChange(
                    content: next(), version: 1, name: name.rawValue,
                    value: settings.value(of: name)))
        }
        facts.append(.taxChanged(TaxChange(content: next(), version: 1, rules: taxRules)))
        for (number, person) in [cashier, manager].enumerated() {
            facts.append(
                .personChanged(
                    PersonChange(
                        content: next(), person: person, version: 1, number: UInt32(number + 1),
                        roles: [number == 0 ? "cashier" : "admin"], pin: nil, sealedName: [])))
        }
        return facts
            + goods.map { goods in
                .itemChanged(
                    ItemChange(
                        content: next(), version: 1, code: goods.item.code, item: goods.item,
                        codes: goods.codes,
                        prices: [
                            DatedPrice(from: Instant(milliseconds: 0), price: goods.price)
                        ]))
            }
    }

    static let series = "014-03"

    private static func settings(_ random: inout SeededRandom) -> StoreSettings {
        let currency = Currency(random.pick(["GBP", "USD", "JPY", "KWD"])) ?? .pound
        var settings = StoreSettings(
            storeNumber: "014", currency: currency, zone: "Europe/London")
        settings.taxMode = TaxMode(
            isIncluded: random.isOneIn(2), rounding: random.pick(TaxMode.Rounding.allCases))
        settings.cashRounding = CashRounding(increment: Money(random.pick([1, 1, 5, 10])))
        settings.mergesSameItems = random.isOneIn(2)
        settings.cutoffHour = UInt8(random.number(0...6))
        return settings
    }

    private static func taxRules(isIncluded: Bool) -> [TaxRule] {
        let rates: [(String, TaxRule.Level, String, Int64)] =
            isIncluded
            ? [
                ("", .national, "VAT", 2000), ("G", .national, "VAT", 0),
                ("B", .national, "VAT", 500),
            ]
            : [
                ("", .state, "STATE", 430), ("", .county, "LOCAL", 100),
                ("", .district, "REGION", 70), ("G", .county, "LOCAL", 100),
            ]
        return rates.map { category, level, label, basisPoints in
            TaxRule(
                category: category, level: level, label: label, from: Instant(milliseconds: 0),
                rate: Rate(basisPoints: basisPoints))
        }
    }

    private static func goods(_ number: Int, _ random: inout SeededRandom) -> Goods {
        let isWeighed = random.isOneIn(4)
        let code = "I\(1000 + number)"
        let digits = isWeighed ? "\(4000 + number)" : "0000050\(1_000_000 + number * 7)"
        return Goods(
            item: Item(
                code: ItemCode(code), name: "ITEM \(number)",
                department: random.pick(["FOOD", "HOME", "BAR"]),
                taxCategory: random.pick(["", "G", "B", TaxTable.untaxed]),
                unit: isWeighed ? .weight : .piece, minimumAge: random.isOneIn(8) ? 18 : nil,
                cost: UnitPrice(tenThousandths: random.number(100...50_000))),
            codes: [.init(code: LookupCode(digits), isPresent: true)],
            price: UnitPrice(tenThousandths: random.number(0...400_000)))
    }

    /// Half of the seeds begin a day before the clocks change in spring or autumn 2026.
    private static func start(_ random: inout SeededRandom) -> Instant {
        let changes: [Int64] = [1_774_746_000_000, 1_792_890_000_000]
        let base = random.isOneIn(2) ? random.pick(changes) - 86_400_000 : 1_783_000_000_000
        return Instant(milliseconds: base + random.number(0...40_000_000))
    }
}

/// London's rule as a zone file without a table: clocks change twice a year, for good.
enum SimulatedZone {
    static let london: Zone = {
        let header = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
        let counts: [UInt8] = [0, 0, 0, 0, 1, 1].flatMap { [0, 0, 0, $0] }
        let block = header + counts + [UInt8](repeating: 0, count: 7)
        do throws(ZoneError) {
            return try Zone(tzif: block + block + Array("\nGMT0BST,M3.5.0/1,M10.5.0\n".utf8))
        } catch {
            preconditionFailure("the simulation's zone: \(error)")
        }
    }()
}
