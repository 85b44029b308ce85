import Retail
import Testing

@Suite struct MeasuresTests {
    /// Columns: quantity in thousandths, price in ten-thousandths, digits, amount.
    @Test func `price times quantity, rounded once`() {
        let rows: [(Int64, Int64, Int, Int64)] = [
            (745, 39_900, 2, 297),
            (1000, 8_250_000, 2, 82_500),
            (-745, 39_900, 2, -297),
            (500, 100, 2, 1),
            (499, 100, 2, 0),
            (1000, 34_590, 2, 346),
            (1000, 34_590, 3, 3459),
            (1000, 1_240_0000, 0, 1240),
            (.max, .max, 2, .max),
            (.min, .max, 2, .min),
        ]
        for (quantity, price, digits, amount) in rows {
            let got = UnitPrice(tenThousandths: price).amount(
                for: Quantity(thousandths: quantity), digits: digits)
            #expect(got == Money(amount), "\(quantity) × \(price)")
        }
    }
}
