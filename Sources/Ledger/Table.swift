/// A table of the read model or of the node's own, as a value; `docs/tables.md` lists them all.
public struct Table: Hashable, Sendable {
    /// How rows of a table come about and go.
    public enum Kind: Hashable, Sendable {
        /// Rows of one operation; the key begins with (scope, operation).
        case fact
        /// Sums per (what, place, log); the columns outside the key are totals that rise and fall.
        case counter
        /// All candidates of registers; the key is the register's, then (authority, version, hlc,
        /// operation), so that the current one is found at the end of its register's rows.
        case candidate
        /// The node's own; stands in no digest and needs no scope.
        case local
    }

    public let name: String
    public let kind: Kind
    /// Key columns first, in the order in which rows are hashed.
    public let columns: [Column]
    public let keyCount: Int
    public let indexes: [Index]

    /// The columns that name a candidate's register: the key up to the order of candidates.
    ///
    /// Nil for other kinds of tables. The greatest by (authority, version, hlc), which follow in
    /// the key, is current; ties go to the log whose encoding is greater, then to the greater
    /// operation hash.
    public var register: ArraySlice<Column>? {
        guard kind == .candidate else { return nil }
        return columns.prefix { $0.name != "authority" }
    }

    public init(
        _ name: String, _ kind: Kind, key: [Column], _ rest: [Column], indexes: [Index] = []
    ) {
        self.name = name
        self.kind = kind
        columns = key + rest
        keyCount = key.count
        self.indexes = indexes
    }
}

/// A column: its name, what it holds, whether it may be NULL.
public struct Column: Hashable, Sendable {
    /// The type in a digest; a store may keep the last three as numbers of its own.
    public enum Content: Hashable, Sendable {
        case integer
        case text
        case bytes
        case truth
        /// Hashed as its 16 bytes.
        case scope
        /// Hashed as its operation's 32-byte hash.
        case operation
        /// Hashed as its LogID's encoding.
        case log
    }

    public let name: String
    public let content: Content
    public let isNullable: Bool

    public init(_ name: String, _ content: Content, nullable: Bool = false) {
        self.name = name
        self.content = content
        isNullable = nullable
    }
}

/// An index on a table's columns, in order.
public struct Index: Hashable, Sendable {
    public let name: String
    public let columns: [String]
    /// Columns in descending order, for registers whose greatest is wanted first.
    public let descending: [String]
    /// Rows with NULL in this column are left out.
    public let whereNotNull: String?

    public init(
        _ name: String, on columns: [String], descending: [String] = [],
        whereNotNull: String? = nil
    ) {
        self.name = name
        self.columns = columns
        self.descending = descending
        self.whereNotNull = whereNotNull
    }
}
