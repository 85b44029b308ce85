import Retail

extension Subcommand {
    static let importItems = importCommand(
        "items", "Take items, barcodes and prices from a file.",
        """
        Columns: code, name and price must be there; department, tax, unit, cost, barcodes, plu,
        min_age, active, special_price, special_from and special_until may be. The same file
        twice changes nothing. Items that the file no longer names are listed, never deleted.
        """
    ) { try $0.items() }

    static let importPeople = importCommand(
        "people", "Take people, their roles and PINs from a file.",
        """
        Columns: number, name and roles must be there; pin, language and active may be. An empty
        PIN stays as it was. A PIN that somebody else has is refused, and so is a row after which
        nobody could change people any more.
        """
    ) { try $0.people() }

    static let importTaxes = importCommand(
        "taxes", "Take tax rates from a file.",
        """
        Columns: label, rate (in percent) and from must be there; category, level and until may
        be. A category without rates of its own has those of the empty category.
        """
    ) { try $0.taxes() }

    private static func importCommand(
        _ what: String, _ summary: String, _ details: String,
        _ take: @escaping @Sendable (ImportRun) throws -> ImportOutcome
    ) -> Subcommand {
        Subcommand(
            path: ["import", what], summary: summary,
            details: details + """


                All of it becomes visible at once, or nothing: no lane sells by half a file. Only a
                steward of the store imports, such as the lane that `init` made.

                Bad rows are reported on standard error by line, and the others are taken; the
                exit code is 1 if any were bad.
                """,
            operands: [
                Operand(name: "FILE", help: "CSV, plain, gzip or zstd; - is standard input.")
            ],
            options: [
                CommonOption.data, CommonOption.person,
                .value(
                    "from", "TIME",
                    "When the lanes show it: 2026-12-01 or '2026-12-01 06:00'; else at once."),
                .flag("dry-run", "Say what would be taken, and take nothing."), CommonOption.json,
            ]
        ) { arguments in
            try Errand.run(arguments) { errand in
                let file = ImportFile(path: arguments.operands[0], title: "import \(what)")
                let run = try ImportRun(
                    errand: errand, file: file, isDryRun: arguments.has("dry-run"),
                    from: try errand.moment("from", of: arguments))
                let outcome = try take(run)
                let report = ImportReport(
                    what: what, file: file, outcome: outcome, isDryRun: run.isDryRun)
                report.print(asJSON: arguments.has("json"))
                return outcome.refused == 0 ? .success : .failure
            }
        }
    }
}
