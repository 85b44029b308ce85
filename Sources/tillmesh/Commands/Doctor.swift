import Glibc
import Node

extension Subcommand {
    static let doctor = Subcommand(
        path: ["doctor"], summary: "Look for damage and for what could become damage.",
        details: """
            Looks at the files' modes, the keys, the disk's free space, the database's pages and
            indexes and every log's chain and signatures; with --deep also at every row of every
            table, against the sums that the log made, and counts every Z again. Each finding comes
            with what to do. Nothing is changed. Exits 1 where anything was found.
            """,
        options: [
            CommonOption.data, .flag("deep", "Read every row and count every Z again."),
            CommonOption.json,
        ]
    ) { arguments in
        let directory = DataDirectory(try arguments.dataDirectory())
        guard FileSystem.exists(directory.path) else {
            throw Failure(.noInput, "there is no folder \(directory.path)")
        }
        var examination = DirectoryExamination(directory)
        let isShown = isatty(STDERR_FILENO) == 1
        examination.run(isDeep: arguments.has("deep")) { part in
            if isShown { Output.status("\r\u{1B}[Klooking at the \(part)") }
        }
        if isShown { Output.status("\r\u{1B}[K") }
        let ailments = examination.ailments
        if arguments.has("json") {
            Output.line(
                JSON.object([
                    ("well", .truth(ailments.isEmpty)),
                    ("findings", .array(ailments.map(\.json))),
                ]).text)
        } else {
            for ailment in ailments {
                Output.line(ailment.what)
                Output.line("  do: \(ailment.remedy)")
            }
            if ailments.isEmpty { Output.line("all is well") }
        }
        return ailments.isEmpty ? .success : .failure
    }
}
