/// How a database of an earlier version becomes one of this version, step by step.
///
/// Only tables that can't be rebuilt from the log stand here; the read model is made from
/// Ledger's tables and made anew when they change. Steps are appended and never edited.
enum Migrations {
    /// `PRAGMA user_version` is the number of steps done.
    static let steps: [[String]] = [
        LogSchema.all + LocalSchema.all,
        [LocalSchema.customerTag],
        [LogSchema.latestSignature],
        [LogSchema.operationName],
        [LogSchema.logStart, LogSchema.baseRow, LogSchema.baseSum, LogSchema.payloadBase],
    ]

    /// Marks a file as ours ("TLLM" in ASCII), as `PRAGMA application_id`.
    static let applicationID: Int64 = 0x544c_4c4d

    static var version: Int64 { Int64(steps.count) }

    /// Brings the schema up to date; one transaction a step.
    static func run(on database: Database) throws(StorageError) {
        let found = try database.integer("PRAGMA user_version") ?? 0
        guard found <= version else {
            throw .newer(
                path: database.path, found: Int32(clamping: found), known: Int32(clamping: version))
        }
        for (index, step) in steps.enumerated().dropFirst(Int(max(0, found))) {
            try database.transaction { () throws(StorageError) in
                for statement in step { try database.run(statement) }
                try database.run("PRAGMA application_id = \(applicationID)")
                try database.run("PRAGMA user_version = \(index + 1)")
            }
        }
    }
}
