import Node
import Retail

extension Subcommand {
    static let day = Subcommand(
        path: ["day"], summary: "Ring a scripted day at the sample shop and print its totals.",
        details: """
            Sells on the lane that `init --sample` made: sales, weights, an age check, a hold, a
            split, a discount over the limit, voids, a return, an exchange, X and Z. Receipts go to
            paper.txt in the data directory.

            With --lanes, other lanes join the store, each a process with a folder of its own beside
            DIR, on 127.0.0.1 alone. All sell, the network is cut in two halves that sell on, and
            healed; at the end the totals and digests are printed that all lanes agree on.
            """,
        options: [
            CommonOption.data, .value("lanes", "NUMBER", "A day of 4 to 8 lanes."),
            CommonOption.json,
        ]
    ) { arguments in
        if let count = try arguments.integer("lanes", in: 4...8) {
            return try storeDay(arguments, count: Int(count))
        }
        let node = try Shop.openNode(arguments)
        defer { node.close() }
        let till = try DayTill(node, paper: try TextPaper(path: node.directory.paper))
        if !arguments.has("json") { Output.line("A day at store \(node.storeNumber):") }
        var day = try ScriptedDay(till)
        let closing = try day.run()
        try DayReport(node: node, closing: closing, documents: till.documents)
            .print(asJSON: arguments.has("json"))
        return .success
    }
}

extension Subcommand {
    private static func storeDay(_ arguments: Arguments, count: Int) throws -> ExitCode {
        let directory = DataDirectory(try arguments.dataDirectory())
        let isJSON = arguments.has("json")
        if !isJSON { Output.line("A day of \(count) lanes:") }
        let day = try StoreDay(directory, count: count) { line in
            guard !isJSON else { return }
            Output.line(line)
            Output.flush()
        }
        let report = try day.run()
        let books = try Books.open(arguments)
        report.print(
            asJSON: isJSON, NumberFormat(style: .english, currency: books.terms.settings.currency))
        return .success
    }
}

/// What the day came to, and where it lies.
struct DayReport {
    let node: RunningNode
    let closing: DrawerClosing
    let documents: Int

    func print(asJSON: Bool) throws {
        let books = node.books
        if asJSON { return Output.line(json(books).text) }
        let report = closing.report
        let numbers = NumberFormat(style: .english, currency: node.terms.settings.currency)
        Output.line("Z \(closing.zNumber):")
        let rows: [(String, String)] = [
            ("sales", "\(report.sales.count)  \(numbers.text(report.sales.amount))"),
            ("returns", "\(report.returns.count)  \(numbers.text(report.returns.amount))"),
            ("voids", "\(report.voids.count)  \(numbers.text(report.voids.amount))"),
            ("discounts", "\(report.discounts.count)  \(numbers.text(report.discounts.amount))"),
            ("cash expected", numbers.text(report.expectedCash)),
            ("cash counted", numbers.text(closing.counted)),
            ("difference", numbers.text(closing.difference)),
            ("grand total", numbers.text(report.grandTotal)),
            ("receipts", "\(report.series) \(report.firstReceipt ?? 0)-\(report.lastReceipt ?? 0)"),
            ("operations", "\(books.operations)"),
            ("state digest", books.stateDigest),
            ("data", node.directory.path),
            ("receipts on paper", "\(documents) documents in \(node.directory.paper)"),
        ]
        for (name, value) in rows { Output.line("  \(Help.pad(name, 18)) \(value)") }
    }

    private func json(_ books: RunningNode.Books) -> JSON {
        .object([
            ("zNumber", .integer(Int64(closing.zNumber))),
            ("sales", .integer(Int64(closing.report.sales.count))),
            ("returns", .integer(Int64(closing.report.returns.count))),
            ("voids", .integer(Int64(closing.report.voids.count))),
            ("grandTotalMinorUnits", .integer(closing.report.grandTotal.minorUnits)),
            ("differenceMinorUnits", .integer(closing.difference.minorUnits)),
            ("operations", .unsigned(books.operations)),
            ("stateDigest", .string(books.stateDigest)),
            ("data", .string(node.directory.path)),
        ])
    }
}
