import Retail
import Testing

@Suite struct ReceiptSearchTests {
    private static let now = Instant(milliseconds: 1_795_269_720_000)

    private static func search(_ text: String) -> ReceiptSearch {
        ReceiptSearch(text, currency: Currency("USD") ?? .pound, zone: .utc, now: now)
    }

    @Test func `nothing typed is every receipt`() {
        let search = Self.search("")
        #expect(search.total == nil && search.before == nil && search.item == nil)
    }

    @Test(arguments: [("12.71", 12_71), ("12,71", 12_71), ("-3.50", -3_50), ("4011", 4011_00)])
    func `a number is an amount, and may be a code`(text: String, cents: Int64) {
        #expect(Self.search(text).total == Money(cents))
        #expect(Self.search(text).item == text)
    }

    /// What was typed, and the seconds after 2026-11-21 00:00 UTC before which receipts lie.
    @Test(arguments: [
        ("14:02", 50_580), ("0:00", 60), ("23:59", 86_400), ("21-11-2026", 86_400),
        ("2026-11-21", 86_400), ("21/11/2026 14:02", 50_580), ("14:02 21.11.2026", 50_580),
        ("20-11-2026 01:00", 3_660 - 86_400),
    ])
    func `a time and a day`(text: String, seconds: Int64) {
        let midnight: Int64 = 1_795_219_200_000
        let search = Self.search(text)
        #expect(search.before?.milliseconds == midnight + seconds * 1000)
        #expect(search.total == nil && search.item == nil)
    }

    @Test(arguments: ["24:00", "14:60", "31-02-2026", "14:2", "1-2-3", "MILK 1L", "14:02 15:02"])
    func `anything else is an item`(text: String) {
        #expect(Self.search(text).before == nil)
        #expect(Self.search(text).item == text)
    }
}
