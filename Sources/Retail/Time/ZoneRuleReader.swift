/// Reads a zone file's footer, such as `GMT0BST,M3.5.0/1,M10.5.0`.
struct ZoneRuleReader {
    private var rest: Substring.UTF8View

    /// Nil where the text breaks the grammar; an empty footer is the caller's.
    static func read(_ text: String) -> ZoneRule? {
        var reader = ZoneRuleReader(rest: Substring(text).utf8)
        guard reader.skipName(), let west = reader.time(hoursMost: 24) else { return nil }
        // POSIX counts west of UTC, everybody else east.
        let standard = Int32(-west)
        guard !reader.rest.isEmpty else { return ZoneRule(standard: standard, daylight: nil) }
        guard let daylight = reader.daylight(standard: standard), reader.rest.isEmpty else {
            return nil
        }
        return ZoneRule(standard: standard, daylight: daylight)
    }

    private mutating func daylight(standard: Int32) -> ZoneRule.Daylight? {
        guard skipName(), let next = rest.first else { return nil }
        var offset = standard + 3600
        if next != UInt8(ascii: ",") {
            guard let west = time(hoursMost: 24) else { return nil }
            offset = Int32(-west)
        }
        guard take(","), let start = change(), take(","), let end = change() else { return nil }
        return ZoneRule.Daylight(offset: offset, start: start, end: end)
    }

    /// Three letters or more, or anything of `+-` letters and digits in angle brackets.
    private mutating func skipName() -> Bool {
        if take("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let name = rest.prefix { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
        }
        rest = rest.dropFirst(name.count)
        return name.count >= 3
    }

    private mutating func change() -> ZoneRule.Change? {
        guard let day = day() else { return nil }
        guard take("/") else { return ZoneRule.Change(day: day, time: 7200) }
        // Version 3 allows a week either way.
        guard let time = time(hoursMost: 167) else { return nil }
        return ZoneRule.Change(day: day, time: time)
    }

    private mutating func day() -> ZoneRule.Day? {
        if take("J") { return number(1...365).map { .julian($0) } }
        guard take("M") else { return number(0...365).map { .ordinal($0) } }
        guard let month = number(1...12), take("."), let week = number(1...5), take("."),
            let day = number(0...6)
        else { return nil }
        return .weekday(month: UInt8(month), week: week, day: day)
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    private mutating func time(hoursMost: Int64) -> Int64? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let hours = number(0...hoursMost) else { return nil }
        var seconds = hours * 3600
        for unit in [Int64(60), 1] {
            guard take(":") else { break }
            guard let part = number(0...59) else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }

    private mutating func number(_ range: ClosedRange<Int64>) -> Int64? {
        let digits = rest.prefix(while: Digits.isDigit)
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let value = digits.reduce(Int64(0)) { $0 * 10 + Int64(Digits.value($1) ?? 0) }
        return range.contains(value) ? value : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }
}
