import Encoding
import Node

extension Subcommand {
    static let rebuild = Subcommand(
        path: ["rebuild"], summary: "Make the tables from the log again.",
        details: """
            Drops every table that the log can fill, fills them again, and prints the state digest
            of the sums kept before and of those made anew. Exits 1 where they differ: then the
            tables were wrong before, or another version made them; they are right now.
            """,
        options: [CommonOption.data, CommonOption.json]
    ) { arguments in
        let node = try Shop.openNode(arguments)
        defer { node.close() }
        let bar = RebuildBar()
        let digests = try node.rebuild { bar.show($0, of: $1) }
        bar.finish()
        let (before, after) = (Hex.encode(digests.before.bytes), Hex.encode(digests.after.bytes))
        let isSame = digests.before == digests.after
        if arguments.has("json") {
            Output.line(
                JSON.object([
                    ("before", .string(before)), ("after", .string(after)),
                    ("operations", .unsigned(digests.operations)), ("same", .truth(isSame)),
                ]).text)
        } else {
            Output.line("before      \(before)")
            Output.line("after       \(after)")
            Output.line("operations  \(digests.operations)")
            Output.line(isSame ? "The tables are as they were." : "The tables differed.")
        }
        return isSame ? .success : .failure
    }
}
