import Simulation
import Testing

@Suite struct SimulationTests {
    @Test(arguments: UInt64(0)..<6)
    func `every invariant holds`(seed: UInt64) {
        let run = Simulation.run(Scenario(seed: seed, steps: 150))
        #expect(run.finding == nil)
        #expect(run.counts.commits > 10)
    }

    @Test(arguments: [UInt64(3), 8])
    func `one scenario has one history`(seed: UInt64) {
        let scenario = Scenario(seed: seed, steps: 120)
        let (first, second) = (Simulation.run(scenario), Simulation.run(scenario))
        #expect(first.history == second.history)
        #expect(first.historyDigest == second.historyDigest)
        let other = Simulation.run(Scenario(seed: seed + 1, steps: 120))
        #expect(other.historyDigest != first.historyDigest)
    }

    @Test func `a run without faults meets none, and people do everything`() {
        var counts = RunCounts()
        for seed in UInt64(0)..<6 {
            let run = Simulation.run(Scenario(seed: seed, steps: 400, faults: []))
            #expect(run.finding == nil)
            counts.add(run.counts)
        }
        #expect(counts.restarts == 0)
        #expect(counts.full == 0)
        let missing = (UInt16(64)...85).filter { counts.kinds[$0] == nil }
        #expect(missing == [])
        #expect(counts.misses > 20)
        #expect(counts.imported > 20)
    }

    @Test func `clones of a disk fork, and all who know both branches agree`() {
        let run = Simulation.run(Scenario(seed: 5, steps: 300))
        #expect(run.finding == nil)
        #expect(run.counts.forks == 1)
    }

    /// What must notice each way of being broken.
    @Test(arguments: [
        (Scenario.Sabotage.lyingDisk, [Invariant.durable, .basket, .jobs, .restart, .printed]),
        (.hastyPrinter, [.printed]),
        (.lostNumber, [.numbers, .closings]),
        (.droppedRow, [.digest]),
        (.lazyBasket, [.basket]),
        (.lazyGuard, [.signOn]),
    ])
    func `a program that is broken on purpose is caught`(
        sabotage: Scenario.Sabotage, noticed: [Invariant]
    ) {
        let runs = (UInt64(0)..<16).lazy.map {
            Simulation.run(Scenario(seed: $0, steps: 150, sabotage: sabotage))
        }
        let finding = runs.first { $0.finding != nil }?.finding
        #expect(finding.map { noticed.contains($0.invariant) } == true, "\(finding as Any)")
    }

    @Test func `a failing scenario is shrunk to what still fails`() throws {
        let failed = (UInt64(0)..<16).lazy
            .map { Simulation.run(Scenario(seed: $0, steps: 150, sabotage: .lyingDisk)) }
            .first { $0.finding != nil }
        let run = try #require(failed)
        let least = Shrinker.shrink(run)
        #expect(least.finding?.invariant == run.finding?.invariant)
        #expect(least.scenario.struck.count == 1)
        #expect(least.scenario.steps <= run.scenario.steps)
        let again = Simulation.run(least.scenario)
        #expect(again.finding == least.finding)
        #expect(again.historyDigest == least.historyDigest)
    }

    @Test(arguments: [
        "17:power-before-0", "3:power-during-2", "0:power-after-1", "20:full-0-5",
        "30:clock-3600", "31:clock+86400",
    ])
    func `faults are written as they are read`(text: String) {
        #expect(Fault(text)?.description == text)
    }

    @Test(arguments: ["", "17", "x:power-before-0", "1:power-never-0", "1:full-1", "1:clock"])
    func `what is no fault is refused`(text: String) {
        #expect(Fault(text) == nil)
    }
}
