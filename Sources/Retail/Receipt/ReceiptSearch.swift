/// What somebody who looks for a receipt may mean by what they typed.
public struct ReceiptSearch: Hashable, Sendable {
    /// Of all sales of the store.
    public var total: Money?
    /// Receipts up to the end of this minute or day, the latest first.
    public var before: Instant?
    /// The code or a word of the name of something on it; nil: nothing was typed beside a moment.
    public var item: String?

    /// Reads an amount (`12.71`), a time of today (`14:05`), a day (`21-11-2026`, `2026-11-21`), a
    /// day and a time, else an item's code or words of its name.
    ///
    /// - Parameters:
    ///   - text: as it was typed; empty is every receipt, the latest first.
    ///   - currency: of the store.
    ///   - zone: of the store.
    ///   - now: for the day that a time alone is of.
    public init(_ text: String, currency: Currency, zone: Zone, now: Instant) {
        let words = text.split(separator: " ").map(String.init)
        let days = words.compactMap(Self.date)
        let times = words.compactMap(Self.secondOfDay)
        if !words.isEmpty, days.count + times.count == words.count, days.count < 2, times.count < 2
        {
            let day = days.first ?? zone.local(now).date
            let last = times.first.map { $0 + 60 } ?? 86_400
            before = zone.instant(on: day.businessDate, secondOfDay: last)
            return
        }
        let numbers = NumberFormat(style: .typed, currency: currency)
        total = try? numbers.money(text)
        // Digits alone may be a code as well.
        if !text.isEmpty { item = text }
    }

    /// `21-11-2026`, `21/11/2026`, `2026-11-21`.
    private static func date(_ text: String) -> CivilDate? {
        if let date = CivilDate(iso: text) { return date }
        let parts = text.split(whereSeparator: { $0 == "-" || $0 == "/" || $0 == "." })
        guard parts.count == 3, parts[2].utf8.count == 4, let day = UInt8(parts[0]),
            let month = UInt8(parts[1]), let year = Int32(parts[2])
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// `14:05`.
    private static func secondOfDay(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 2, let hour = UInt8(parts[0]),
            let minute = UInt8(parts[1]), hour < 24, minute < 60
        else { return nil }
        return Int64(hour) * 3600 + Int64(minute) * 60
    }
}
