import Testing

/// Sizes that a reader can hold in mind.
@Suite struct SizeTests {
    static let fileLinesMax = 400
    static let functionLinesMax = 50
    static let columnsMax = 100

    @Test func `files stay short`() {
        let long = Checkout.files.filter { $0.lines.count - 1 > Self.fileLinesMax }
            .map { "\($0.path) has \($0.lines.count - 1) lines" }
        #expect(long.isEmpty, "\(long.joined(separator: "\n"))")
    }

    @Test func `functions stay short`() {
        let long = Checkout.files.flatMap { file in
            file.functions.filter { $0.lines > Self.functionLinesMax }
                .map { "\(file.path):\($0.first) has \($0.lines) lines" }
        }
        #expect(long.isEmpty, "\(long.joined(separator: "\n"))")
    }

    @Test func `lines stay in the window`() {
        let long = Checkout.files.flatMap { file in
            file.lines.enumerated().filter { $0.element.count > Self.columnsMax }
                .map { "\(file.path):\($0.offset + 1) has \($0.element.count) columns" }
        }
        #expect(long.isEmpty, "\(long.joined(separator: "\n"))")
    }

    @Test func `functions are measured from their brace to its end`() {
        let source = """
            protocol P { func a(); func b() }
            func c(
                d: () -> Int = { 1 }
            ) {
                if true { e() }
            }
            init() { }
            func f() -> Int { "}".count }
            """
        let file = SourceFile(path: "Sources/A/B.swift", bytes: Array(source.utf8))
        #expect(file.functions.map(\.first) == [2, 7, 8])
        #expect(file.functions.map(\.lines) == [3, 1, 1])
    }
}

extension SourceFile {
    /// The functions with a body: the line of `func` or `init`, and the lines of the body.
    var functions: [(first: Int, lines: Int)] {
        code.indices.compactMap { index in
            let words = Self.words(code[index])
            guard words.contains("func") || words.first == "init" || words.contains("deinit"),
                let body = body(from: index)
            else { return nil }
            return (index + 1, body)
        }
    }

    /// The number of lines from the brace that opens the body to the one that closes it.
    private func body(from first: Int) -> Int? {
        var parentheses = 0
        var braces = 0
        var opening: Int?
        for index in first..<code.count {
            // On the first line only what follows the key word is the function's.
            let line = index == first ? Self.fromKeyword(code[index]) : code[index].utf8[...]
            for byte in line {
                switch byte {
                case UInt8(ascii: "("), UInt8(ascii: "["): parentheses += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses -= 1
                case UInt8(ascii: "{") where parentheses == 0:
                    opening = opening ?? index
                    braces += 1
                case UInt8(ascii: "}") where parentheses == 0: braces -= 1
                default: continue
                }
                if let opening, braces <= 0 { return index - opening + 1 }
                // The end of a protocol: its requirement has no body.
                if braces < 0 { return nil }
            }
            if opening == nil && parentheses == 0 && !signatureGoesOn(after: index) { return nil }
        }
        return nil
    }

    private static func fromKeyword(_ line: String) -> Substring.UTF8View {
        let keywords = ["func ", "init", "deinit"]
        let starts = line.utf8.indices.filter { at in
            keywords.contains { line.utf8[at...].starts(with: $0.utf8) }
        }
        return line.utf8[(starts.first ?? line.utf8.startIndex)...]
    }

    /// Whether the line below continues a signature: `throws`, `->`, `where` or the brace.
    private func signatureGoesOn(after index: Int) -> Bool {
        guard index + 1 < code.count else { return false }
        let next = code[index + 1].drop { $0 == " " }
        return ["throws", "rethrows", "async", "->", "where", "{"].contains { next.hasPrefix($0) }
    }
}
