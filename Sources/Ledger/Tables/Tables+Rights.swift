// What the protocol's own operations on rights leave behind (protocol.md §6); what a log holds of
// an account follows from these and from the facts that make and spend it.

extension Tables {
    /// The account is `[what, id, …]`, encoded; the granting log is the operation's.
    static let rightGranted = fact(
        .rightGranted,
        [
            Column("account", .bytes), Column("to_log", .log), Column("amount", .integer),
            Column("request", .bytes), Column("lease", .integer, nullable: true),
        ],
        indexes: [Index("right_granted_by_account", on: ["scope", "account"])])

    static let rightSettled = fact(
        .rightSettled,
        [
            Column("account", .bytes, nullable: true), Column("of_log", .log),
            Column("way", .integer), Column("amount", .integer, nullable: true),
            Column("to_log", .log, nullable: true),
        ],
        indexes: [Index("right_settled_by_log", on: ["scope", "of_log"])])
}
