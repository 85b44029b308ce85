import Glibc
import Simulation

/// Runs all seeds on all cores and says what failed, in the order of the seeds.
struct Campaign {
    private let options: Options

    init(_ options: Options) { self.options = options }

    /// True where every invariant held.
    func run() -> Bool {
        let runs = SeedRuns.of(options.seeds) { [options] seed in
            let run = Simulation.run(options.scenario(seed))
            if options.isVerbose { print(Self.story(of: run)) }
            return Self.brief(run)
        }
        let failed = runs.filter { $0.finding != nil }
        for run in failed { explain(run) }
        summarise(runs, failed: failed.count)
        return failed.isEmpty
    }

    /// A run without its lines, of which nobody asked.
    private static func brief(_ run: Run) -> Run {
        var brief = run
        brief.history = []
        return brief
    }

    private static func story(of run: Run) -> String {
        "seed \(run.scenario.seed)\n" + run.history.joined(separator: "\n")
    }

    private func explain(_ run: Run) {
        guard let finding = run.finding else { return }
        print("seed \(run.scenario.seed) FAILED at \(finding)")
        let least = Shrinker.shrink(run)
        print("  shrunk from \(run.scenario.struck.count) faults to \(least.scenario.struck.count)")
        print("  again: \(Self.command(least.scenario))")
        for line in least.history.suffix(12) { print("    \(line)") }
    }

    private static func command(_ scenario: Scenario) -> String {
        let faults = scenario.struck.map(\.description).joined(separator: ",")
        let sabotage = scenario.sabotage.map { " --sabotage \($0.rawValue)" } ?? ""
        return "simulate --seed \(scenario.seed) --steps \(scenario.steps)"
            + " --faults \(faults.isEmpty ? "none" : faults)\(sabotage)"
    }

    private func summarise(_ runs: [Run], failed: Int) {
        let counts = runs.reduce(into: RunCounts()) { $0.add($1.counts) }
        if let only = runs.first, runs.count == 1 { print("history \(only.historyDigest)") }
        print(
            """
            \(runs.count) seeds of \(options.steps) steps, \(failed) failed: \
            \(counts.commits) commands, \(counts.receipts) receipts (\(counts.returns) with \
            returns), \(counts.closings) Z, \(counts.refusals) refusals, \(counts.restarts) \
            power cuts, \(counts.full) times full, \(counts.segments) segments taken in, \
            \(counts.forks) forks
            """)
    }
}
