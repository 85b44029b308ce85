import Encoding

/// Reads the JSON (RFC 8259) that a setting can hold: no fractions, and of objects those whose
/// keys are numbers.
struct SettingReader {
    private var rest: Substring.UnicodeScalarView
    private var depth = 0

    /// Deeper than any setting; no typed text can exhaust the stack.
    private static let depthMost = 8

    init(_ text: String) { rest = text[...].unicodeScalars }

    /// The one value that the text is; nil where it is none, or where more follows.
    mutating func all() -> CBOR? {
        guard let value = value() else { return nil }
        skipBlanks()
        return rest.isEmpty ? value : nil
    }

    private mutating func value() -> CBOR? {
        skipBlanks()
        switch rest.first {
        case "\"": return string().map(CBOR.text)
        case "[": return array()
        case "{": return object()
        case "t": return word("true", .bool(true))
        case "f": return word("false", .bool(false))
        case "n": return word("null", .null)
        case _: return number()
        }
    }

    private mutating func array() -> CBOR? {
        var items: [CBOR] = []
        let isWhole = list(closedBy: "]") { reader in
            guard let item = reader.value() else { return false }
            items.append(item)
            return true
        }
        return isWhole ? .array(items) : nil
    }

    private mutating func object() -> CBOR? {
        var map = CBORMap()
        let isWhole = list(closedBy: "}") { reader in
            guard let name = reader.string(), let number = UInt64(name),
                map[.unsigned(number)] == nil
            else { return false }
            reader.skipBlanks()
            guard reader.take(":"), let value = reader.value() else { return false }
            map[.unsigned(number)] = value
            return true
        }
        return isWhole ? .map(map) : nil
    }

    /// Elements with commas between them; false where it isn't whole.
    private mutating func list(
        closedBy end: Unicode.Scalar, _ element: (inout Self) -> Bool
    ) -> Bool {
        rest.removeFirst()
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMost else { return false }
        skipBlanks()
        if take(end) { return true }
        while true {
            skipBlanks()
            guard element(&self) else { return false }
            skipBlanks()
            if take(end) { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return String(text)
            case "\\":
                guard let escaped = escape() else { return nil }
                text.append(escaped)
            case _ where scalar.value < 0x20: return nil
            case _: text.append(scalar)
            }
        }
        return nil
    }

    /// What follows a backslash; controls can't be in a setting, so their escapes aren't read.
    private mutating func escape() -> Unicode.Scalar? {
        switch rest.popFirst() {
        case let scalar? where "\"\\/".unicodeScalars.contains(scalar): return scalar
        case "u":
            let digits = String(rest.prefix(4))
            guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit),
                let code = UInt32(digits, radix: 16)
            else { return nil }
            rest.removeFirst(4)
            return Unicode.Scalar(code)
        case _: return nil
        }
    }

    private mutating func number() -> CBOR? {
        let isSign: (Unicode.Scalar) -> Bool = { $0 == "-" || ("0"..."9").contains($0) }
        let digits = String(String.UnicodeScalarView(rest.prefix(while: isSign)))
        guard let number = Int64(digits), digits == String(number) else { return nil }
        rest.removeFirst(digits.unicodeScalars.count)
        return .integer(number)
    }

    private mutating func word(_ word: String, _ value: CBOR) -> CBOR? {
        let scalars = word.unicodeScalars
        guard rest.starts(with: scalars) else { return nil }
        rest.removeFirst(scalars.count)
        return value
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipBlanks() {
        rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
    }
}
