import Crypto
import Encoding
import Replica
import Retail

/// Runs scenarios; a run is a function of its scenario alone.
public enum Simulation {
    /// Runs a scenario to its end, or to the first invariant that doesn't hold.
    public static func run(_ scenario: Scenario) -> Run {
        var history: [String] = []
        var counts = RunCounts()
        var finding: Finding?
        do {
            var world = try World(scenario)
            do throws(Finding) {
                try run(&world)
            } catch {
                finding = error
            }
            for fact in world.books.facts { world.counts.kinds[fact.kind, default: 0] += 1 }
            (history, counts) = (world.history, world.counts)
        } catch {
            finding = Finding(step: 0, invariant: .refusal, detail: "no shop: \(error)")
        }
        if let finding { history.append("\(finding)") }
        return Run(
            scenario: scenario, historyDigest: digest(of: history), history: history,
            finding: finding, counts: counts)
    }

    private static func run(_ world: inout World) throws(Finding) {
        let steps = world.scenario.steps
        // One seed in two has its disk copied on the way.
        let cloneAt = world.scenario.seed.isMultiple(of: 2) ? nil : steps * 2 / 3
        var clone: World?
        for step in 0..<steps {
            try world.step(step)
            if step == cloneAt { clone = try copy(world) }
        }
        try world.checkRebuild()
        try world.checkExport()
        try world.checkObservers()
        guard var clone else { return }
        for step in 0..<max(4, steps / 6) { try clone.step(step) }
        try world.checkFork(with: clone)
        world.end("fork \(world.till.replica.stateDigest.hex)")
    }

    private static func copy(_ world: World) throws(Finding) -> World {
        do {
            return try World(clone: world)
        } catch {
            throw world.found(.restart, "a clone doesn't start: \(error)")
        }
    }

    static func digest(of history: [String]) -> String {
        let bytes = Array(history.joined(separator: "\n").utf8)
        return Hex.encode(BLAKE2b.hash(bytes, length: 32, label: "tillmesh-history"))
    }
}
