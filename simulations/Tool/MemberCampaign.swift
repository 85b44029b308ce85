import Glibc
import Simulation

/// Runs stores whose members come, go, are cloned and forget, from all seeds on all cores.
struct MemberCampaign {
    private let options: Options
    private let lanes: Int

    init(_ options: Options, lanes: Int) {
        self.options = options
        self.lanes = lanes
    }

    /// True where every invariant held.
    func run() -> Bool {
        let runs = SeedRuns.of(options.seeds) { [options, lanes] seed in
            let run = MemberSimulation.run(
                MemberScenario(
                    seed: seed, lanes: lanes, steps: options.steps,
                    sabotage: options.memberSabotage))
            if options.isVerbose { print(run.history.joined(separator: "\n")) }
            return run
        }
        let failed = runs.filter { $0.finding != nil }
        for run in failed { explain(run) }
        summarise(runs, failed: failed.count)
        return failed.isEmpty
    }

    private func explain(_ run: MemberRun) {
        guard let finding = run.finding else { return }
        print("seed \(run.scenario.seed) FAILED at \(finding)")
        print(
            "  again: simulate --members --seed \(run.scenario.seed) --lanes \(lanes)"
                + " --steps \(run.scenario.steps)"
                + (run.scenario.sabotage.map { " --sabotage \($0.rawValue)" } ?? "")
                + " --verbose")
    }

    private func summarise(_ runs: [MemberRun], failed: Int) {
        var figures = MemberFigures()
        for run in runs { figures.add(run.figures) }
        if let only = runs.first, runs.count == 1 { print("history \(only.historyDigest)") }
        let acts = figures.acts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        print(
            """
            \(runs.count) seeds of \(lanes) members and \(options.steps) acts, \(failed) failed: \
            \(figures.operations) operations, \(figures.quarantined) listed, \
            \(figures.sales) receipts, \(figures.recalls) recalls, \(figures.returns) returns \
            (\(figures.unconfirmed) unconfirmed), \(figures.forks) forked logs, \
            \(figures.restored) forgotten operations came back; \
            \(acts.joined(separator: ", ")); slowest agreement \(figures.convergence) virtual ms
            """)
    }
}
