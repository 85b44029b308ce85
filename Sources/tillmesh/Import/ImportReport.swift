import Retail

/// What an import came to, for people and for programs.
struct ImportReport {
    let what: String
    let file: ImportFile
    let outcome: ImportOutcome
    let isDryRun: Bool

    private static let vanishedShown = 20

    func print(asJSON: Bool) {
        Output.line(asJSON ? json.text : text)
    }

    private var json: JSON {
        .object([
            ("what", .string(what)), ("file", .string(file.path)),
            ("taken", .integer(Int64(outcome.taken))),
            ("unchanged", .integer(Int64(outcome.unchanged))),
            ("refused", .integer(Int64(outcome.refused))), ("dryRun", .truth(isDryRun)),
            ("vanished", .array(outcome.vanished.map { .string($0.text) })),
            ("faults", .array(outcome.faults.map(\.json))),
        ])
    }

    private var text: String {
        let taken = isDryRun ? "would be taken" : "taken"
        let counts =
            "\(what): \(outcome.taken) \(taken), \(outcome.unchanged) unchanged, "
            + "\(outcome.refused) refused"
        guard !outcome.vanished.isEmpty else { return counts }
        let shown = outcome.vanished.prefix(Self.vanishedShown).map { "  \($0.text.shown)" }
        let more = outcome.vanished.count - shown.count
        let rest = more > 0 ? ["  and \(more) more; --json lists all"] : []
        let title =
            "\(outcome.vanished.count) items are not in the file any more; they are still sold "
            + "(`active` = no takes one off):"
        return ([counts, title] + shown + rest).joined(separator: "\n")
    }
}
