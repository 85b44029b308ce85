import Simulation
import Testing

@Suite struct StoreSimulationTests {
    @Test(arguments: UInt64(0)..<4, [2, 4])
    func `every invariant of a store holds`(seed: UInt64, lanes: Int) {
        let run = StoreSimulation.run(StoreScenario(seed: seed, lanes: lanes, steps: 24))
        #expect(run.finding == nil)
        #expect(run.counts.commits > 5)
        #expect(run.figures.operations > 40)
    }

    @Test(arguments: [UInt64(3), 8])
    func `one scenario has one history`(seed: UInt64) {
        let scenario = StoreScenario(seed: seed, lanes: 3, steps: 20)
        let (first, second) = (StoreSimulation.run(scenario), StoreSimulation.run(scenario))
        #expect(first.history == second.history)
        #expect(first.historyDigest == second.historyDigest)
        let other = StoreSimulation.run(StoreScenario(seed: seed + 1, lanes: 3, steps: 20))
        #expect(other.historyDigest != first.historyDigest)
    }

    @Test func `in a quiet store each operation crosses to each lane once`() {
        let run = StoreSimulation.run(StoreScenario(seed: 6, lanes: 4, steps: 40, faults: []))
        #expect(run.finding == nil)
        #expect(run.figures.deliveries == run.figures.needed)
        #expect(run.counts.restarts == 0)
    }

    @Test(arguments: UInt64(0)..<4)
    func `lanes that forget what all hold agree with one that keeps it`(seed: UInt64) {
        let faults = [6, 10, 14, 18].flatMap { step in
            (1..<3).map { StoreFault(step: step, kind: .forget($0)) }
        }
        var scenario = StoreScenario(seed: seed, lanes: 3, steps: 22, faults: faults)
        let quiet = StoreSimulation.run(scenario)
        #expect(quiet.finding == nil)
        #expect(quiet.figures.forgotten > 20)
        // The power goes behind it, and the lane takes what it lacks from where it begins.
        scenario.faults = (faults + [StoreFault("12:lane-1-power-after-1")].compactMap(\.self))
            .sorted { $0.step < $1.step }
        let struck = StoreSimulation.run(scenario)
        #expect(struck.finding == nil)
        #expect(struck.counts.restarts > 0)
    }

    @Test(arguments: [
        (StoreScenario.Sabotage.mute, Invariant.convergence), (.echo, .deliveries),
    ])
    func `a store that is broken on purpose is caught`(
        sabotage: StoreScenario.Sabotage, noticed: Invariant
    ) {
        let run = StoreSimulation.run(
            StoreScenario(seed: 1, lanes: 3, steps: 16, faults: [], sabotage: sabotage))
        #expect(run.finding?.invariant == noticed)
    }

    @Test func `a failing store is shrunk to what still fails`() throws {
        let run = StoreSimulation.run(
            StoreScenario(seed: 2, lanes: 2, steps: 16, sabotage: .mute))
        let finding = try #require(run.finding)
        let least = StoreShrinker.shrink(run)
        #expect(least.finding?.invariant == finding.invariant)
        #expect(least.scenario.struck.isEmpty)
        #expect(least.scenario.steps < run.scenario.steps)
        #expect(StoreSimulation.run(least.scenario).historyDigest == least.historyDigest)
    }

    @Test(arguments: [
        "17:lane-2-power-before-0", "3:lane-0-full-0-5", "30:lane-1-clock-3600", "3:split-5",
        "9:heal", "0:weather-200-4-1", "12:forget-1",
    ])
    func `faults of a store are written as they are read`(text: String) {
        #expect(StoreFault(text)?.description == text)
    }

    @Test(arguments: [
        "", "9", "9:split", "9:lane-1", "x:heal", "1:weather-1-2", "1:weather-1-2-999",
        "4:forget-0",
    ])
    func `what is no fault of a store is refused`(text: String) {
        #expect(StoreFault(text) == nil)
    }
}
