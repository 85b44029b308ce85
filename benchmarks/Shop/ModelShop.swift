import CRDT
import Crypto
import Encoding
import Replica
import Retail
import TestSupport

/// The shop in which the model sale is rung.
///
/// A model sale has 5 distinct items with names of 24 characters, 2 tax rates, 1 cash tender.
/// Everything follows from a seed, so every process rings the same sales.
struct ModelShop {
    static let itemCount = 5000
    static let linesPerSale = 5

    let founding: Genesis.Seed
    let shelf: [Sellable]
    let terms: SaleTerms
    let cashier: Authority
    let drawer: ContentID

    /// 2026-11-02 08:00 UTC.
    static let opening = Instant(milliseconds: 1_793_606_400_000)
    static let day = BusinessDate(days: 20_759)
    /// Half a minute a sale.
    static let millisecondsPerSale: Int64 = 30_000

    init() throws(Identity.SeedError) {
        var random = SplitMix64(seed: 14)
        founding = Genesis.Seed(
            scope: ScopeID(random.bytes16()), root: try random.identity(),
            node: try random.identity(), rootIncarnation: Incarnation(random.bytes8()),
            incarnation: Incarnation(random.bytes8()))
        drawer = ContentID(random.bytes16())
        cashier = Authority(
            person: PersonID(random.bytes16()),
            rights: Rights(of: ["cashier"], among: Role.defaults(digits: 2)))
        var settings = StoreSettings(storeNumber: "014", currency: .pound, zone: "Europe/London")
        settings.taxMode = TaxMode(isIncluded: true)
        terms = SaleTerms(
            settings: settings, taxes: TaxTable(rules: Self.taxRules, at: Self.opening),
            moment: Self.opening, today: Self.day)
        shelf = (0..<Self.itemCount).map { Shelf.sellable($0, using: &random) }
    }

    /// Ordinary goods at 20 %, food at 5 %, both within the price.
    private static let taxRules = [rule("", 2000), rule("F", 500)]

    private static func rule(_ category: String, _ basisPoints: Int64) -> TaxRule {
        TaxRule(
            category: category, level: .national, label: "VAT", from: Instant(milliseconds: 0),
            rate: Rate(basisPoints: basisPoints))
    }

    /// What the shop's log says before its first sale: taxes, goods, an open drawer.
    func openingFacts() -> [Fact] {
        var random = SplitMix64(seed: 15)
        let taxes = Fact.taxChanged(
            TaxChange(
                content: ContentID(random.bytes16()), version: 1, rules: Self.taxRules))
        let goods = shelf.map { sellable in
            Fact.itemChanged(Shelf.change(sellable, content: ContentID(random.bytes16())))
        }
        let drawer = Fact.drawerOpened(
            DrawerOpening(
                content: drawer, time: LocalTime(Self.opening, offsetSeconds: 0),
                businessDate: Self.day, person: cashier.person, float: Money(10_000)))
        return [taxes] + goods + [drawer]
    }

    /// Where this lane writes.
    func place() throws(BenchmarkError) -> Replica.Place {
        guard let node = Bytes32(founding.node.publicKey),
            let root = Bytes32(founding.root.publicKey)
        else { throw .usage("a public key has 32 bytes") }
        return Replica.Place(
            node: NodeID(node), scope: founding.scope, incarnation: founding.incarnation,
            root: NodeID(root))
    }
}

extension SplitMix64 {
    mutating func bytes8() -> Bytes8 { Bytes8(words: [next()]) }
    mutating func bytes16() -> Bytes16 { Bytes16(words: [next(), next()]) }

    mutating func identity() throws(Identity.SeedError) -> Identity {
        try Identity(seed: Bytes32(next(), next(), next(), next()).bytes)
    }
}
