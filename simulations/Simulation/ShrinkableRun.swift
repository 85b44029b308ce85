/// What decides a run that can go wrong in parts.
protocol FaultyScenario {
    associatedtype Strike

    /// Nil: those that the seed draws.
    var faults: [Strike]? { get set }
    /// The faults that strike, in their order.
    var struck: [Strike] { get }
}

/// A run that failed, and can be tried again with less.
protocol ShrinkableRun {
    associatedtype Trial: FaultyScenario

    var scenario: Trial { get }
    var finding: Finding? { get }

    static func run(_ scenario: Trial) -> Self
}

extension ShrinkableRun {
    /// Becomes the run of a scenario that fails by the same invariant.
    ///
    /// - Returns: whether it does.
    @discardableResult
    mutating func become(_ scenario: Trial, _ finding: Finding) -> Bool {
        let run = Self.run(scenario)
        guard let found = run.finding, found.invariant == finding.invariant else { return false }
        self = run
        return true
    }

    /// Leaves faults out, half of them at first, as long as it fails.
    mutating func leaveOutFaults(_ finding: Finding) {
        var size = max(1, scenario.struck.count / 2)
        while size >= 1 {
            var start = 0
            while start < scenario.struck.count {
                var fewer = scenario
                var faults = fewer.struck
                faults.removeSubrange(start..<min(start + size, faults.count))
                fewer.faults = faults
                if !become(fewer, finding) { start += size }
            }
            size /= 2
        }
    }
}
