import CRDT
import Encoding
import Node
import Replica
import Replication
import Retail
import Storage
import Texts

extension Subcommand {
    static let quarantineList = Subcommand(
        path: ["quarantine", "list"],
        summary: "List operations that are kept and don't count, each with its reason.",
        details: """
            An operation is never dropped: one that can't be applied is kept, passed on, and applied
            by itself when an upgrade or a steward's decision makes that possible.
            """,
        options: [
            CommonOption.data, .value("limit", "N", "At most N operations (200)."),
            CommonOption.json,
        ]
    ) { arguments in
        let limit = try arguments.integer("limit", in: 1...1_000_000) ?? 200
        let books = try Books.open(arguments)
        let lines = try JournalLines(books)
        let found = try books.reader.quarantine(limit: Int(limit))
        for entry in found {
            Output.line(
                arguments.has("json") ? entry.json.text : entry.line(lines))
        }
        guard !arguments.has("json") else { return .success }
        let counts = try books.reader.quarantineCounts()
        let all = counts.reduce(0) { $0 + $1.count }
        Output.line(all == 0 ? "Everything counts." : "\(all) operations don't count.")
        for (reason, _) in counts {
            guard let text = QuarantineText(rawValue: reason) else { continue }
            Output.line("  \(text.translation.english): \(text.advice.english)")
        }
        return .success
    }

    static let quarantineShow = Subcommand(
        path: ["quarantine", "show"], summary: "Show one operation that doesn't count.",
        operands: [Operand(name: "HASH", help: "Its hash, or the beginning of it.")],
        options: [CommonOption.data, CommonOption.json]
    ) { arguments in
        let books = try Books.open(arguments)
        let wanted = arguments.operands[0].lowercased()
        let entry = try quarantined(wanted, books)
        if arguments.has("json") {
            Output.line(entry.json.text)
            return .success
        }
        let operation = entry.signed.operation
        let rows = [
            ("log", operation.log.name), ("seq", "\(operation.seq)"),
            ("hash", Hex.encode(entry.signed.hash.bytes)), ("kind", operation.named.name),
            ("reason", entry.text?.translation.english ?? "of a later version"),
            ("what to do", entry.text?.advice.english ?? "Upgrade this program."),
            ("content", try JournalLines(books).text(of: operation)),
        ]
        for (name, value) in rows { Output.line("\(Help.pad(name, 12))\(value)") }
        return .success
    }

    /// The one operation in quarantine whose hash begins so.
    private static func quarantined(
        _ hash: String, _ books: Books
    ) throws -> QuarantinedOperation {
        var found: [QuarantinedOperation] = []
        var last: OperationID?
        while true {
            let page = try books.reader.quarantine(after: last, limit: 1000)
            found += page.filter { Hex.encode($0.signed.hash.bytes).hasPrefix(hash) }
            guard let end = page.last else { break }
            last = end.id
        }
        guard let first = found.first else {
            throw Failure(.noInput, "no operation in quarantine has the hash '\(hash.shown)'")
        }
        guard found.count == 1 else {
            throw Failure(.usage, "'\(hash)' fits \(found.count) operations; give more of it")
        }
        return first
    }
}

extension QuarantinedOperation {
    var text: QuarantineText? { reason.flatMap { QuarantineText(rawValue: $0.rawValue) } }

    fileprivate var json: JSON {
        let operation = signed.operation
        return .object([
            ("log", .string(operation.log.name)), ("seq", .unsigned(operation.seq)),
            ("hash", .string(Hex.encode(signed.hash.bytes))),
            ("name", .string(operation.named.name)),
            ("reason", reason.map { .integer($0.rawValue) } ?? .null),
            ("text", text.map { .string($0.translation.english) } ?? .null),
        ])
    }

    fileprivate func line(_ lines: JournalLines) -> String {
        let operation = signed.operation
        let hash = Hex.encode(signed.hash.bytes.prefix(6))
        return "\(operation.log.author.short) \(Help.pad("\(operation.seq)", 7)) \(hash)  "
            + "\(Help.pad(operation.named.name, 18)) \(lines.text(of: operation))  "
            + "[\(text?.translation.english ?? "of a later version")]"
    }
}
