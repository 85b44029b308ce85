/// What decides a run of a whole store.
public struct StoreScenario: Hashable, Sendable {
    /// How the store is broken on purpose, to see that the invariants notice.
    public enum Sabotage: String, Hashable, Sendable, CaseIterable {
        /// Lane 1's operations never arrive anywhere.
        case mute
        /// Every operation arrives twice.
        case echo
    }

    public var seed: UInt64
    public var lanes: Int
    /// Acts of each lane's people.
    public var steps: Int
    /// Nil: those that the seed draws; at each lane's step and in the network.
    public var faults: [StoreFault]?
    public var sabotage: Sabotage?

    public init(
        seed: UInt64, lanes: Int, steps: Int, faults: [StoreFault]? = nil,
        sabotage: Sabotage? = nil
    ) {
        self.seed = seed
        self.lanes = lanes
        self.steps = steps
        self.faults = faults
        self.sabotage = sabotage
    }

    /// What goes wrong, in the order of time.
    public var struck: [StoreFault] {
        (faults ?? StoreFault.drawn(seed: seed, lanes: lanes, steps: steps)).filter { fault in
            fault.step < steps
        }
    }
}

/// Something that goes wrong with a store.
public struct StoreFault: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// A lane's disk, power or clock.
        case lane(Int, Fault.Kind)
        /// From this step on the lanes of each bit pattern hear only each other.
        case split(mask: UInt64)
        case heal
        /// Of 1,000 frames so many are late, break their link, are damaged.
        case weather(slow: Int64, breaks: Int64, damage: Int64)
        /// A lane forgets of the others' logs what all hold on disk; the first lane, the archive,
        /// forgets nothing.
        case forget(Int)
    }

    public let step: Int
    public let kind: Kind

    public init(step: Int, kind: Kind) {
        self.step = step
        self.kind = kind
    }

    static func drawn(seed: UInt64, lanes: Int, steps: Int) -> [StoreFault] {
        var random = SeededRandom(seed: seed ^ 0x5157, step: lanes, of: .faults)
        var faults = (0..<lanes).flatMap { lane in
            Fault.drawn(seed: seed &* 64 &+ UInt64(lane), steps: steps).map {
                StoreFault(step: $0.step, kind: .lane(lane, $0.kind))
            }
        }
        // One seed in five has quiet weather.
        if !random.isOneIn(5) {
            faults.append(
                StoreFault(
                    step: 0,
                    kind: .weather(
                        slow: random.number(0...300), breaks: random.number(0...8),
                        damage: random.number(0...5))))
        }
        for _ in 0..<random.number(0...3) {
            let start = Int(random.number(0...Int64(steps - 1)))
            let mask = random.next() & ((1 << UInt64(lanes)) - 1)
            faults.append(StoreFault(step: start, kind: .split(mask: mask)))
            let end = start + Int(random.number(1...Int64(max(1, steps / 3))))
            faults.append(StoreFault(step: end, kind: .heal))
        }
        for _ in 0..<(lanes > 1 ? random.number(0...3) : 0) {
            let step = Int(random.number(0...Int64(steps - 1)))
            let lane = 1 + Int(random.number(0...Int64(lanes - 2)))
            faults.append(StoreFault(step: step, kind: .forget(lane)))
        }
        return faults.sorted { ($0.step, $0.description) < ($1.step, $1.description) }
    }
}

// As the command line writes them: `17:lane-2-power-after-1`, `3:split-5`, `9:heal`,
// `0:weather-200-4-1`, `12:forget-2`.
extension StoreFault: CustomStringConvertible, LosslessStringConvertible {
    public var description: String {
        switch kind {
        case .lane(let lane, let kind):
            let text = Fault(step: step, kind: kind).description.split(separator: ":").last
            return "\(step):lane-\(lane)-\(text ?? "")"
        case .split(let mask): return "\(step):split-\(mask)"
        case .heal: return "\(step):heal"
        case .weather(let slow, let breaks, let damage):
            return "\(step):weather-\(slow)-\(breaks)-\(damage)"
        case .forget(let lane): return "\(step):forget-\(lane)"
        }
    }

    public init?(_ text: String) {
        let halves = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard halves.count == 2, let step = Int(halves[0]), step >= 0 else { return nil }
        let parts = halves[1].split(separator: "-", maxSplits: 2).map(String.init)
        switch parts.first {
        case "heal" where parts.count == 1: self.init(step: step, kind: .heal)
        case "split":
            guard parts.count == 2, let mask = UInt64(parts[1]) else { return nil }
            self.init(step: step, kind: .split(mask: mask))
        case "forget":
            guard parts.count == 2, let lane = Int(parts[1]), lane > 0 else { return nil }
            self.init(step: step, kind: .forget(lane))
        case "weather":
            let numbers = halves[1].split(separator: "-").dropFirst().compactMap { Int64($0) }
            guard numbers.count == 3, numbers.allSatisfy({ (0...500).contains($0) }) else {
                return nil
            }
            self.init(
                step: step,
                kind: .weather(slow: numbers[0], breaks: numbers[1], damage: numbers[2]))
        case "lane":
            guard parts.count == 3, let lane = Int(parts[1]), lane >= 0,
                let fault = Fault("\(step):\(parts[2])")
            else { return nil }
            self.init(step: step, kind: .lane(lane, fault.kind))
        default: return nil
        }
    }
}

/// What came of a store's run.
public struct StoreRun: Sendable {
    public let scenario: StoreScenario
    /// BLAKE2b-256 over the history's lines, hex.
    public let historyDigest: String
    public var history: [String]
    public let finding: Finding?
    public let counts: RunCounts
    public let figures: StoreFigures
}

/// What a run cost.
public struct StoreFigures: Hashable, Sendable {
    /// Operations in the store at the end.
    public var operations = 0
    /// Operations that lanes received from others, each time counted.
    public var deliveries = 0
    /// What they would come to, each crossing to each other lane once.
    public var needed = 0
    /// Operations that lanes had forgotten at the end.
    public var forgotten = 0
    public var frames = 0
    public var links = 0
    /// Virtual milliseconds from the healing to equal digests everywhere.
    public var convergence: UInt64 = 0

    public init() {}

    public mutating func add(_ other: StoreFigures) {
        operations += other.operations
        deliveries += other.deliveries
        needed += other.needed
        forgotten += other.forgotten
        frames += other.frames
        links += other.links
        convergence = max(convergence, other.convergence)
    }
}
