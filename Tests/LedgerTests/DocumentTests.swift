import Ledger
import TestSupport
import Testing

/// `docs/facts.md` and `docs/tables.md` say what the program does.
@Suite struct LedgerDocumentTests {
    private static let documents =
        "\(#filePath)".split(separator: "/").dropLast(3)
        .reduce(into: "") { $0 += "/\($1)" } + "/docs"

    @Test func `the registry has one row for each kind, ascending`() throws {
        let text = try Self.text("facts.md")
        let kinds = text.split(separator: "\n").compactMap { line -> UInt16? in
            guard line.hasPrefix("| ") else { return nil }
            return UInt16(line.dropFirst(2).prefix { $0 != " " })
        }
        // Below "Keys that many kinds share" keys 0 to 5 are listed the same way.
        let rows = kinds.filter { $0 >= 64 }
        #expect(rows == Array(64...85))
        #expect(Array(kinds.prefix(15)) == Array(1...15))
    }

    @Test func `every table stands in the list as it is`() throws {
        let text = try Self.text("tables.md")
        var last = text.startIndex
        for table in Tables.all {
            let section = Self.section(of: table)
            let found = text.ranges(of: section).first
            #expect(found != nil, "docs/tables.md should have:\n\(section)")
            guard let found else { continue }
            #expect(found.lowerBound >= last, "\(table.name) stands in the wrong place")
            last = found.lowerBound
        }
        let headings = text.split(separator: "\n").filter { $0.hasPrefix("### ") }
        #expect(headings.count == Tables.all.count)
    }

    /// What the list says of a table's shape; what a column means stands around it.
    private static func section(of table: Table) -> String {
        let columns = table.columns.map { column in
            "\(column.name) \(column.content)\(column.isNullable ? "?" : "")"
        }
        let other = columns.dropFirst(table.keyCount).joined(separator: ", ")
        var lines = [
            "### \(table.name)", "", "    \(table.kind)",
            "    key:   \(columns.prefix(table.keyCount).joined(separator: ", "))",
        ]
        if !other.isEmpty { lines.append("    other: \(other)") }
        for index in table.indexes {
            let condition = index.whereNotNull.map { " where \($0)" } ?? ""
            lines.append("    index: \(index.columns.joined(separator: ", "))\(condition)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ name: String) throws -> String {
        String(decoding: try Files.bytes("\(documents)/\(name)"), as: UTF8.self)
    }
}
