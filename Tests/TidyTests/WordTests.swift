import Testing

/// Words that don't belong in the sources.
@Suite struct WordTests {
    /// Put together here, so that this file doesn't have them.
    @Test(arguments: ["TO" + "DO", "FIX" + "ME", "X" + "XX"])
    func `nothing is left for later`(word: String) {
        let places = Checkout.files.flatMap { file in
            file.lines.enumerated().filter { SourceFile.words($0.element).contains(word) }
                .map { "\(file.path):\($0.offset + 1) \(word)" }
        }
        #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
    }

    @Test(arguments: ["sleep(", "usleep(", "nanosleep("])
    func `nobody sleeps instead of waiting for the event`(call: String) {
        let places = Checkout.files.flatMap { $0.places(containing: call) }
        #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
    }

    @Test(arguments: ["try!", "@testable", "fatalError("])
    func `errors are handled and access is what is declared`(text: String) {
        let places = Checkout.files.flatMap { $0.places(containing: text) }
        #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
    }

    @Test(arguments: ["@unchecked Sendable", "nonisolated(unsafe)"])
    func `what the compiler can't check names what protects it`(text: String) {
        let protectors = ["lock", "queue", "thread", "Mutex"]
        let places = Checkout.files.flatMap { file in
            file.code.indices.filter { file.code[$0].utf8Contains(text) }
                .filter { index in
                    !protectors.contains { file.comment(above: index).utf8Contains($0) }
                }
                .map { "\(file.path):\($0 + 1) \(text)" }
        }
        #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
    }
}

extension SourceFile {
    /// The comment that ends on the line above this one.
    func comment(above index: Int) -> String {
        let isComment = { (line: String) in line.drop { $0 == " " }.hasPrefix("//") }
        return lines[..<index].reversed().prefix(while: isComment).joined(separator: "\n")
    }
}
