import Retail
import TestSupport

/// The shop's sales, one after the other, rung on a basket as a cashier rings them.
struct SaleStream {
    let shop: ModelShop
    private let series: String
    private var random: SplitMix64
    private var number: UInt32

    /// - Parameters:
    ///   - shop: whose goods are sold.
    ///   - series: of the receipts.
    ///   - number: the receipt before the first one.
    ///   - seed: other lanes of a store have others, so that no content id comes twice.
    init(_ shop: ModelShop, series: String = "014-03", after number: UInt32 = 0, seed: UInt64 = 16)
    {
        self.shop = shop
        self.series = series
        self.number = number
        random = SplitMix64(seed: seed)
    }

    /// The wall clock at the last sale, in milliseconds since 1970.
    var now: UInt64 { UInt64(time.milliseconds) }

    private var time: Instant {
        ModelShop.opening.adding(milliseconds: Int64(number) * ModelShop.millisecondsPerSale)
    }

    /// Rings the next sale: the basket, its tender, the receipt.
    mutating func next() throws -> Fact {
        number += 1
        var basket = Basket(id: ContentID(random.bytes16()), digits: 2)
        for sellable in goods() {
            try basket.add(sellable, terms: shop.terms, by: shop.cashier)
        }
        let due = basket.cashDue(shop.terms)
        let given = Money((due.minorUnits / 1000 + 1) * 1000)
        try basket.pay("cash", amount: given, terms: shop.terms, by: shop.cashier)
        let context = FactContext(
            time: LocalTime(time, offsetSeconds: 0), businessDate: ModelShop.day,
            drawer: shop.drawer, person: shop.cashier.person)
        return .receiptCompleted(
            try basket.complete(
                number: ReceiptNumber(series: series, number: number), context: context,
                terms: shop.terms))
    }

    /// Distinct items of both tax rates.
    private mutating func goods() -> [Sellable] {
        var places: [Int] = []
        while places.count < ModelShop.linesPerSale {
            // Food stands at even places.
            let parity = places.count < 3 ? 0 : 1
            let place = Int.random(in: 0..<shop.shelf.count / 2, using: &random) * 2 + parity
            if !places.contains(place) { places.append(place) }
        }
        return places.map { shop.shelf[$0] }
    }
}
