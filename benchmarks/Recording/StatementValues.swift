/// A value as it was bound to a statement.
enum BoundValue: Hashable {
    case null
    case integer(Int64)
    case text([UInt8])
    case blob([UInt8])
}

/// Reads the bound values back by comparing a statement's text with SQLite's expansion of it.
///
/// - Source: sqlite3_expanded_sql: parameters become literals, everything else stays.
struct StatementValues {
    private let template: [UInt8]
    private let expanded: [UInt8]
    private var place = 0
    private var expandedPlace = 0
    private var names: [[UInt8]] = []
    private var values: [Int: BoundValue] = [:]

    /// The values in the order of their parameters, the first having number 1.
    static func read(_ template: String, expanded: String) throws(BenchmarkError) -> [BoundValue] {
        var reader = StatementValues(Array(template.utf8), Array(expanded.utf8))
        guard let values = reader.read() else { throw .unreadable(statement: template) }
        return values
    }

    private init(_ template: [UInt8], _ expanded: [UInt8]) {
        self.template = template
        self.expanded = expanded
    }

    private mutating func read() -> [BoundValue]? {
        while place < template.count {
            if let number = parameter() {
                guard let value = literal() else { return nil }
                values[number] = value
            } else {
                guard copy() else { return nil }
            }
        }
        let ordered = (0..<values.count).compactMap { values[$0 + 1] }
        return expandedPlace == expanded.count && ordered.count == values.count ? ordered : nil
    }

    /// Passes over what is the same in both: a quoted literal as a whole, or one byte.
    private mutating func copy() -> Bool {
        var isQuoted = false
        repeat {
            guard place < template.count, expandedPlace < expanded.count,
                template[place] == expanded[expandedPlace]
            else { return false }
            if template[place] == UInt8(ascii: "'") { isQuoted.toggle() }
            place += 1
            expandedPlace += 1
        } while isQuoted
        return true
    }

    /// The number of the parameter that begins here: `?7`, or `:name` in order of appearance.
    private mutating func parameter() -> Int? {
        let mark = template[place]
        guard mark == UInt8(ascii: "?") || mark == UInt8(ascii: ":") else { return nil }
        let name = Array(template[(place + 1)...].prefix(while: Self.isWord))
        guard !name.isEmpty else { return nil }
        place += 1 + name.count
        if mark == UInt8(ascii: "?") { return Int(String(decoding: name, as: UTF8.self)) }
        if let known = names.firstIndex(of: name) { return known + 1 }
        names.append(name)
        return names.count
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
            true
        case _: false
        }
    }

    private mutating func literal() -> BoundValue? {
        let rest = expanded[expandedPlace...]
        if rest.starts(with: "NULL".utf8) {
            expandedPlace += 4
            return .null
        }
        if rest.starts(with: "x'".utf8) {
            expandedPlace += 1
            return quoted().flatMap(Self.blob)
        }
        if rest.first == UInt8(ascii: "'") { return quoted().map(BoundValue.text) }
        let digits = rest.prefix { $0 == UInt8(ascii: "-") || Self.isWord($0) }
        expandedPlace += digits.count
        return Int64(String(decoding: digits, as: UTF8.self)).map(BoundValue.integer)
    }

    /// The content of a quoted literal; a quote in it is doubled.
    private mutating func quoted() -> [UInt8]? {
        let quote = UInt8(ascii: "'")
        var content: [UInt8] = []
        expandedPlace += 1
        while expandedPlace < expanded.count {
            let byte = expanded[expandedPlace]
            expandedPlace += 1
            if byte == quote {
                guard expandedPlace < expanded.count, expanded[expandedPlace] == quote else {
                    return content
                }
                expandedPlace += 1
            }
            content.append(byte)
        }
        return nil
    }

    private static func blob(_ digits: [UInt8]) -> BoundValue? {
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[start...].prefix(2), as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16) else { return nil }
            bytes.append(byte)
        }
        return .blob(bytes)
    }
}
