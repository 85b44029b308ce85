import Retail
import Storage

/// What sales take on disk.
enum SizeMeasure {
    /// Sells into a copy of the base, each sale signed by itself, and reports the growth.
    static func run(_ path: String) throws -> [(String, UInt64)] {
        let before = try logBytes(path)
        let fileBefore = FileBytes.count(path)
        try fill(path)
        return [
            ("file", FileBytes.count(path) - fileBefore),
            ("log", (try logBytes(path)) - before),
        ]
    }

    /// The database is closed at the end, so that all lies in its one file.
    private static func fill(_ path: String) throws {
        var till = try Till.open(path)
        var stream = SaleStream(till.shop)
        var left = Sizes.storedSales
        while left > 0 {
            var facts: [Fact] = []
            for _ in 0..<min(left, Sizes.ticketsPerBatch) { facts.append(try stream.next()) }
            left -= facts.count
            try till.commit(facts, now: stream.now)
        }
    }

    /// The pages of the `operation` table and its indexes, by SQLite's own account.
    private static func logBytes(_ path: String) throws(StorageError) -> UInt64 {
        let database = try Database(path: path, access: .readOnly)
        return UInt64(try database.integer(selectLogBytes) ?? 0)
    }

    private static let selectLogBytes = """
        SELECT sum(pgsize)
        FROM   dbstat
        WHERE  name IN (SELECT name FROM sqlite_schema WHERE tbl_name = 'operation')
        """
}
