/// A day of the Gregorian calendar, as people write it.
public struct CivilDate: Hashable, Comparable, Sendable {
    public let year: Int32
    /// 1 to 12.
    public let month: UInt8
    /// 1 to 31.
    public let day: UInt8

    /// Nil for a day that the calendar doesn't have, or a year outside 1 to 9999.
    public init?(year: Int32, month: UInt8, day: UInt8) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2026-11-21`; nil for anything else.
    public init?(iso text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, parts[0].utf8.count == 4,
            parts[1].utf8.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy(Digits.isDigit) }),
            let year = Int32(parts[0]), let month = UInt8(parts[1]), let day = UInt8(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The date of a day in the books; years outside 1 to 9999 stop at their end.
    ///
    /// - Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    public init(_ date: BusinessDate) {
        // Eras of 400 years begin on 1 March, so that the leap day is a year's last.
        let days = min(max(Int64(date.days), Self.firstDay), Self.lastDay) + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        day = UInt8(dayOfYear - (153 * shifted + 2) / 5 + 1)
        self.month = UInt8(month)
        year = Int32(yearOfEra + era * 400 + (month <= 2 ? 1 : 0))
    }

    /// Days since 1970-01-01.
    public var businessDate: BusinessDate { BusinessDate(days: Int32(daysSinceEpoch)) }

    /// `2026-11-21`.
    public var iso: String {
        "\(Digits.padded(Int64(year), to: 4))-\(Digits.padded(Int64(month), to: 2))-"
            + Digits.padded(Int64(day), to: 2)
    }

    /// Days since 1970-01-01, for arithmetic in 64 bits.
    var daysSinceEpoch: Int64 {
        let year = Int64(self.year) - (month <= 2 ? 1 : 0)
        let era = year / 400
        let yearOfEra = year - era * 400
        let shifted = Int64(month) + (month > 2 ? -3 : 9)
        let dayOfYear = (153 * shifted + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The date this many years earlier; 29 February becomes the 28th, so nobody is older by it.
    public func subtracting(years: Int32) -> CivilDate {
        let earlier = max(1, year - min(max(years, 0), 9999))
        let day = min(day, Self.days(inMonth: month, of: earlier))
        return CivilDate(year: earlier, month: month, day: day) ?? self
    }

    public static func < (a: Self, b: Self) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }

    /// How many days a month has.
    static func days(inMonth month: UInt8, of year: Int32) -> UInt8 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(_ year: Int32) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// 0001-01-01 and 9999-12-31.
    private static let firstDay: Int64 = -719_162
    private static let lastDay: Int64 = 2_932_896
}
