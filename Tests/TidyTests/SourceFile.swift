import Glibc

/// One Swift file of the checkout, read and taken apart once.
struct SourceFile: Sendable {
    let path: String
    /// The file as it is, by lines.
    let lines: [String]
    /// The same lines with comments, literals and raw identifiers blanked.
    let code: [String]
    let literals: [(line: Int, text: String)]
    /// All words of the code, to tell at once that a file doesn't have one.
    private let vocabulary: Set<String>

    init(path: String, bytes: [UInt8]) {
        self.path = path
        lines = Self.lines(of: bytes)
        let text = SwiftText(bytes)
        code = Self.lines(of: text.code)
        literals = text.literals.map { ($0.line, $0.text) }
        vocabulary = Set(Self.words(String(decoding: text.code, as: UTF8.self)))
    }

    private static func lines(of bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The folder below `Sources` or `Tests`, else the first folder: the file's module.
    var module: String {
        let parts = path.split(separator: "/").map(String.init)
        return ["Sources", "Tests"].contains(parts[0]) ? parts[1] : parts[0]
    }

    func isBelow(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }

    /// Where the code has one of these words: `path:line word`.
    func places(of words: Set<String>) -> [String] {
        guard !vocabulary.isDisjoint(with: words) else { return [] }
        return code.enumerated().flatMap { index, line in
            Self.words(line).filter(words.contains).map { "\(path):\(index + 1) \($0)" }
        }
    }

    /// Where the code has this run of characters.
    func places(containing text: String) -> [String] {
        code.enumerated().filter { $0.element.utf8Contains(text) }
            .map { "\(path):\($0.offset + 1) \(text)" }
    }

    /// The names and key words of a line, in order.
    static func words(_ line: String) -> [String] {
        line.utf8.split { !isPartOfWord($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}

extension String {
    /// Whether the text stands in this one, byte for byte.
    func utf8Contains(_ text: String) -> Bool {
        withCString { all in text.withCString { strstr(all, $0) != nil } }
    }
}
