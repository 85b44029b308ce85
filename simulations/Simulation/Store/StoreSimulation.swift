import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Retail

/// Runs whole stores; a run is a function of its scenario alone.
public enum StoreSimulation {
    /// Runs a store to its end, or to the first invariant that doesn't hold.
    public static func run(_ scenario: StoreScenario) -> StoreRun {
        var history: [String] = []
        var counts = RunCounts()
        var figures = StoreFigures()
        var finding: Finding?
        do {
            var world = try StoreWorld(scenario)
            do throws(Finding) {
                try run(&world, &figures)
            } catch {
                finding = error
            }
            for lane in world.lanes { counts.add(lane.world.counts) }
            history = world.history
            figures.forgotten = world.lanes.flatMap(\.replica.starts)
                .reduce(0) { $0 + Int($1.anchor.seq) }
            figures.frames = world.network.framesSent
            figures.links = world.network.linksMade
            figures.deliveries = world.lanes.map(\.deliveries).reduce(0, +)
        } catch {
            finding = Finding(step: 0, invariant: .refusal, detail: "no store: \(error)")
        }
        if let finding { history.append("\(finding)") }
        return StoreRun(
            scenario: scenario, historyDigest: Simulation.digest(of: history), history: history,
            finding: finding, counts: counts, figures: figures)
    }

    private static func run(
        _ world: inout StoreWorld, _ figures: inout StoreFigures
    ) throws(Finding) {
        // Meeting for the first time is no part of what a day costs, and is no different.
        world.run(to: 2_000)
        let start = world.now
        let scenario = world.scenario
        var faults = scenario.struck[...]
        for step in 0..<scenario.steps {
            while let fault = faults.first, fault.step <= step {
                world.strike(fault)
                faults.removeFirst()
            }
            for lane in world.lanes.indices {
                // Lanes act one after the other, spread over the time of a step.
                let part = StoreWorld.actEvery * UInt64(lane) / UInt64(world.lanes.count)
                world.run(to: start + UInt64(step) * StoreWorld.actEvery + part)
                try world.act(step, lane)
            }
            if step.isMultiple(of: 8) { try world.checkDigests(step) }
        }
        try converge(&world, &figures)
        try world.checkBooks(&figures)
        let deliveries = world.lanes.map(\.deliveries).reduce(0, +)
        guard scenario.struck.isEmpty, deliveries * 100 > figures.needed * 105 else { return }
        throw Finding(
            step: scenario.steps, invariant: .deliveries,
            detail: "\(deliveries) deliveries where \(figures.needed) were needed")
    }

    /// Everything is healed: all lanes agree within a bounded time.
    private static func converge(
        _ world: inout StoreWorld, _ figures: inout StoreFigures
    ) throws(Finding) {
        world.calm()
        let start = world.now
        while !world.agree {
            guard world.now - start < StoreWorld.convergenceMost else {
                throw Finding(
                    step: world.scenario.steps, invariant: .convergence,
                    detail: world.disagreement)
            }
            world.run(to: world.now + StoreWorld.tickEvery)
        }
        figures.convergence = world.now - start
        world.end("agreed after \(figures.convergence) ms")
        // Nothing moves any more once all agree.
        world.run(to: world.now + 1_000)
    }
}

extension StoreWorld {
    /// Whether all lanes hold the same operations and came to the same state.
    var agree: Bool {
        let first = lanes[0].replica
        return lanes.dropFirst().allSatisfy { lane in
            lane.replica.frontierDigest == first.frontierDigest
                && lane.replica.stateDigest == first.stateDigest
        }
    }

    var disagreement: String {
        let first = lanes[0].replica
        let lines = lanes.map { lane -> String in
            let missing = first.frontier.missing(from: lane.replica.frontier).count
            let lacking = lane.replica.frontier.missing(from: first.frontier).count
            let state = lane.replica.stateDigest.hex.prefix(8)
            return "lane \(lane.number + 1) has \(lane.replica.operationCount), lacks \(lacking), "
                + "more \(missing), state \(state), meets \(lane.mesh.peers.count)"
        }
        return lines.joined(separator: "; ")
    }

    /// Kept sums are those of a scan; equal frontiers have equal states.
    func checkDigests(_ step: Int) throws(Finding) {
        var states = FrontierStates()
        for lane in lanes {
            try lane.world.scan(step)
            try states.take(lane.replica, of: "lane \(lane.number + 1)", step)
        }
    }

    /// All that was acknowledged anywhere is everywhere, once.
    func checkBooks(_ figures: inout StoreFigures) throws(Finding) {
        let step = scenario.steps
        try checkDigests(step)
        var all = StoreBooks()
        for (number, lane) in lanes.enumerated() {
            all.take(lane.world.books, founding: number == 0 ? 0 : plan.facts.count)
        }
        for lane in lanes {
            do throws(Finding) {
                let scan = try lane.world.scan(step)
                // Receipts that were forgotten are counted by nobody's scan; the digest has them.
                if lane.replica.starts.isEmpty { try scan.compare(with: all, step) }
            } catch {
                throw Finding(
                    step: step, invariant: error.invariant,
                    detail: "on lane \(lane.number + 1): \(error.detail)")
            }
        }
        figures.operations = Int(lanes[0].replica.operationCount)
        figures.needed = lanes.indices.reduce(0) { sum, lane in
            let own = lanes[0].replica.frontier.entries.filter {
                $0.log.author == lanes[lane].replica.place.node
                    || (lane == 0 && $0.log.author == lanes[0].replica.place.root)
            }
            return sum + figures.operations - own.reduce(0) { $0 + Int($1.head.seq) }
        }
    }
}

/// The books of all lanes together.
struct StoreBooks {
    private(set) var facts = 0
    private(set) var stock: [String: Int64] = [:]
    private(set) var tenders: [String: Int64] = [:]
    private(set) var receipts = 0
    private(set) var total: Int64 = 0
    /// The receipts of each series, which have the numbers from 1 on.
    private(set) var series: [Int] = []

    mutating func take(_ books: Books, founding: Int) {
        facts += books.facts.count - founding
        for (item, quantity) in books.moved { stock[item.text, default: 0] += quantity }
        for (tender, amount) in books.tenders { tenders[tender, default: 0] += amount }
        receipts += books.rung.count
        total += books.rung.compactMap { books.receipts[$0]?.total }.sum().minorUnits
        series.append(books.rung.count)
    }
}
