import Encoding
public import Retail

extension Receipt {
    /// The sale that speed and size are measured by: 5 distinct items with names of 24 characters,
    /// 2 tax rates, 1 cash tender.
    public static func modelSale<Generator: RandomNumberGenerator>(
        number: UInt32, drawer: ContentID, person: PersonID, time: Instant,
        using random: inout Generator
    ) -> Receipt {
        let lines = (0..<5).map { index in
            let code = 10_000 + Int.random(in: 0..<1800, using: &random) * 5 + index
            let price = UnitPrice(tenThousandths: Int64.random(in: 1...19, using: &random) * 9900)
            let gross = price.amount(for: .one, digits: 2)
            let isFood = index < 3
            let rate: Int64 = isFood ? 50_000 : 200_000
            return ReceiptLine(
                item: ItemCode("\(code)"), name: "Model article no. \(code) ",
                department: isFood ? "Grocery" : "Household", taxCategory: isFood ? "F" : "G",
                quantity: .one, listPrice: price, price: price, gross: gross,
                tax: Money(
                    Saturating.scale(gross.minorUnits, by: rate, over: 1_000_000 + rate)))
        }
        let taxes = ["F", "G"].map { category in
            let own = lines.filter { $0.taxCategory == category }
            return ReceiptTax(
                label: "VAT", category: category,
                rate: Rate(basisPoints: category == "F" ? 500 : 2000),
                base: own.map { $0.net - $0.tax }.sum(), amount: own.map(\.tax).sum())
        }
        let total = lines.map(\.net).sum()
        let given = Money((total.minorUnits / 1000 + 1) * 1000)
        let days = Int32(time.milliseconds / 86_400_000)
        return Receipt(
            content: ContentID(Bytes16(words: [random.next(), random.next()])),
            number: ReceiptNumber(series: "014-03", number: number), kind: .sale,
            time: LocalTime(time, offsetSeconds: 3600), businessDate: BusinessDate(days: days),
            drawer: drawer, person: person, taxIncluded: true, lines: lines, taxes: taxes,
            tenders: [ReceiptTender(tender: "cash", amount: given)], change: given - total)
    }
}
