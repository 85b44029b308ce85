import Retail
import TestSupport
import Testing

@Suite struct CurrencyTests {
    @Test func `minor digits of common currencies`() {
        let rows = [("GBP", 2), ("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)]
        for (code, digits) in rows { #expect(Currency(code)?.digits == digits) }
        for code in ["", "gbp", "XAU", "XTS", "DEM", "ZZZ"] { #expect(Currency(code) == nil) }
        #expect(Currency("GBP") == .pound)
    }

    /// The published list, without withdrawn codes and those without minor units.
    @Test func `the list of ISO 4217`() throws {
        guard let path = TestData.path("vectors/iso4217-codes-all.csv") else { return }
        var reader = CSVReader()
        var published: [String: Int] = [:]
        for row in reader.append(try Files.bytes(path)) + reader.finish() {
            guard case .row(_, let fields) = row, fields.count >= 5, let digits = Int(fields[4]),
                fields.count < 6 || fields[5].isEmpty, fields[2].utf8.count == 3
            else { continue }
            published[fields[2]] = digits
        }
        #expect(published.count > 150)
        #expect(published.keys.sorted() == Currency.codes)
        for (code, digits) in published { #expect(Currency(code)?.digits == digits, "\(code)") }
    }
}
