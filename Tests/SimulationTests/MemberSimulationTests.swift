import Simulation
import Testing

@Suite struct MemberSimulationTests {
    @Test(arguments: UInt64(0)..<4)
    func `every invariant of a store of members holds`(seed: UInt64) {
        let run = MemberSimulation.run(MemberScenario(seed: seed, lanes: 4, steps: 60))
        #expect(run.finding == nil)
        #expect(run.figures.sales > 10)
        #expect(run.figures.operations > 30)
    }

    @Test func `one scenario of members has one history`() {
        let scenario = MemberScenario(seed: 3, lanes: 4, steps: 50)
        let (first, second) = (MemberSimulation.run(scenario), MemberSimulation.run(scenario))
        #expect(first.history == second.history)
        #expect(first.historyDigest == second.historyDigest)
        let other = MemberSimulation.run(MemberScenario(seed: 4, lanes: 4, steps: 50))
        #expect(other.historyDigest != first.historyDigest)
    }

    /// Seeds in whose histories an owner is out of reach when goods come back.
    @Test(arguments: [UInt64(9), 27])
    func `goods come back once, whichever lane takes them, or are marked`(seed: UInt64) {
        var scenario = MemberScenario(seed: seed, lanes: 4, steps: 80)
        let run = MemberSimulation.run(scenario)
        #expect(run.finding == nil)
        #expect(run.figures.returns > run.figures.unconfirmed && run.figures.unconfirmed > 0)
        scenario.sabotage = .generous
        #expect(MemberSimulation.run(scenario).finding?.invariant == .returns)
    }
}
