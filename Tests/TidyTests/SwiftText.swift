/// A Swift source taken apart: its code, without what comments and literals say, and its literals.
///
/// In `code` every byte of a comment, a string literal or a raw identifier is a space, line breaks
/// stay, so a search in it meets code alone and line numbers hold. What is interpolated into a
/// literal belongs to the literal.
struct SwiftText {
    /// A string literal: the line on which it begins, and its text between the quotes.
    struct Literal {
        let line: Int
        let text: String
    }

    private(set) var code: [UInt8]
    private(set) var literals: [Literal] = []
    private let source: [UInt8]
    private var at = 0
    private var line = 1

    init(_ source: [UInt8]) {
        self.source = source
        code = source
        while at < source.count {
            step()
        }
    }

    private mutating func step() {
        if isHere("//") {
            while at < source.count && source[at] != UInt8(ascii: "\n") { blank() }
        } else if isHere("/*") {
            blankComment()
        } else if source[at] == UInt8(ascii: "`") {
            blank()
            while at < source.count && source[at] != UInt8(ascii: "`") { blank() }
            if at < source.count { blank() }
        } else if let hashes = hashesOfLiteral() {
            blankLiteral(hashes: hashes)
        } else {
            pass()
        }
    }

    /// Goes on by one byte of code.
    private mutating func pass() {
        if source[at] == UInt8(ascii: "\n") { line += 1 }
        at += 1
    }

    /// Goes on by one byte that is no code.
    private mutating func blank() {
        if source[at] != UInt8(ascii: "\n") { code[at] = UInt8(ascii: " ") }
        pass()
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<min(count, source.count - at) { blank() }
    }

    private func isHere(_ text: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return source[at...].starts(with: wanted)
    }

    private mutating func blankComment() {
        var depth = 0
        repeat {
            if isHere("/*") {
                depth += 1
                blank(2)
            } else if isHere("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && at < source.count
    }

    /// The number of `#` before the quote that begins here; nil when no literal begins here.
    private func hashesOfLiteral() -> Int? {
        let hashes = source[at...].prefix { $0 == UInt8(ascii: "#") }.count
        let quote = at + hashes
        return quote < source.count && source[quote] == UInt8(ascii: "\"") ? hashes : nil
    }

    private mutating func blankLiteral(hashes: Int) {
        let first = line
        blank(hashes)
        let quotes = isHere("\"\"\"") ? 3 : 1
        let closing =
            [UInt8](repeating: UInt8(ascii: "\""), count: quotes)
            + [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
        let escape = [UInt8(ascii: "\\")] + [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
        blank(quotes)
        let start = at
        while at < source.count && !source[at...].starts(with: closing) {
            guard source[at...].starts(with: escape) else {
                blank()
                continue
            }
            blank(escape.count)
            if at < source.count && source[at] == UInt8(ascii: "(") {
                blankInterpolation()
            } else {
                blank(1)
            }
        }
        literals.append(
            Literal(line: first, text: String(decoding: source[start..<at], as: UTF8.self)))
        blank(closing.count)
    }

    /// From the parenthesis that opens to the one that closes, literals inside included.
    private mutating func blankInterpolation() {
        var depth = 0
        repeat {
            if let hashes = hashesOfLiteral() {
                blankLiteral(hashes: hashes)
                continue
            }
            if source[at] == UInt8(ascii: "(") { depth += 1 }
            if source[at] == UInt8(ascii: ")") { depth -= 1 }
            blank()
        } while depth > 0 && at < source.count
    }
}
