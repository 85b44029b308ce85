import Testing

/// SQL stands beside its tables, in `Storage`.
@Suite struct SQLTests {
    @Test func `no other module has SQL in its literals`() {
        let elsewhere = Checkout.files.filter { file in
            !file.isBelow("Sources/Storage") && !file.isBelow("Sources/StoragePostgres")
                && !file.isBelow("Tests") && !file.isBelow("benchmarks")
        }
        let places = elsewhere.flatMap { file in
            file.literals.filter { Self.isSQL($0.text) }
                .map { "\(file.path):\($0.line) \($0.text.prefix(40))" }
        }
        #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("SELECT seq\n    FROM   operation", true), ("INSERT INTO sale", true),
        ("UPDATE sale SET total = 1", true), ("DELETE FROM sale", true),
        ("CREATE TABLE sale", true), ("PRAGMA journal_mode", true), ("BEGIN IMMEDIATE", true),
        ("SELECT A REASON", false), ("FROM 3 TO 5", false), ("UPDATE FROM HQ", false),
        ("Begin", false),
    ])
    func `SQL is told from prose`(text: String, expected: Bool) {
        #expect(Self.isSQL(text) == expected)
    }

    private static let openings = [
        ["SELECT", "FROM"], ["INSERT", "INTO"], ["UPDATE", "SET"], ["DELETE", "FROM"],
        ["CREATE", "TABLE"], ["CREATE", "INDEX"], ["DROP", "TABLE"], ["PRAGMA"],
        ["BEGIN", "IMMEDIATE"],
    ]

    /// Whether a literal has the key words of a statement, in order.
    private static func isSQL(_ text: String) -> Bool {
        let words = SourceFile.words(text)
        return openings.contains { opening in
            var rest = words[...]
            return opening.allSatisfy { word in
                guard let at = rest.firstIndex(of: word) else { return false }
                rest = rest[(at + 1)...]
                return true
            }
        }
    }
}
