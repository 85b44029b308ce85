import Ledger

/// The tables that can be made from the log again, and whether they are this program's.
struct ReadModel {
    let tables: [Table]
    /// The version of the projection whose rows they hold.
    let projection: UInt64

    /// All that makes the tables what they are: their statements and the projection's version.
    private var fingerprint: String {
        let statements = tables.flatMap { table in
            let sql = TableSQL(table: table)
            return [sql.create] + sql.createIndexes
        }
        let all = statements + [SearchIndex.create]
        return "\(projection)\n" + all.joined(separator: ";\n")
    }

    /// Whether the tables here are whole and of this program.
    func isCurrent(on database: Database) throws(StorageError) -> Bool {
        let statement = try database.statement(Self.selectFingerprint)
        defer { statement.reset() }
        return try statement.step() && statement.bytes(0) == Array(fingerprint.utf8)
    }

    /// Drops what is there and makes empty tables; until ``markCurrent(on:)`` they don't count.
    func makeEmpty(on database: Database) throws(StorageError) {
        database.forgetStatements()
        try database.transaction { () throws(StorageError) in
            for name in try made(on: database) { try database.run("DROP TABLE \(name)") }
            try database.run(Self.deleteFingerprint)
            try database.run(Self.deleteSums)
            for table in tables {
                let sql = TableSQL(table: table)
                try database.run(sql.create)
                for index in sql.createIndexes { try database.run(index) }
            }
            try database.run(SearchIndex.create)
        }
    }

    /// Says that the tables hold what the log says.
    func markCurrent(on database: Database) throws(StorageError) {
        let statement = try database.statement(Self.putFingerprint)
        statement.bind(1, Array(fingerprint.utf8))
        try statement.run()
    }

    /// The tables of whatever read model is there: all that no migration made.
    private func made(on database: Database) throws(StorageError) -> [String] {
        let statement = try database.statement(Self.selectTables)
        defer { statement.reset() }
        var names: [String] = []
        while try statement.step() { names.append(statement.text(0)) }
        return names.filter { !LogSchema.tables.contains($0) && !LocalSchema.tables.contains($0) }
    }
}

extension ReadModel {
    static let selectFingerprint = """
        SELECT value
        FROM   property
        WHERE  name = 'read_model'
        """

    static let putFingerprint = """
        INSERT INTO property (name, value)
        VALUES ('read_model', :value)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """

    static let deleteFingerprint = """
        DELETE FROM property
        WHERE  name = 'read_model'
        """

    static let deleteSums = """
        DELETE FROM table_sum
        """

    /// Tables by name; what a search index keeps for itself goes with it.
    static let selectTables = """
        SELECT name
        FROM   pragma_table_list
        WHERE  schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'
        ORDER  BY name
        """
}
