import CRDT
import Encoding
import Node
import Replica
import Replication
import Storage

extension Subcommand {
    static let forkList = Subcommand(
        path: ["fork", "list"], summary: "List logs that two machines went on with.",
        details: """
            The cause is nearly always a cloned disk, and what was sold on either counts. A steward
            may leave branches out: `fork exclude`. Exits 1 where there is one.
            """,
        options: [CommonOption.data, CommonOption.json]
    ) { arguments in
        let books = try Books.open(arguments)
        let forks = try ForkedLog.all(in: books.reader)
        for fork in forks { Output.line(arguments.has("json") ? fork.json.text : fork.text) }
        if forks.isEmpty && !arguments.has("json") { Output.line("No log is forked.") }
        return forks.isEmpty ? .success : .failure
    }

    static let forkShow = Subcommand(
        path: ["fork", "show"], summary: "List what stands on each branch of a forked log.",
        operands: [Operand(name: "LOG", help: "The log's name, or the beginning of it.")],
        options: [
            CommonOption.data, .value("limit", "N", "At most N operations a branch (50)."),
            CommonOption.json,
        ]
    ) { arguments in
        let limit = Int(try arguments.integer("limit", in: 1...1_000_000) ?? 50)
        let books = try Books.open(arguments)
        let log = try books.log(named: arguments.operands[0])
        let fork = try ForkedLog.one(log, in: books)
        let list = try LogList(books, asJSON: arguments.has("json"))
        for branch in fork.branches {
            if !arguments.has("json") {
                Output.line("branch to \(Hex.encode(branch.head.hash.bytes))")
            }
            for signed in branch.own.suffix(limit) { list.show(signed) }
        }
        return .success
    }
}

extension ForkedLog {
    static func one(_ log: LogID, in books: Books) throws -> ForkedLog {
        guard let fork = try ForkedLog(log, in: books.reader) else {
            throw Failure(.noInput, "the log \(log.name) isn't forked")
        }
        return fork
    }

    var text: String {
        let rows = branches.map { branch in
            "  \(Hex.encode(branch.head.hash.bytes))  to \(branch.head.seq), "
                + "\(branch.own.count) operations of its own"
        }
        let words = adopted.map { heads in
            "  a steward lets count only what leads to "
                + heads.map { Hex.encode($0.bytes.prefix(6)) }.joined(separator: ", ")
        }
        return ([log.name] + rows + words).joined(separator: "\n")
    }

    var json: JSON {
        .object([
            ("log", .string(log.name)),
            (
                "branches",
                .array(
                    branches.map { branch in
                        .object([
                            ("head", .string(Hex.encode(branch.head.hash.bytes))),
                            ("seq", .unsigned(branch.head.seq)),
                            ("own", .integer(Int64(branch.own.count))),
                        ])
                    })
            ),
            (
                "adopted",
                .array(
                    adopted.map { heads in
                        .array(heads.map { .string(Hex.encode($0.bytes)) })
                    })
            ),
        ])
    }
}
