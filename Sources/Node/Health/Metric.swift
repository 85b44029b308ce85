/// What one metric is called, counts and means; its samples stand in a ``HealthReport``.
public struct Metric: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// Only grows, and begins anew at 0 when the program does.
        case counter
        case gauge
        case histogram
    }

    public let name: String
    public let kind: Kind
    /// One sentence, with the unit where the name has none.
    public let help: String

    /// Takes a name of letters, digits and `_`, as Prometheus has them.
    public init(_ name: String, _ kind: Kind, _ help: String) {
        precondition(HealthReport.isName(name), "'\(name)' is no name of a metric")
        self.name = name
        self.kind = kind
        self.help = help
    }
}

/// The metrics of a node by itself; `docs/operations.md` says what to alert on.
extension Metric {
    static let build = Metric(
        "tillmesh_build_info", .gauge, "Always 1; the label says which version runs.")
    static let node = Metric(
        "tillmesh_node_info", .gauge, "Always 1; the labels say which lane of which store it is.")
    static let start = Metric(
        "tillmesh_start_time_seconds", .gauge, "When this process began, in seconds since 1970.")
    static let memory = Metric(
        "tillmesh_resident_memory_bytes", .gauge, "What of this process lies in memory.")
    static let writer = Metric(
        "tillmesh_writer_up", .gauge, "1 where the thread that writes answers, else 0.")
    static let operations = Metric(
        "tillmesh_operations", .gauge, "Operations held, in all logs together.")
    static let commits = Metric(
        "tillmesh_commit_duration_seconds", .histogram,
        "How long transactions took until they were on disk.")
    static let commitFailures = Metric(
        "tillmesh_commit_failures_total", .counter,
        "Transactions that the disk or the database refused.")
    static let checkpoint = Metric(
        "tillmesh_checkpoint_failing", .gauge,
        "1 where the last checkpoint failed and the write-ahead log grows, else 0.")
    static let database = Metric(
        "tillmesh_database_bytes", .gauge, "The database file, without its write-ahead log.")
    static let writeAheadLog = Metric(
        "tillmesh_wal_bytes", .gauge, "The database's write-ahead log.")
    static let diskFree = Metric(
        "tillmesh_disk_free_bytes", .gauge, "What can still be written where the database lies.")
    static let printJobs = Metric(
        "tillmesh_print_jobs", .gauge, "Documents that are not known to be on paper, by state.")
    static let drawer = Metric("tillmesh_drawer_open", .gauge, "1 from opening count to Z, else 0.")
    static let problems = Metric(
        "tillmesh_problems", .gauge, "Local rows and settings that can't be read.")
    static let lastSale = Metric(
        "tillmesh_last_sale_age_seconds", .gauge,
        "Since this lane's last receipt; absent before the first one of its series.")

    /// All of them, in the order in which they are reported.
    public static let ofNode = [
        build, node, start, memory, writer, operations, commits, commitFailures, checkpoint,
        database, writeAheadLog, diskFree, printJobs, drawer, problems, lastSale,
    ]
}
