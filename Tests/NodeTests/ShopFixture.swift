import CRDT
import Encoding
import Node
import Retail
import Storage

/// A small shop in a folder of its own, as `init` makes it, with a drawer ready to open.
struct ShopFixture {
    let folder: TemporaryFolder
    let node: RunningNode
    let admin: PersonID

    static let people = [
        NewPerson(number: 1, name: "Ada Admin", roles: ["admin"], pin: "1111"),
        NewPerson(number: 2, name: "Carl Cashier", roles: ["cashier"], pin: "2222", language: "es"),
    ]

    static func founding(isTraining: Bool = false) -> Founding {
        var settings = StoreSettings()
        settings.storeNumber = "014"
        settings.zone = "Europe/London"
        return Founding(
            storeNumber: "014", lane: 3, isTraining: isTraining,
            passphrase: Array("correct horse battery".utf8), settings: settings, taxRules: [],
            people: people)
    }

    init(isTraining: Bool = false) throws {
        let folder = TemporaryFolder()
        _ = try folder.directory.found(Self.founding(isTraining: isTraining))
        try self.init(reopening: folder)
    }

    /// Starts the lane again that another fixture closed.
    init(reopening folder: TemporaryFolder) throws {
        self.folder = folder
        node = try RunningNode(folder.directory)
        let found = try node.makeReader().people(withNumber: 1)
        admin = found[0].person
    }

    /// Puts an item into the catalogue.
    func stockItem(_ code: String, price: Int64, gtin: String? = nil) throws {
        let change = ItemChange(
            content: ContentID(SystemRandom().bytes16()), version: 1, code: ItemCode(code),
            item: Item(code: ItemCode(code), name: "\(code) NAME"),
            codes: gtin.map { [ItemChange.CodeEntry(code: LookupCode($0), isPresent: true)] } ?? [],
            prices: [
                DatedPrice(
                    from: Instant(milliseconds: 0), price: UnitPrice(tenThousandths: price * 100))
            ])
        _ = try node.perform(Command(.changeItems([change]), by: admin))
    }

    /// A basket of one item, paid in cash exactly.
    func paidBasket(_ code: String, pieces: Int64 = 1) throws -> Basket {
        let now = SystemClock.wall()
        let terms = node.terms.sale(at: now)
        let reader = try node.makeReader()
        var basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
        let authority = Authority(
            person: admin, rights: Rights(of: ["admin"], among: terms.settings.roles))
        if let sellable = try reader.sellable(ItemCode(code), at: now, scanned: code) {
            try basket.add(sellable, .pieces(pieces), terms: terms, by: authority)
        }
        try basket.pay("cash", terms: terms, by: authority)
        return basket
    }

    func openDrawer(float: Int64 = 100_00) throws {
        _ = try node.perform(Command(.openDrawer(float: Money(float)), by: admin))
    }
}
