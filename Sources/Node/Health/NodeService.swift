/// What an open node owes the machine on which it runs: its health to monitoring, and its state to
/// the service manager.
///
/// Nothing of it keeps a node from its work: what fails is named in ``problems``.
public final class NodeService: Sendable {
    /// What is wanted of it; by default nothing.
    public struct Settings: Sendable {
        /// Of this program.
        public var version: String
        /// Where metrics are served; nil: nowhere.
        public var metrics: HealthAddress?
        /// Who started this process.
        public var manager: ServiceManager?
        /// Whether the service ends with this node.
        ///
        /// A lane's parent outlives its nodes: it starts others for practice and after crashes.
        public var endsWithNode: Bool

        /// What of it makes no sense, in words.
        public var problems: [String] = []

        public init(
            version: String, metrics: HealthAddress? = nil, manager: ServiceManager? = nil,
            endsWithNode: Bool = true
        ) {
            self.version = version
            self.metrics = metrics
            self.manager = manager
            self.endsWithNode = endsWithNode
        }

        /// Takes what the directory's `health.conf` says; a line that is wrong is a problem.
        public mutating func readFile(_ directory: DataDirectory) {
            do throws(HealthFile.Failure) {
                metrics = try HealthFile.address(directory)
            } catch {
                problems.append("\(error)")
            }
        }
    }

    /// Where metrics are served; parts of the node add theirs to it.
    public let health: HealthService?
    /// What doesn't work, in words.
    public let problems: [String]
    private let watchdog: Watchdog?
    private let settings: Settings

    /// Begins to serve and to be watched; tell ``ready(_:)`` when the node's work has begun.
    public init(_ node: RunningNode, _ settings: Settings) {
        self.settings = settings
        var problems = settings.problems
        health = Self.orNil(&problems) { () throws(HealthError) in
            guard let address = settings.metrics else { return nil }
            return try HealthService(node, at: address, version: settings.version)
        }
        watchdog = Self.orNil(&problems) { () throws(HealthError) in
            guard let manager = settings.manager, let every = manager.watchdogNanoseconds else {
                return nil
            }
            return try Watchdog(of: node.writer, for: manager, every: every)
        }
        self.problems = problems
    }

    private static func orNil<Part>(
        _ problems: inout [String], _ make: () throws(HealthError) -> Part?
    ) -> Part? {
        do throws(HealthError) {
            return try make()
        } catch {
            problems.append("\(error)")
            return nil
        }
    }

    /// Tells the service manager that the node works, and in a line how.
    public func ready(_ status: String) { settings.manager?.tell(.ready, .status(status)) }

    /// Tells the service manager in a line how the node stands.
    public func tell(_ status: String) { settings.manager?.tell(.status(status)) }

    /// Ends all of it; call it before the node's own ``RunningNode/close()``.
    public func close() {
        if settings.endsWithNode { settings.manager?.tell(.stopping) }
        health?.close()
        watchdog?.close()
    }
}
