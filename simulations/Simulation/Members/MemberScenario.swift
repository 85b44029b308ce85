/// What decides a run of a store whose members come, go, are cloned and forget.
public struct MemberScenario: Hashable, Sendable {
    /// How the store is broken on purpose, to see that the invariants notice.
    public enum Sabotage: String, Hashable, Sendable, CaseIterable {
        /// Goods are taken back without a mark where nobody could be asked.
        case generous
    }

    public var seed: UInt64
    /// At the beginning; the first two are stewards.
    public var lanes: Int
    /// Acts, one after the other.
    public var steps: Int
    public var sabotage: Sabotage?

    public init(seed: UInt64, lanes: Int, steps: Int, sabotage: Sabotage? = nil) {
        self.seed = seed
        self.lanes = lanes
        self.steps = steps
        self.sabotage = sabotage
    }
}

/// What came of it.
public struct MemberRun: Sendable {
    public let scenario: MemberScenario
    /// BLAKE2b-256 over the history's lines, hex.
    public let historyDigest: String
    public let history: [String]
    public let finding: Finding?
    public let figures: MemberFigures
}

/// What happened in a run, and how long agreeing took.
public struct MemberFigures: Hashable, Sendable {
    public var sales = 0
    public var recalls = 0
    /// Receipts on which goods of another came back, and those of them that nobody could confirm.
    public var returns = 0
    public var unconfirmed = 0
    /// Acts by their names.
    public var acts: [String: Int] = [:]
    /// Logs that two machines went on with.
    public var forks = 0
    /// Operations that don't count, at the end.
    public var quarantined = 0
    public var operations = 0
    /// Operations that came back to machines that had forgotten them.
    public var restored = 0
    /// Virtual milliseconds from the healing to equal digests.
    public var convergence: UInt64 = 0

    public init() {}

    public mutating func add(_ other: MemberFigures) {
        sales += other.sales
        recalls += other.recalls
        returns += other.returns
        unconfirmed += other.unconfirmed
        forks += other.forks
        quarantined += other.quarantined
        operations += other.operations
        restored += other.restored
        acts.merge(other.acts, uniquingKeysWith: +)
        convergence = max(convergence, other.convergence)
    }
}

/// Runs stores of members; a run is a function of its scenario alone.
public enum MemberSimulation {
    /// Runs a store to its end, or to the first invariant that doesn't hold.
    public static func run(_ scenario: MemberScenario) -> MemberRun {
        var history: [String] = []
        var figures = MemberFigures()
        var finding: Finding?
        do {
            var world = try MemberWorld(scenario)
            do throws(Finding) {
                try world.run()
            } catch {
                finding = error
            }
            (history, figures) = (world.history, world.figures)
        } catch {
            finding = Finding(step: 0, invariant: .refusal, detail: "no store: \(error)")
        }
        if let finding { history.append("\(finding)") }
        return MemberRun(
            scenario: scenario, historyDigest: Simulation.digest(of: history), history: history,
            finding: finding, figures: figures)
    }
}
