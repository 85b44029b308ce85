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
        best.become(scenario, finding)
        best.leaveOutFaults(finding)
        return best
    }
}

extension Scenario: FaultyScenario {}

extension Run: ShrinkableRun {
    static func run(_ scenario: Scenario) -> Run { Simulation.run(scenario) }
}
