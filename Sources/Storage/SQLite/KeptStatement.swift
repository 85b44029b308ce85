/// A statement that is wanted for every row: found without a hash of its text.
final class KeptStatement {
    private let sql: String
    private unowned let database: Database
    private var statement: Statement?
    private var generation = 0

    init(_ sql: String, on database: Database) {
        self.sql = sql
        self.database = database
    }

    /// The statement, prepared at the first use and after all were forgotten.
    func prepared() throws(StorageError) -> Statement {
        if let statement, generation == database.statementGeneration { return statement }
        let made = try database.statement(sql)
        statement = made
        generation = database.statementGeneration
        return made
    }
}
