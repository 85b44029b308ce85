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
        best.become(scenario, finding)
        shorten(finding, &best)
        best.leaveOutFaults(finding)
        shorten(finding, &best)
        return best
    }

    /// Halves the number of steps as long as it fails.
    private static func shorten(_ finding: Finding, _ best: inout StoreRun) {
        while best.scenario.steps > 1 {
            var shorter = best.scenario
            shorter.steps /= 2
            guard best.become(shorter, finding) else { return }
        }
    }
}

extension StoreScenario: FaultyScenario {}

extension StoreRun: ShrinkableRun {
    static func run(_ scenario: StoreScenario) -> StoreRun { StoreSimulation.run(scenario) }
}
