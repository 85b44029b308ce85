/// Finds the fewest faults and steps with which a scenario still fails in the same way.
public enum Shrinker {
    /// Shrinks a run that failed.
    ///
    /// - Returns: the smallest scenario found, its faults named one by one, and its run.
    public static func shrink(_ run: Run) -> Run {
        guard let finding = run.finding else { return run }
        var best = run
        var scenario = run.scenario
        scenario.faults = scenario.struck
        scenario.steps = min(scenario.steps, finding.step + 1)
        take(scenario, finding, &best)
        var size = max(1, best.scenario.struck.count / 2)
        while size >= 1 {
            var start = 0
            while start < best.scenario.struck.count {
                var fewer = best.scenario
                var faults = fewer.struck
                faults.removeSubrange(start..<min(start + size, faults.count))
                fewer.faults = faults
                if !take(fewer, finding, &best) { start += size }
            }
            size /= 2
        }
        return best
    }

    /// Keeps a scenario that fails by the same invariant.
    @discardableResult
    private static func take(_ scenario: Scenario, _ finding: Finding, _ best: inout Run) -> Bool {
        let run = Simulation.run(scenario)
        guard let found = run.finding, found.invariant == finding.invariant else { return false }
        best = run
        return true
    }
}
