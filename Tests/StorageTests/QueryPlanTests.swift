import Glibc
import Ledger
import Storage
import Testing

/// No query reads more than it gives: every SQL text of the sources is planned by SQLite itself.
@Suite struct QueryPlanTests {
    /// Queries that may walk a whole table, each with its reason.
    private static let walks = [
        "settings": "all of them are wanted, and there are some tens",
        "settingVersion": "as all settings are read together, their versions are",
        "taxRules": "all of them are wanted, and there are some tens",
        "taxAuthority": "as all rules are read together, their authors are",
        "taxVersion": "as all rules are read together, their versions are",
        "people": "all of them are wanted",
        "selectLogs": "all of them are wanted, one a lane and life",
        "sums": "all of them are wanted, one a table",
        "count": "once at a start, over an index",
        "closings": "newest first by key, up to its limit",
        "closingOfLog": "newest first by key, up to this lane's, when a Z is shown again",
        "receiptsTotal": "the whole journal is wanted, when the reports are checked",
        "openSessions": "all drawers that were opened, when the reports are checked",
        "lastOpening": "newest first by key, up to this lane's last",
        "unknownCodes": "a list for the back office, newest first by key",
        "selectFingerprint": "one row by its name",
        "settled": "what was settled of ended logs, which is little",
        "isSettled": "what was settled of ended logs, which is little",
        "recalledElsewhere": "a list for people: every hold that was recalled",
        "openDrawers": "a list for people: a session a lane and day, newest first by key",
        "recalledHolds": "newest first by key, up to its limit",
        "clockEntries": "newest first by key, up to its limit",
        "neededDrawers": "all drawers that were opened, once an hour on a thread of its own",
        "selectStarts": "all of them are wanted, one a log",
        "selectSums": "all of them are wanted, one a table",
        "counts": "how much is in quarantine, which is little",
        "next": "a row a publication, some a week",
        "unfinished": "a row a change that was imported, and only where somebody asks",
        "openParts": "a row a change that was imported, and only where somebody asks",
        "selectReady": "a row a publication, some a week, and what waits for them",
        "selectItems": "after the revocation of whoever published them alone",
    ]

    /// Queries that sort more than ties, each with its reason.
    private static let sorts = [
        "numbersOfDrawer": "the claims of one session, which are one or two",
        "withItem": "the receipts of one page",
        "closingOfLane": "the Zs of one lane, one a day",
        "held": "the operations of one account, a few",
        "recalled": "the operations of one account, a few",
        "sold": "the operations of one account, a few",
        "cameBack": "the operations of one account, a few",
        "voided": "the operations of one account, a few",
        "granted": "the operations of one account, a few",
        "settled": "the operations of one account, a few",
        "unfinished": "publications that nobody ended, one or two",
        "recaller": "those who recalled one hold: one, or a few at once",
        "recalledElsewhere": "a list for people, the last ones first",
        "cameBackElsewhere": "a list for people, the last ones first",
        "unconfirmed": "a list for people, the last ones first",
    ]

    @Test func `queries search by more than their scope and sort nothing`() throws {
        let database = try Self.database()
        let queries = SourceQuery.all(in: ["Queries", "Log", "Schema"])
        #expect(queries.count > 50)
        for query in queries where query.text.hasPrefix("SELECT") || query.text.hasPrefix("WITH") {
            let plan = try Self.plan(query.text, on: database)
            #expect(!plan.isEmpty, "\(query.name)")
            let bad = plan.filter { Self.isWalk($0) && Self.walks[query.name] == nil }
            #expect(bad.isEmpty, "\(query.name) walks: \(plan)")
            guard Self.sorts[query.name] == nil else { continue }
            #expect(!plan.contains { $0.contains("ORDER BY") }, "\(query.name) sorts: \(plan)")
        }
    }

    @Test func `every exception is a query that there is`() {
        let names = Set(SourceQuery.all(in: ["Queries", "Log", "Schema", "Opening"]).map(\.name))
        for name in (Array(Self.walks.keys) + Self.sorts.keys).sorted() {
            #expect(names.contains(name), "\(name)")
        }
    }

    @Test(arguments: [
        ("SCAN receipt", true), ("SEARCH receipt USING PRIMARY KEY (scope=?)", true),
        ("SEARCH r USING INDEX receipt_by_time (scope=? AND time<?)", false),
        ("SCAN l", false), ("SCAN CONSTANT ROW", false),
        ("SCAN w VIRTUAL TABLE INDEX 0:M2", false),
    ])
    func `a walk is told from a search`(line: String, expected: Bool) {
        #expect(Self.isWalk(line) == expected)
    }

    private static func database() throws -> Database {
        let folder = TemporaryFolder()
        _ = try SQLiteStore(
            path: folder.database, mayCreate: true, tables: Tables.all, projection: 1)
        let copy = try Database(path: ":memory:", access: .create)
        let file = try Database(path: folder.database, access: .readOnly)
        let statement = try file.statement(
            """
            SELECT sql
            FROM   sqlite_schema
            WHERE  sql IS NOT NULL AND name NOT LIKE 'item_word_%'
            ORDER  BY rowid
            """)
        defer { statement.reset() }
        while try statement.step() { try copy.run(statement.text(0)) }
        return copy
    }

    private static func plan(_ sql: String, on database: Database) throws -> [String] {
        let statement = try database.statement("EXPLAIN QUERY PLAN \(sql)")
        defer { statement.reset() }
        var lines: [String] = []
        while try statement.step() { lines.append(statement.text(3)) }
        return lines
    }

    /// Whether a line of a plan reads all rows of a table, or all of a scope.
    private static func isWalk(_ line: String) -> Bool {
        if line.hasSuffix("(scope=?)") { return true }
        guard line.hasPrefix("SCAN ") else { return false }
        // One letter: the rows of a subquery that was searched for.
        let source = line.dropFirst(5)
        return source.count > 1 && source != "CONSTANT ROW" && !source.contains("VIRTUAL TABLE")
    }
}

/// A SQL text as it stands in a source file of `Storage`.
private struct SourceQuery {
    let name: String
    let text: String

    static func all(in folders: [String]) -> [SourceQuery] {
        let sources =
            "\(#filePath)".split(separator: "/").dropLast(3)
            .reduce(into: "") { $0 += "/\($1)" } + "/Sources/Storage/"
        let texts = folders.flatMap { folder in
            names(in: sources + folder).flatMap { name -> [SourceQuery] in
                guard let bytes = try? Files.read("\(sources)\(folder)/\(name)") else { return [] }
                return queries(in: String(decoding: bytes, as: UTF8.self))
            }
        }
        let conditions = texts.filter { $0.name.hasSuffix("Condition") }
            .map { (mention: "\\(PublicationSQL.\($0.name))", text: $0.text) }
        let columns = texts.filter { $0.name == "rankColumns" }
            .map { (mention: "\\(CandidateSQL.\($0.name))", text: $0.text) }
        let whole = texts.filter { !$0.name.hasSuffix("Condition") }.map { query in
            let text = (conditions + columns).reduce(query.text) { text, piece in
                text.split(separator: piece.mention, omittingEmptySubsequences: false)
                    .joined(separator: piece.text)
            }
            return SourceQuery(name: query.name, text: text)
        }
        // Pieces of other texts, and those that functions fill in, can't be planned alone.
        return whole.filter { query in
            !query.name.lowercased().hasSuffix("columns") && !query.text.contains("\\(")
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let listing = opendir(folder) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.filter { $0.hasSuffix(".swift") }.sorted()
    }

    /// The multi-line texts of one file; those that hold another's columns get them.
    private static func queries(in source: String) -> [SourceQuery] {
        var found: [SourceQuery] = []
        var lines = source.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            let words = line.split(separator: " ")
            guard line.hasSuffix("= \"\"\""), let at = words.firstIndex(of: "let") else { continue }
            let body = lines.prefix { !$0.hasSuffix("\"\"\"") }
            lines = lines.dropFirst(body.count + 1)
            var text = body.map { String($0.drop { $0 == " " }) }.joined(separator: "\n")
            for known in found {
                text = text.split(separator: "\\(\(known.name))", omittingEmptySubsequences: false)
                    .joined(separator: known.text)
            }
            found.append(SourceQuery(name: String(words[at + 1]), text: text))
        }
        return found
    }
}
