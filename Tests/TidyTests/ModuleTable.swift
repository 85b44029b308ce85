/// A row of the module table in `docs/architecture.md`.
struct ModuleRow: Sendable, Equatable {
    let name: String
    /// What it may import of ours and of the system's libraries, sorted.
    let uses: [String]
    /// Whether its I/O column says `none`.
    let isPure: Bool
}

/// The module table, as the document writes it.
enum ModuleTable {
    static let path = "docs/architecture.md"

    static let written: [ModuleRow] = parse(Files.text(path) ?? "")

    /// Rows below the heading `| module |`: name in backquotes, job, uses, I/O.
    static func parse(_ document: String) -> [ModuleRow] {
        document.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { !$0.hasPrefix("| module |") }
            .dropFirst(2)
            .prefix { $0.hasPrefix("|") }
            .compactMap { row(of: $0.split(separator: "|").map(trimmed)) }
    }

    private static func row(of cells: [String]) -> ModuleRow? {
        guard cells.count == 4 else { return nil }
        let uses = cells[2] == "–" ? [] : cells[2].split(separator: ",").map(trimmed)
        let name = cells[0].split(separator: "`").first.map(String.init) ?? ""
        return ModuleRow(name: name, uses: uses.sorted(), isPure: cells[3] == "none")
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
