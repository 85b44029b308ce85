extension ImportRow {
    /// A text of at most so many characters, without control characters or a card's number.
    func text(_ column: Column, most: Int) throws(ImportFault) -> String {
        let text = self[column] ?? ""
        guard !text.hasControls else { throw fault(column, .controlCharacter) }
        guard text.count <= most, text.utf8.count <= 4 * most else {
            throw fault(column, .tooLong(charactersMost: most))
        }
        guard !CardNumber.isProbable(in: text) else { throw fault(column, .cardNumber) }
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
        guard let moment = zone.moment(text, isEnd: isEnd) else { throw fault(column, .notDate) }
        return moment
    }
}
