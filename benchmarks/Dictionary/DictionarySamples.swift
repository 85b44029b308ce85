import Retail
import TestSupport

/// The payloads from which the shipped compression dictionary is trained: what lanes of several
/// countries write in a day, of goods that no benchmark sells.
///
/// So a log's size isn't measured on what the dictionary was made for.
struct DictionarySamples {
    private static let count = 24_000
    /// Zone offsets of lanes, in seconds.
    private static let offsets: [Int32] = [0, 3600, 7200, -14_400, -18_000]

    private let shop: ModelShop
    private var values = RandomValues(SplitMix64(seed: 32_769))
    private var number: UInt32 = 0

    private init() throws { shop = try ModelShop() }

    /// All samples, the same at each call.
    static func make() throws -> [[UInt8]] {
        var samples = try DictionarySamples()
        var payloads: [[UInt8]] = []
        for place in 0..<count {
            let country = Country.all[place % Country.all.count]
            payloads.append(try samples.fact(of: country).encode())
        }
        return payloads
    }

    /// Three facts of four are receipts, as on a lane's day.
    private mutating func fact(of country: Country) throws -> Fact {
        guard !values.chance(76) else { return .receiptCompleted(try receipt(country)) }
        let context = context()
        switch values.integer(0...9) {
        case 0...2: return .itemChanged(itemChange(country))
        case 3: return .stockMoved(delivery(country, context))
        case 4:
            return .signedOn(
                SignOn(
                    content: values.content(), kind: values.pick(SignOn.Kind.allCases),
                    person: context.person, time: context.time,
                    businessDate: context.businessDate))
        case 5: return .basketHeld(try held(country, context))
        case 6: return .receiptVoided(try void(country, context))
        case 7: return .drawerMoved(movement(context))
        case 8:
            return .receiptReprinted(
                Reprint(
                    content: values.content(), receipt: values.content(), kind: .copy, copy: 1,
                    time: context.time, businessDate: context.businessDate,
                    drawer: context.drawer, person: context.person))
        case _:
            return .clocked(
                ClockEntry(
                    content: values.content(), kind: values.pick(ClockEntry.Kind.allCases),
                    person: context.person, time: context.time,
                    businessDate: context.businessDate))
        }
    }

    // MARK: Goods

    private mutating func name(_ country: Country) -> String {
        let parts =
            [values.pick(country.goods)]
            + (values.chance(60) ? [values.pick(country.qualities)] : [])
            + (values.chance(60) ? [values.pick(country.sizes)] : [])
        let name = (values.chance(30) ? Array(parts.reversed()) : parts).joined(separator: " ")
        // As shops write them: some in capitals, some in both.
        return values.chance(35) ? name.uppercased() : name
    }

    private mutating func code() -> ItemCode {
        let number = values.integer(0...99_999)
        switch values.integer(0...3) {
        case 0: return ItemCode("\(number % 10_000)")
        case 1: return ItemCode("\(100_000 + number)")
        case 2: return ItemCode("\(20_000 + number % 70_000)\(values.pick(["A", "B", "C"]))")
        case _: return ItemCode("\(20_000 + number % 70_000)")
        }
    }

    private mutating func price() -> UnitPrice {
        // Two of three end in 9 or 5.
        let cents = values.integer(2...400) * 10
        return UnitPrice(tenThousandths: (cents - values.pick([0, 1, 5])) * 100)
    }

    private mutating func item(_ country: Country) -> Item {
        var item = Item(
            code: code(), name: name(country), department: values.pick(country.departments),
            taxCategory: values.pick(country.categories))
        if values.chance(10) { item.unit = .weight }
        return item
    }

    private mutating func itemChange(_ country: Country) -> ItemChange {
        let item = item(country)
        let barcode = Shelf.barcode(Int(values.integer(0...99_999_999)))
        return ItemChange(
            content: values.content(), version: UInt64(values.integer(1...4)), code: item.code,
            item: item, codes: [.init(code: LookupCode(barcode), isPresent: true)],
            prices: [DatedPrice(from: Instant(milliseconds: 0), price: price())])
    }

    private mutating func delivery(_ country: Country, _ context: FactContext) -> StockMovement {
        StockMovement(
            content: values.content(), kind: values.pick(StockMovement.Kind.allCases),
            place: .shop, time: context.time, businessDate: context.businessDate,
            person: context.person, reason: "",
            lines: (0..<values.integer(1...6)).map { _ in
                StockMovement.Line(
                    item: code(), change: Quantity(thousandths: values.integer(1...48) * 1000),
                    counted: nil, cost: nil, reason: nil)
            })
    }

    // MARK: Sales

    private mutating func basket(_ country: Country, _ terms: SaleTerms) throws -> Basket {
        var basket = Basket(id: values.content(), digits: 2)
        for _ in 0..<values.integer(1...8) {
            let sellable = Sellable(
                item: item(country), price: price(),
                scanned: Shelf.barcode(Int(values.integer(0...99_999_999))))
            let measure: Basket.Measure =
                sellable.item.unit == .weight
                ? .weighed(Quantity(thousandths: values.integer(50...3000)))
                : .pieces(values.chance(80) ? 1 : values.integer(2...6))
            try basket.add(sellable, measure, terms: terms, by: shop.cashier)
        }
        return basket
    }

    private func terms(_ country: Country) -> SaleTerms {
        var terms = shop.terms
        terms.settings.taxMode = TaxMode(isIncluded: country.isTaxIncluded)
        terms.taxes = TaxTable(rules: country.taxes, at: ModelShop.opening)
        return terms
    }

    private mutating func receipt(_ country: Country) throws -> Receipt {
        let terms = terms(country)
        var basket = try basket(country, terms)
        let due = basket.cashDue(terms)
        if values.chance(55) {
            let note: Int64 = values.pick([500, 1000, 2000])
            let given = Money((due.minorUnits / note + 1) * note)
            try basket.pay("cash", amount: given, terms: terms, by: shop.cashier)
        } else {
            try basket.pay(
                "card", amount: due, reference: "\(values.integer(1000...999_999))", terms: terms,
                by: shop.cashier)
        }
        number = (number + 7) % 60_000
        let series = "\(country.series)\(values.integer(1...5))"
        return try basket.complete(
            number: ReceiptNumber(series: series, number: number + 1), context: context(),
            terms: terms)
    }

    private mutating func held(
        _ country: Country, _ context: FactContext
    ) throws -> BasketRecord {
        let sale = try receipt(country)
        return BasketRecord(
            content: values.content(), basketID: sale.content, time: context.time,
            businessDate: context.businessDate, drawer: context.drawer, person: context.person,
            approver: nil, reason: nil, label: nil, total: sale.tenders.map(\.amount).sum(),
            lines: sale.lines, events: [], basket: [])
    }

    private mutating func void(_ country: Country, _ context: FactContext) throws -> ReceiptVoid {
        let sale = try receipt(country)
        return ReceiptVoid(
            content: values.content(), receipt: sale.content, number: sale.number,
            time: context.time, businessDate: context.businessDate, drawer: context.drawer,
            person: context.person, approver: values.person(), reason: 1, lines: sale.lines,
            tenders: sale.tenders, total: sale.tenders.map(\.amount).sum(), isTraining: false)
    }

    private mutating func movement(_ context: FactContext) -> DrawerMovement {
        DrawerMovement(
            content: values.content(), kind: values.pick(DrawerMovement.Kind.allCases),
            time: context.time, businessDate: context.businessDate, drawer: context.drawer,
            person: context.person, approver: nil, amount: Money(values.integer(1...400) * 500),
            reason: nil, text: nil)
    }

    private mutating func context() -> FactContext {
        let day = Int32(values.integer(20_500...22_500))
        let milliseconds = values.integer(25_200_000...75_600_000)
        return FactContext(
            time: LocalTime(
                Instant(milliseconds: Int64(day) * 86_400_000 + milliseconds),
                offsetSeconds: values.pick(Self.offsets)),
            businessDate: BusinessDate(days: day), drawer: values.content(),
            person: values.person())
    }
}
