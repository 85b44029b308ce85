import Encoding
import Ledger
import Node
import Replica
import Storage

extension Subcommand {
    static let rebuild = Subcommand(
        path: ["rebuild"], summary: "Make the tables from the log again.",
        details: """
            Drops every table that the log can fill, fills them again, and prints the state digest
            of the sums kept before and of those made anew. Exits 1 where they differ, or where
            rows weren't those that the sums were kept for: then the tables were wrong before, or
            another version made them; they are right now.
            """,
        options: [CommonOption.data, CommonOption.json]
    ) { arguments in
        let node = try Shop.openNode(arguments)
        defer { node.close() }
        let wrong = try wrongTables(try node.makeReader())
        let bar = RebuildBar()
        let digests = try node.rebuild { bar.show($0, of: $1) }
        bar.finish()
        let (before, after) = (Hex.encode(digests.before.bytes), Hex.encode(digests.after.bytes))
        let isSame = digests.before == digests.after && wrong.isEmpty
        if arguments.has("json") {
            Output.line(
                JSON.object([
                    ("before", .string(before)), ("after", .string(after)),
                    ("operations", .unsigned(digests.operations)), ("same", .truth(isSame)),
                    ("wrongTables", .array(wrong.map(JSON.string))),
                ]).text)
        } else {
            Output.line("before      \(before)")
            Output.line("after       \(after)")
            Output.line("operations  \(digests.operations)")
            for table in wrong { Output.line("repaired    \(table)") }
            Output.line(
                isSame
                    ? "The tables are as they were." : "The tables differed; they are right now.")
        }
        return isSame ? .success : .failure
    }

    /// Tables whose rows somebody changed behind the log's back, or that can't be read.
    private static func wrongTables(_ reader: ShopReader) throws(StorageError) -> [String] {
        do throws(StorageError) {
            return try reader.examineSums().compactMap { finding in
                if case .table(let stored, _) = finding { stored.table.rawValue } else { nil }
            }
        } catch {
            // What can't be read is what a rebuild is for; of a log that can't, it tells itself.
            guard case .damaged = error else { throw error }
            return ["what couldn't be read: \(error)"]
        }
    }
}
