/// Finds the fewest faults and steps with which a store still fails in the same way.
public enum StoreShrinker {
    /// Shrinks a run that failed.
    ///
    /// - Returns: the smallest scenario found, its faults named one by one, and its run.
    public static func shrink(_ run: StoreRun) -> StoreRun {
        guard let finding = run.finding else { return run }
        var best = run
        var scenario = run.scenario
        scenario.faults = scenario.struck
        take(scenario, finding, &best)
        shorten(finding, &best)
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
        shorten(finding, &best)
        return best
    }

    /// Halves the number of steps as long as it fails.
    private static func shorten(_ finding: Finding, _ best: inout StoreRun) {
        while best.scenario.steps > 1 {
            var shorter = best.scenario
            shorter.steps /= 2
            guard take(shorter, finding, &best) else { return }
        }
    }

    /// Keeps a scenario that fails by the same invariant.
    @discardableResult
    private static func take(
        _ scenario: StoreScenario, _ finding: Finding, _ best: inout StoreRun
    ) -> Bool {
        let run = StoreSimulation.run(scenario)
        guard let found = run.finding, found.invariant == finding.invariant else { return false }
        best = run
        return true
    }
}
