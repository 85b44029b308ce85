import Glibc
import Simulation

/// Runs a store of lanes from all seeds on all cores and says what failed, in their order.
struct StoreCampaign {
    /// A store takes a second to run, and shrinking runs it many times.
    private static let shrunkMax = 3

    private let options: Options
    private let lanes: Int

    init(_ options: Options, lanes: Int) {
        self.options = options
        self.lanes = lanes
    }

    /// True where every invariant held.
    func run() -> Bool {
        let runs = SeedRuns.of(options.seeds) { [options, lanes] seed in
            var run = StoreSimulation.run(
                StoreScenario(
                    seed: seed, lanes: lanes, steps: options.steps, faults: options.storeFaults))
            if options.isVerbose { print(run.history.joined(separator: "\n")) }
            run.history = []
            return run
        }
        let failed = runs.filter { $0.finding != nil }
        for run in failed.prefix(Self.shrunkMax) { explain(run) }
        for run in failed.dropFirst(Self.shrunkMax) {
            print("seed \(run.scenario.seed) FAILED at \(run.finding.map { "\($0)" } ?? "")")
        }
        summarise(runs, failed: failed.count)
        return failed.isEmpty
    }

    private func explain(_ run: StoreRun) {
        guard let finding = run.finding else { return }
        print("seed \(run.scenario.seed) FAILED at \(finding)")
        let least = StoreShrinker.shrink(run)
        print("  shrunk from \(run.scenario.struck.count) faults to \(least.scenario.struck.count)")
        let faults = least.scenario.struck.map(\.description).joined(separator: ",")
        print(
            "  again: simulate --seed \(run.scenario.seed) --lanes \(lanes)"
                + " --steps \(least.scenario.steps) --faults \(faults.isEmpty ? "none" : faults)")
        for line in least.history.suffix(12) { print("    \(line)") }
    }

    private func summarise(_ runs: [StoreRun], failed: Int) {
        var counts = RunCounts()
        var figures = StoreFigures()
        for run in runs {
            counts.add(run.counts)
            figures.add(run.figures)
        }
        if let only = runs.first, runs.count == 1 { print("history \(only.historyDigest)") }
        let thousandths = figures.needed == 0 ? 0 : figures.deliveries * 1000 / figures.needed
        print(
            """
            \(runs.count) seeds of \(lanes) lanes and \(options.steps) steps, \(failed) failed: \
            \(figures.operations) operations, \(counts.receipts) receipts (\(counts.returns) with \
            returns), \(counts.closings) Z, \(counts.refusals) refusals, \(counts.restarts) power \
            cuts, \(figures.links) links, \(figures.frames) frames, \(figures.forgotten) \
            operations forgotten; deliveries of what was needed \(thousandths)/1000, \
            slowest agreement \(figures.convergence) virtual ms
            """)
    }
}
