import CRDT
import Encoding
import Glibc
import Node
import Replication

extension Subcommand {
    static let logShow = Subcommand(
        path: ["log", "show"], summary: "List operations, the newest first.",
        details: """
            A log is named scope/author/incarnation: hexadecimal, base32, hexadecimal; its first
            characters are enough where they fit one log only.
            """,
        options: [
            CommonOption.data, .value("limit", "N", "How many; 20 unless told."),
            .value("log", "LOG", "Of this log only."), CommonOption.json,
        ]
    ) { arguments in
        let limit = try arguments.integer("limit", in: 0...1_000_000) ?? 20
        let books = try Books.open(arguments)
        try LogList(books, asJSON: arguments.has("json")).show(
            arguments.value("log"), limit: Int(limit))
        return .success
    }

    static let logExport = Subcommand(
        path: ["log", "export"], summary: "Write all logs out for others to check.",
        details: """
            The export is a CBOR sequence (docs/protocol.md, section 3): every operation that a
            signature covers, log by log, each log's last one with its signature. Sealed personal
            fields go out sealed, without their keys.
            """,
        operands: [
            Operand(
                name: "FILE",
                help: "Where to, and nothing may be there yet; - or nothing: standard output.",
                isRequired: false)
        ],
        options: [CommonOption.data]
    ) { arguments in
        let books = try Books.open(arguments)
        let path = arguments.operands.first ?? "-"
        if path == "-", isatty(STDOUT_FILENO) == 1 {
            throw Failure(.usage, "log export: the export is no text; name a FILE")
        }
        let omitted = try LogExport(books).write(to: ExportFile(path))
        if omitted > 0 {
            Output.error("\(omitted) operations that no signature covers yet were left out")
        }
        return .success
    }

    static let logVerify = Subcommand(
        path: ["log", "verify"], summary: "Check an export, or this till's own log.",
        details: """
            Checks every byte of every operation against the chain of hashes, and each log's end
            against its author's signature. The first fault is named: the log, the operation, the
            byte in the file, and why. With --root the authors are held against the enrolments that
            the root vouches for; this till's own log is held against its own root.

            Exits 0 where all is well, 1 where something is wrong, 65 where FILE is no export.
            """,
        operands: [
            Operand(
                name: "FILE", help: "An export, plain, gzip or zstd; nothing: this till's log.",
                isRequired: false)
        ],
        options: [
            CommonOption.data,
            .value("root", "NODEID", "The root's key, in base32 or hexadecimal."),
            CommonOption.json,
        ]
    ) { arguments in
        var root: NodeID?
        if let text = arguments.value("root") {
            root = NodeID(reading: text)
            guard root != nil else {
                throw Failure(
                    .usage, "log verify: '\(text)' is no NodeID in base32 or hexadecimal")
            }
        }
        let verification = LogVerification(root: root, asJSON: arguments.has("json"))
        if let path = arguments.operands.first { return try verification.verify(file: path) }
        return try verification.verify(Books.open(arguments))
    }
}
