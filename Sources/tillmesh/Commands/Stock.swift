import Retail
import Storage

extension Subcommand {
    static let stockReceive = stockCommand(
        .received, "receive", "Put goods that came into stock.", "what came")
    static let stockAdjust = stockCommand(
        .adjusted, "adjust", "Change what is in stock, up or down.", "the change, such as -3")
    static let stockCount = stockCommand(
        .counted, "count", "Say how much was counted; sales may go on meanwhile.",
        "what was counted")

    private static func stockCommand(
        _ kind: StockMovement.Kind, _ word: String, _ summary: String, _ what: String
    ) -> Subcommand {
        Subcommand(
            path: ["stock", word], summary: summary,
            details: """
                ITEM is an item's code, a barcode or a PLU. A file has the columns code and
                quantity, and may have cost and reason; its bad rows are reported by line, and
                the others are taken.
                """,
            operands: [
                Operand(name: "ITEM", help: "Of which item.", isRequired: false),
                Operand(name: "QTY", help: "How much: \(what).", isRequired: false),
            ],
            options: [
                CommonOption.data, CommonOption.person,
                .value("reason", "TEXT", "Why, in 64 characters at most; it must be said."),
                .value("place", "NAME", "Where it lies; else shop."),
                .value("file", "FILE", "Rows of items and quantities; - is standard input."),
                CommonOption.json,
            ]
        ) { arguments in
            let reason = try arguments.text("reason", most: 64)
            let place = try arguments.place()
            return try Errand.run(arguments) { errand in
                let run = StockRun(errand, kind: kind, place: place, reason: reason)
                return try move(run, arguments)
            }
        }
    }

    private static func move(_ run: StockRun, _ arguments: Arguments) throws -> ExitCode {
        let report = StockReport(run.errand, place: run.place, asJSON: arguments.has("json"))
        if let path = arguments.value("file") {
            guard arguments.operands.isEmpty else {
                throw Failure(.usage, "\(arguments.command): give ITEM QTY or --file, not both")
            }
            let file = ImportFile(path: path, title: arguments.command)
            let (outcome, moved) = try run.move(file)
            report.print(moved, outcome)
            return outcome.refused == 0 ? .success : .failure
        }
        guard arguments.operands.count == 2 else {
            throw Failure(.usage, "\(arguments.command): give ITEM and QTY, or --file FILE")
        }
        report.print(try run.move(arguments.operands[0], arguments.operands[1]), nil)
        return .success
    }

    static let stockList = Subcommand(
        path: ["stock", "list"], summary: "List what is in stock.",
        operands: [
            Operand(
                name: "ITEM", help: "This item alone: its code, a barcode or a PLU.",
                isRequired: false)
        ],
        options: [
            CommonOption.data, CommonOption.person,
            .value("place", "NAME", "Where it lies; else shop."), CommonOption.json,
        ]
    ) { arguments in
        let place = try arguments.place()
        return try Errand.run(arguments) { errand in
            let report = StockReport(errand, place: place, asJSON: arguments.has("json"))
            guard let code = arguments.operands.first else {
                try report.printAll()
                return .success
            }
            let finder = GoodsFinder(errand)
            guard case .item(let item, _) = try finder.find(code) else {
                throw try finder.failure(for: code)
            }
            try report.print(item)
            return .success
        }
    }
}

extension Arguments {
    /// A place's name; `shop` where none is given.
    fileprivate func place() throws(Failure) -> Place {
        guard value("place") != nil else { return .shop }
        return Place(try text("place", most: 32))
    }
}
