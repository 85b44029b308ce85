import Replica

/// The node's own tables: they stand in no digest and in no other node.
enum LocalSchema {
    static let printJob = """
        CREATE TABLE print_job (
            key   BLOB PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    static let session = """
        CREATE TABLE session (
            key   BLOB PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    static let subjectKey = """
        CREATE TABLE subject_key (
            key   BLOB PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    static let counter = """
        CREATE TABLE counter (
            key   BLOB PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    static let tables: Set = ["print_job", "session", "subject_key", "counter"]

    static let all = [printJob, session, subjectKey, counter]

    static func put(_ table: LocalWrite.Table) -> String {
        """
        INSERT INTO \(table.rawValue) (key, value)
        VALUES (:key, :value)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
        """
    }

    static func remove(_ table: LocalWrite.Table) -> String {
        """
        DELETE FROM \(table.rawValue)
        WHERE  key = :key
        """
    }

    static func select(_ table: LocalWrite.Table) -> String {
        """
        SELECT value
        FROM   \(table.rawValue)
        WHERE  key = :key
        """
    }

    /// All rows, in the order of their keys.
    static func selectAll(_ table: LocalWrite.Table) -> String {
        """
        SELECT key, value
        FROM   \(table.rawValue)
        ORDER  BY key
        LIMIT  :limit
        """
    }
}
