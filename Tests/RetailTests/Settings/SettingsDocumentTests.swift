import Retail
import TestSupport
import Testing

/// `docs/settings.md` and `docs/imports.md` are what other programs go by.
@Suite struct SettingsDocumentTests {
    private func document(_ name: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        return String(decoding: try Files.bytes("/\(root)/docs/\(name)"), as: UTF8.self)
    }

    @Test func `every setting and every permission stands in the document`() throws {
        let text = try document("settings.md")
        for name in SettingName.allCases {
            #expect(text.contains("`\(name.rawValue)`"), "\(name)")
        }
        let numbers = text.split(whereSeparator: { " \n".contains($0) }).compactMap { Int($0) }
        for permission in Permission.allCases {
            #expect(numbers.contains(Int(permission.rawValue)), "\(permission)")
        }
    }

    @Test func `every column stands in the document`() throws {
        let text = try document("imports.md")
        let names =
            ItemColumn.allCases.map(\.rawValue) + PersonColumn.allCases.map(\.rawValue)
            + TaxColumn.allCases.map(\.rawValue) + StockColumn.allCases.map(\.rawValue)
        for name in names { #expect(text.contains("`\(name)`"), "\(name)") }
    }
}
