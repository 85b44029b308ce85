import Retail
import TestSupport
import Testing

@Suite struct NumberFormatTests {
    private func format(_ style: NumberStyle, _ code: String = "GBP") -> NumberFormat {
        NumberFormat(style: style, currency: Currency(code) ?? .pound)
    }

    @Test func `amounts as people and files write them`() {
        let rows: [(NumberStyle, String, Int64, String)] = [
            (.plain, "GBP", 123_456, "1234.56"), (.english, "GBP", 123_456, "1,234.56"),
            (.spanish, "EUR", 123_456, "1.234,56"), (.english, "JPY", 1240, "1,240"),
            (.plain, "KWD", 5, "0.005"), (.plain, "GBP", -5, "-0.05"),
            (.english, "GBP", 0, "0.00"), (.english, "GBP", 100_000_000, "1,000,000.00"),
        ]
        for (style, code, units, text) in rows {
            #expect(format(style, code).text(Money(units)) == text)
        }
        #expect(format(.english).textWithSymbol(Money(-1234)) == "-£12.34")
        #expect(format(.english, "CHF").textWithSymbol(Money(1200)) == "CHF 12.00")
    }

    @Test func `prices, quantities and rates`() {
        let english = format(.english)
        #expect(english.text(UnitPrice(tenThousandths: 39_900)) == "3.99")
        #expect(english.text(UnitPrice(tenThousandths: 34_590)) == "3.459")
        #expect(english.text(Quantity(units: 2)) == "2")
        #expect(english.text(Quantity(thousandths: 745)) == "0.745")
        #expect(english.text(Quantity(thousandths: 500), unit: .weight) == "0.500")
        #expect(english.text(Rate(millionths: 88_750)) == "8.875%")
        #expect(format(.spanish).text(Rate(basisPoints: 600)) == "6 %")
    }

    @Test func `what is taken and what is refused`() throws {
        let rows: [(NumberStyle, String, Result<Int64, NumberError>)] = [
            (.plain, "12.34", .success(1234)), (.plain, "-0.05", .success(-5)),
            (.plain, "12", .success(1200)), (.plain, ".5", .success(50)),
            (.plain, "5.", .success(500)), (.plain, "12.340", .success(1234)),
            (.spanish, "12,34", .success(1234)), (.spanish, "1.234,5", .success(123_450)),
            (.english, "1,234.5", .success(123_450)), (.typed, "12,34", .success(1234)),
            (.typed, "12.34", .success(1234)), (.plain, "", .failure(.empty)),
            (.plain, ".", .failure(.empty)), (.plain, "-", .failure(.empty)),
            (.plain, "12,34", .failure(.unexpected(",", at: 2))),
            (.english, "12,34", .failure(.unexpected(",", at: 2))),
            (.spanish, "12.34", .failure(.unexpected(".", at: 2))),
            (.typed, "1,234.5", .failure(.unexpected(".", at: 5))),
            (.plain, "1e3", .failure(.unexpected("e", at: 1))),
            (.plain, "٣", .failure(.unexpected("٣", at: 0))),
            (.plain, "1.234", .failure(.tooFine(digitsMost: 2))),
            (.plain, "1234567890123", .failure(.tooLarge)),
        ]
        for (style, text, expected) in rows {
            let got = Result { () throws(NumberError) in try format(style).money(text).minorUnits }
            #expect(got == expected, "\(style) \(text)")
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `what was written is read back`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let units = Int64.random(in: -99_999_999_999...99_999_999_999, using: &random)
            for style in [NumberStyle.plain, .english, .spanish] {
                let format = format(style)
                #expect(try format.money(format.text(Money(units))) == Money(units))
                let price = UnitPrice(tenThousandths: units)
                #expect(try format.price(format.text(price)) == price)
                let quantity = Quantity(thousandths: units)
                #expect(try format.quantity(format.text(quantity)) == quantity)
                let rate = Rate(millionths: units)
                #expect(try format.rate(format.text(rate)) == rate)
            }
        }
        #expect(format(.plain).text(Money(.min)) == "-92233720368547758.08")
    }
}
