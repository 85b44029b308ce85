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
}
