import Encoding
import Retail
import Storage
import Texts

extension Subcommand {
    static let sales = Subcommand(
        path: ["sales"], summary: "List receipts, the newest first.",
        details: """
            One line a receipt, sales and returns alike. With --json one object a line:
            receiptNumber, kind (sale, return, exchange), time, person (a number),
            totalMinorUnits, operation (the hash of its operation), voided and training.
            """,
        options: [
            CommonOption.data,
            .value("limit", "N", "How many; 50 unless told."), CommonOption.json,
        ]
    ) { arguments in
        let limit = try arguments.integer("limit", in: 0...1_000_000_000) ?? 50
        try SalesList(Books.open(arguments), asJSON: arguments.has("json")).print(Int(limit))
        return .success
    }
}

/// Receipts by pages of 50: one query for the people, one a page.
struct SalesList {
    private static let pageSize = 50

    private let books: Books
    private let asJSON: Bool

    init(_ books: Books, asJSON: Bool) {
        self.books = books
        self.asJSON = asJSON
    }

    func print(_ limit: Int) throws {
        let numbers = try books.staffNumbers()
        var left = limit
        var place: ReceiptPlace?
        while left > 0 {
            let page = try books.reader.receiptPage(
                after: place, limit: min(left, Self.pageSize))
            for receipt in page.receipts {
                let person = numbers[receipt.person]
                Output.line(asJSON ? json(receipt, person).text : text(receipt, person))
            }
            left -= page.receipts.count
            guard page.receipts.count == Self.pageSize, let last = page.last else { return }
            place = last
        }
    }

    private func text(_ receipt: ReceiptSummary, _ person: UInt32?) -> String {
        let total = books.write(receipt.total)
        let pad = String(repeating: " ", count: max(0, 12 - total.count))
        let marks =
            (receipt.isVoided ? "  void" : "") + (receipt.isTraining ? "  training" : "")
        return "\(receipt.number)  \(DateFormat.iso(receipt.time))  "
            + "\(Help.pad(receipt.kind.word, 8)) \(pad)\(total)  "
            + "by \(person.map { "\($0)" } ?? "?")\(marks)"
    }

    private func json(_ receipt: ReceiptSummary, _ person: UInt32?) -> JSON {
        .object([
            ("receiptNumber", .string(receipt.number.description)),
            ("kind", .string(receipt.kind.word)), ("time", .string(DateFormat.iso(receipt.time))),
            ("person", person.map { .integer(Int64($0)) } ?? .null),
            ("totalMinorUnits", .integer(receipt.total.minorUnits)),
            ("operation", .string(Hex.encode(receipt.operation.bytes))),
            ("voided", .truth(receipt.isVoided)), ("training", .truth(receipt.isTraining)),
        ])
    }
}

extension Receipt.Kind {
    /// As scripts read it.
    var word: String {
        switch self {
        case .sale: "sale"
        case .refund: "return"
        case .exchange: "exchange"
        }
    }
}
