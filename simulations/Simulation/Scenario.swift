/// What decides a run: two runs of one scenario have the same history, byte for byte.
public struct Scenario: Hashable, Sendable {
    /// How the program under test is broken on purpose, to see that the invariants notice.
    public enum Sabotage: String, Hashable, Sendable, CaseIterable {
        /// The disk says that it has synced, and syncs every fourth time.
        case lyingDisk = "lying-disk"
        /// Receipts begin to print before their transaction is stored.
        case hastyPrinter = "hasty-printer"
        /// A receipt's number is used up though its transaction failed.
        case lostNumber = "lost-number"
        /// The disk leaves a transaction's last row out.
        case droppedRow = "dropped-row"
        /// A basket is saved only when a sale begins.
        case lazyBasket = "lazy-basket"
        /// What is known of wrong PINs isn't put on disk.
        case lazyGuard = "lazy-guard"
    }

    public var seed: UInt64
    public var steps: Int
    /// Nil: those that the seed draws.
    public var faults: [Fault]?
    public var sabotage: Sabotage?

    public init(seed: UInt64, steps: Int, faults: [Fault]? = nil, sabotage: Sabotage? = nil) {
        self.seed = seed
        self.steps = steps
        self.faults = faults
        self.sabotage = sabotage
    }

    /// The faults that strike, in the order of their steps.
    public var struck: [Fault] {
        let all = faults ?? Fault.drawn(seed: seed, steps: steps)
        return all.filter { $0.step < steps }.sorted { $0.step < $1.step }
    }
}

/// What came of a run.
public struct Run: Sendable {
    public let scenario: Scenario
    /// BLAKE2b-256 over the history's lines, hex.
    public let historyDigest: String
    /// A line a step: what was done, what came of it, where the books stand.
    public var history: [String]
    /// The first invariant that didn't hold, if one didn't.
    public let finding: Finding?
    public let counts: RunCounts
}

/// How much happened in a run, to see that it wasn't all refusals.
public struct RunCounts: Hashable, Sendable {
    public var commits = 0
    public var refusals = 0
    public var restarts = 0
    public var full = 0
    public var receipts = 0
    public var returns = 0
    public var closings = 0
    public var segments = 0
    public var forks = 0
    /// Wrong PINs.
    public var misses = 0
    /// Items that files changed.
    public var imported = 0
    /// Facts on the disk at the end, by the number of their kind.
    public var kinds: [UInt16: Int] = [:]

    /// Adds up several runs.
    public mutating func add(_ other: RunCounts) {
        commits += other.commits
        refusals += other.refusals
        restarts += other.restarts
        full += other.full
        receipts += other.receipts
        returns += other.returns
        closings += other.closings
        segments += other.segments
        forks += other.forks
        misses += other.misses
        imported += other.imported
        kinds.merge(other.kinds, uniquingKeysWith: +)
    }

    public init() {}
}

/// An invariant that doesn't hold, and where.
public struct Finding: Error, Hashable, Sendable, CustomStringConvertible {
    /// The step after which it was seen; the number of steps for the checks at the end.
    public let step: Int
    public let invariant: Invariant
    public let detail: String

    public var description: String { "step \(step): \(invariant.rawValue): \(detail)" }
}

/// What must hold after every step, or at the end.
public enum Invariant: String, Hashable, Sendable, CaseIterable {
    case durable = "what was acknowledged is there once"
    case printed = "what began to print is there once"
    case numbers = "receipt numbers have no gap and no repeat"
    case closings = "Z numbers, sums and grand total are right"
    case basket = "the open basket survives"
    case stock = "stock is the sum of its movements"
    case tenders = "tenders come to the receipts"
    case receipts = "every receipt's figures follow from each other"
    case returns = "no more comes back than was sold"
    case time = "printed time never goes back"
    case jobs = "no print job is lost"
    case signOn = "a restart clears no wait and no lock"
    case imports = "a file imported twice changes nothing"
    case digest = "the state digest is that of a scan"
    case chain = "every log's chain verifies"
    case restart = "a restart knows what was known"
    case refusal = "only what is allowed fails"
    case rebuild = "a rebuild makes the same rows"
    case export = "an export verifies"
    case observers = "every observer comes to the same state"
    case deliveries = "in a quiet store each operation crosses to each lane once"
    case convergence = "all lanes of a store come to the same state"
}
