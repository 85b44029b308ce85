/// The tables that hold the truth: what was signed, and by whom.
enum LogSchema {
    /// Scopes and logs get small numbers that mean something in this database alone.
    static let scope = """
        CREATE TABLE scope (
            number INTEGER PRIMARY KEY,
            id     BLOB NOT NULL UNIQUE
        ) STRICT
        """

    static let log = """
        CREATE TABLE log (
            number      INTEGER PRIMARY KEY,
            scope       INTEGER NOT NULL,
            author      BLOB NOT NULL,
            incarnation BLOB NOT NULL,
            is_forked   INTEGER NOT NULL DEFAULT 0,
            UNIQUE (scope, author, incarnation)
        ) STRICT
        """

    /// `previous` is the number of the operation whose hash is `prev`; NULL at seq 1.
    static let operation = """
        CREATE TABLE operation (
            number    INTEGER PRIMARY KEY,
            log       INTEGER NOT NULL,
            seq       INTEGER NOT NULL,
            previous  INTEGER,
            hlc       INTEGER NOT NULL,
            kind      INTEGER NOT NULL,
            payload   BLOB NOT NULL,
            hash      BLOB NOT NULL,
            signature BLOB
        ) STRICT
        """

    static let operationByLog = """
        CREATE INDEX operation_by_log ON operation (log, seq)
        """

    /// Eight bytes tell hashes apart well enough to find the one row that is then compared.
    static let operationByHash = """
        CREATE INDEX operation_by_hash ON operation (substr(hash, 1, 8))
        """

    /// A table's digest within a scope.
    static let tableSum = """
        CREATE TABLE table_sum (
            scope      INTEGER NOT NULL,
            table_name TEXT NOT NULL,
            count      INTEGER NOT NULL,
            sum        BLOB NOT NULL,
            PRIMARY KEY (scope, table_name)
        ) STRICT, WITHOUT ROWID
        """

    /// What this program wants to know of the database itself, by name.
    static let property = """
        CREATE TABLE property (
            name  TEXT PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    /// Signatures of branches' ends that their rows won't keep: the next operation's takes the
    /// place, see `SignatureKeeping`.
    static let latestSignature = """
        CREATE TABLE latest_signature (
            operation INTEGER PRIMARY KEY,
            signature BLOB NOT NULL
        ) STRICT
        """

    /// Operations that rows name and that aren't here yet: those of a snapshot.
    ///
    /// Numbers are below zero, which no stored operation has that came without being named before.
    static let operationName = """
        CREATE TABLE operation_name (
            number INTEGER PRIMARY KEY,
            hash   BLOB NOT NULL UNIQUE
        ) STRICT
        """

    static let tables: Set = [
        "scope", "log", "operation", "operation_name", "latest_signature", "table_sum", "property",
    ]

    static let all = [
        scope, log, operation, operationByLog, operationByHash, tableSum, property,
    ]
}
