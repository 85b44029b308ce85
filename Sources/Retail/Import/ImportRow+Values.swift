extension ImportRow {
    /// A text of at most so many characters, without control characters.
    func text(_ column: Column, most: Int) throws(ImportFault) -> String {
        let text = self[column] ?? ""
        guard !text.hasControls else { throw fault(column, .controlCharacter) }
        guard text.count <= most, text.utf8.count <= 4 * most else {
            throw fault(column, .tooLong(charactersMost: most))
        }
        return text
    }

    /// The same, not empty.
    func requiredText(_ column: Column, most: Int) throws(ImportFault) -> String {
        let text = try text(column, most: most)
        guard !text.isEmpty else { throw fault(column, .missing) }
        return text
    }

    /// A number read by `read`; nil where the field is empty or absent.
    func number<Value>(
        _ column: Column, _ read: (String) throws(NumberError) -> Value
    ) throws(ImportFault) -> Value? {
        guard let text = self[column], !text.isEmpty else { return nil }
        do { return try read(text) } catch { throw fault(column, .number(error)) }
    }

    /// A whole number within a range; nil where the field is empty or absent.
    func whole(_ column: Column, _ range: ClosedRange<Int64>) throws(ImportFault) -> Int64? {
        guard let text = self[column], !text.isEmpty else { return nil }
        guard Digits.areAll(text), let number = Int64(text), range.contains(number) else {
            throw fault(
                column,
                .outOfRange(least: String(range.lowerBound), most: String(range.upperBound)))
        }
        return number
    }

    /// One of some words, in any case; nil where the field is empty or absent.
    func word<Value>(
        _ column: Column, _ words: [(String, Value)]
    ) throws(ImportFault) -> Value? {
        guard let text = self[column], !text.isEmpty else { return nil }
        let wanted = text.lowercased()
        guard let found = words.first(where: { $0.0 == wanted }) else {
            throw fault(column, .notOneOf(words.map(\.0)))
        }
        return found.1
    }

    /// `yes` or `no`, as spreadsheets in both languages write them.
    func flag(_ column: Column) throws(ImportFault) -> Bool? {
        try word(
            column,
            [
                ("yes", true), ("no", false), ("true", true), ("false", false), ("1", true),
                ("0", false), ("y", true), ("n", false), ("sí", true), ("si", true),
            ])
    }

    /// A moment of the store: `2026-11-21` or `2026-11-21 14:30`; nil where the field is empty.
    ///
    /// - Parameters:
    ///   - column: where it stands.
    ///   - zone: the store's.
    ///   - isEnd: a day without a time is then meant whole: its end, not its beginning.
    /// - Returns: the moment.
    /// - Throws: ``ImportFault`` of this field.
    func moment(
        _ column: Column, in zone: Zone, isEnd: Bool = false
    ) throws(ImportFault) -> Instant? {
        guard let text = self[column], !text.isEmpty else { return nil }
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard (1...2).contains(parts.count), let date = CivilDate(iso: String(parts[0])) else {
            throw fault(column, .notDate)
        }
        guard parts.count == 2 else {
            let day = isEnd ? date.businessDate.days + 1 : date.businessDate.days
            return zone.instant(on: BusinessDate(days: day))
        }
        guard let second = Self.secondOfDay(parts[1]) else { throw fault(column, .notDate) }
        return zone.instant(on: date.businessDate, secondOfDay: second)
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
