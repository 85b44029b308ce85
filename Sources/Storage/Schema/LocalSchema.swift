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

    static let customerTag = """
        CREATE TABLE customer_tag (
            key   BLOB PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    static let tables: Set = ["print_job", "session", "subject_key", "counter", "customer_tag"]

    /// The tables of the first version.
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

    /// Keys with one beginning, in their order.
    static func selectKeys(_ table: LocalWrite.Table) -> String {
        """
        SELECT key
        FROM   \(table.rawValue)
        WHERE  key >= :first AND key < :behind
        ORDER  BY key
        LIMIT  :limit
        """
    }

    /// Copies all keys but one; the table that held it is dropped, its pages are overwritten.
    static let copyOtherKeys = """
        INSERT INTO subject_key_kept (key, value)
        SELECT key, value
        FROM   subject_key
        WHERE  key <> :key
        ORDER  BY key
        """

    static let makeKept = """
        CREATE TABLE subject_key_kept (
            key   BLOB PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    static let replaceByKept = """
        DROP TABLE subject_key;
        ALTER TABLE subject_key_kept RENAME TO subject_key
        """

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
