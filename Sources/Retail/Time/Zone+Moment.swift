extension Zone {
    /// A moment as people write it: `2026-11-21`, `2026-11-21 14:30` or `2026-11-21T14:30:59`.
    ///
    /// - Parameters:
    ///   - text: the day, and perhaps the time.
    ///   - isEnd: a day without a time is then meant whole: its end, not its beginning.
    /// - Returns: nil for any other text.
    public func moment(_ text: String, isEnd: Bool = false) -> Instant? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard (1...2).contains(parts.count), let date = CivilDate(iso: String(parts[0])) else {
            return nil
        }
        guard parts.count == 2 else {
            let day = isEnd ? date.businessDate.days + 1 : date.businessDate.days
            return instant(on: BusinessDate(days: day))
        }
        guard let second = Self.secondOfDay(parts[1]) else { return nil }
        return instant(on: date.businessDate, secondOfDay: second)
    }

    /// `14:30` or `14:30:59`.
    private static func secondOfDay(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ $0.utf8.count == 2 && Digits.areAll($0) })
        else { return nil }
        let numbers = parts.compactMap { Int64($0) }
        guard numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    }
}
