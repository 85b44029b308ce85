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

    /// Operations that rows name and that aren't here: those of a snapshot that are still to come,
    /// and those that were forgotten.
    ///
    /// What is still to come has a number below zero, which no stored operation has that came
    /// without being named before; what was forgotten keeps the number that it had.
    static let operationName = """
        CREATE TABLE operation_name (
            number INTEGER PRIMARY KEY,
            hash   BLOB NOT NULL UNIQUE
        ) STRICT
        """

    /// Where a log begins whose first operations were forgotten: the last of them, and what its
    /// first one said.
    static let logStart = """
        CREATE TABLE log_start (
            log       INTEGER PRIMARY KEY,
            seq       INTEGER NOT NULL,
            hash      BLOB NOT NULL,
            hlc       INTEGER NOT NULL,
            opening   BLOB NOT NULL,
            opened_at INTEGER NOT NULL
        ) STRICT
        """

    /// What forgotten operations gave to rows that stay, in the bytes that are hashed of a row.
    static let baseRow = """
        CREATE TABLE base_row (
            key  BLOB PRIMARY KEY,
            rest BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    /// The sums of rows that were forgotten with their operations; `table_sum` has them, too.
    static let baseSum = """
        CREATE TABLE base_sum (
            scope      INTEGER NOT NULL,
            table_name TEXT NOT NULL,
            count      INTEGER NOT NULL,
            sum        BLOB NOT NULL,
            PRIMARY KEY (scope, table_name)
        ) STRICT, WITHOUT ROWID
        """

    /// Payloads of forgotten operations beside which those of held ones may be packed.
    static let payloadBase = """
        CREATE TABLE payload_base (
            number  INTEGER PRIMARY KEY,
            log     INTEGER NOT NULL,
            kind    INTEGER NOT NULL,
            seq     INTEGER NOT NULL,
            payload BLOB NOT NULL
        ) STRICT
        """

    static let tables: Set = [
        "scope", "log", "operation", "operation_name", "latest_signature", "table_sum", "property",
        "log_start", "base_row", "base_sum", "payload_base",
    ]

    static let all = [
        scope, log, operation, operationByLog, operationByHash, tableSum, property,
    ]
}
