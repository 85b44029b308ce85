/// Dates and times as receipts and screens show them.
public struct DateFormat: Hashable, Sendable {
    /// `en` or `es`; anything else counts as English.
    public let language: String

    public init(language: String) { self.language = language }

    /// `21-11-2026`: unmistakable beside a year of four digits, the same in both languages.
    public func short(_ date: CivilDate) -> String {
        "\(Digits.padded(Int64(date.day), to: 2))-\(Digits.padded(Int64(date.month), to: 2))-"
            + Digits.padded(Int64(date.year), to: 4)
    }

    /// `21 Nov 2026`, `21 nov 2026`.
    public func medium(_ date: CivilDate) -> String {
        let months = language == "es" ? Self.spanish : Self.english
        return "\(date.day) \(months[Int(date.month) - 1]) \(date.year)"
    }

    /// `14:02`.
    public func time(_ time: LocalTime) -> String {
        let minutes = time.secondOfDay / 60
        return "\(Digits.padded(Int64(minutes / 60), to: 2)):"
            + Digits.padded(Int64(minutes % 60), to: 2)
    }

    /// `14:02:59`, for journals.
    public func timeWithSeconds(_ time: LocalTime) -> String {
        "\(self.time(time)):\(Digits.padded(Int64(time.secondOfDay % 60), to: 2))"
    }

    /// `2026-11-21T14:02:59+00:00`, for machines (RFC 3339).
    public static func iso(_ time: LocalTime) -> String {
        let minutes = Int64(time.offsetSeconds.magnitude / 60)
        let sign = time.offsetSeconds < 0 ? "-" : "+"
        let clock = DateFormat(language: "en").timeWithSeconds(time)
        return "\(time.date.iso)T\(clock)\(sign)\(Digits.padded(minutes / 60, to: 2)):"
            + Digits.padded(minutes % 60, to: 2)
    }

    private static let english = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let spanish = [
        "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic",
    ]
}
