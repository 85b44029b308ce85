import Node
import Retail
import Storage
import Texts

extension Subcommand {
    static let itemsUnknown = Subcommand(
        path: ["items", "unknown"], summary: "List codes that the catalogue lacks.",
        details: """
            Codes that were scanned and not found, or sold as open items, those met last first.
            They go from the list when an item has them.
            """,
        options: [
            CommonOption.data, CommonOption.json,
            .value("limit", "N", "At most N codes (100)."),
        ]
    ) { arguments in
        let books = try Books.open(arguments)
        let limit = try arguments.integer("limit", in: 1...100_000) ?? 100
        let found = try books.reader.unknownCodes(limit: Int(limit))
        for code in found {
            Output.line(arguments.has("json") ? json(code).text : line(code, books.terms.zone))
        }
        if found.isEmpty && !arguments.has("json") { Output.line("the catalogue lacks no code") }
        return .success
    }

    private static func line(_ code: UnknownCode, _ zone: Zone) -> String {
        let sold = code.isSold ? "sold as \(code.name ?? "an open item")" : "not sold"
        return "\(zone.local(code.last).date.iso)  \(ForeignText.visible(code.code))  "
            + "\(code.times)×  \(ForeignText.visible(sold))"
    }

    private static func json(_ code: UnknownCode) -> JSON {
        .object([
            ("code", .string(code.code)), ("times", .integer(Int64(code.times))),
            ("isSold", .truth(code.isSold)), ("name", code.name.map(JSON.string) ?? .null),
            ("priceTenThousandths", code.price.map { .integer($0.tenThousandths) } ?? .null),
            ("last", .integer(code.last.milliseconds)),
        ])
    }
}
