import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore

/// A store of lanes on virtual time: people, machines, the network between them, what goes wrong.
struct StoreWorld: MeshedWorld {
    /// Between two acts of a lane's people, in virtual milliseconds.
    static let actEvery: UInt64 = 1_500
    /// After healing all lanes must agree within this virtual time.
    static let convergenceMost: UInt64 = 60_000

    let scenario: StoreScenario
    let plan: ShopPlan
    var lanes: [StoreLane] = []
    var network: VirtualNetwork
    var now: UInt64 = 0
    var nextTick: UInt64 = 0
    private var random: SeededRandom
    private(set) var history: [String] = []
    private var restarts: [Int]

    init(_ scenario: StoreScenario) throws {
        self.scenario = scenario
        random = SeededRandom(seed: scenario.seed, step: scenario.lanes, of: .observers)
        var plans = SeededRandom(seed: scenario.seed)
        plan = try ShopPlan(&plans)
        network = VirtualNetwork(lanes: scenario.lanes, sabotage: scenario.sabotage)
        restarts = Array(repeating: 0, count: scenario.lanes)
        lanes = try StoreFounding(scenario, plan).lanes()
        for lane in lanes.indices {
            for other in lanes.indices where other != lane {
                step(lane, .discovered(VirtualNetwork.address(other)))
            }
        }
    }

    // MARK: Time

    var time: Instant { plan.start.adding(milliseconds: Int64(now)) }

    func meshTime(_ lane: Int) -> MeshTime {
        MeshTime(
            milliseconds: now, wall: UInt64(max(0, lanes[lane].world.wall.milliseconds)))
    }

    // MARK: Machines

    mutating func ticked(_ lane: Int) {}

    mutating func obey(_ directive: MeshDirective, _ lane: Int) -> [MeshEvent] {
        switch directive {
        case .send(let link, let frame):
            let end = VirtualNetwork.End(lane: lane, link: link)
            network.send(frame, from: end, now, &random)
        case .close(let link):
            network.close(VirtualNetwork.End(lane: lane, link: link), now)
        case .read(let link, let read): return serve(read, link, lane)
        case .look(let head): return look(for: head, lane)
        case .ingest(let link, let segment): return ingest(segment, link, lane)
        case .restore(let log, let run):
            var copy = lanes[lane]
            let events = Self.reading { () throws(MemoryStore.Failure) in
                try copy.restore(log, run)
            }
            lanes[lane] = copy
            return events
        case .dial(let address): dial(address, lane)
        case .reportState(let link): return [.state(link, report(lane))]
        // Here nobody has another's key.
        case .accepted, .received, .peerUp, .peerDown, .meshKey, .endLife, .alarm: break
        }
        return []
    }

    private mutating func dial(_ address: String, _ lane: Int) {
        guard let target = VirtualNetwork.lane(address), lanes.indices.contains(target) else {
            return
        }
        network.dial(
            from: lane, key: lanes[lane].key, to: target, targetKey: lanes[target].key,
            isUp: lanes[target].isUp(now), now, &random)
    }

    private func serve(_ read: StreamRead, _ link: LinkID, _ lane: Int) -> [MeshEvent] {
        let found = Self.reading { () throws(MemoryStore.Failure) in try lanes[lane].read(read) }
        return [.read(link, read, found.operations, isComplete: found.isComplete)]
    }

    private mutating func ingest(
        _ segment: Segment, _ link: LinkID, _ lane: Int
    ) -> [MeshEvent] {
        let wall = meshTime(lane).wall
        var copy = lanes[lane]
        let events = Self.reading { () throws(MemoryStore.Failure) -> [MeshEvent] in
            let outcome = try copy.ingest(segment, now: wall)
            return try copy.news(of: [segment.log]) + [.ingested(link, segment.log, outcome)]
        }
        lanes[lane] = copy
        return events
    }

    private func report(_ lane: Int) -> StateReport {
        let replica = lanes[lane].replica
        return StateReport(
            frontier: replica.frontier, projection: Replica.projectionVersion,
            sums: replica.sums.entries.map {
                ScopeTableSum(
                    scope: $0.scope, table: $0.table.rawValue, count: $0.count, sum: $0.sum)
            })
    }

    // MARK: People and faults

    mutating func strike(_ fault: StoreFault) {
        switch fault.kind {
        case .lane: return
        case .split(let mask):
            for lane in lanes.indices {
                network.islands[lane] = mask & (1 << UInt64(lane)) == 0 ? 0 : 1
            }
        case .heal: heal()
        case .weather(let slow, let breaks, let damage):
            network.weather = .init(slow: slow, breaks: breaks, damage: damage)
        case .forget(let lane): forget(lane)
        }
        history.append("\(now) \(fault)")
    }

    /// A lane forgets of the others' logs what every lane holds on disk, as their words would say.
    private mutating func forget(_ lane: Int) {
        guard lanes.indices.contains(lane), lane > 0, lanes[lane].isUp(now),
            lanes[lane].store.isSyncing
        else { return }
        var copy = lanes[lane]
        let events = Self.reading { () throws(MemoryStore.Failure) -> [MeshEvent] in
            let held = try lanes.map { (lane) throws(MemoryStore.Failure) in
                try lane.store.clone().summary().frontier
            }
            return try copy.forget { log in
                held.map { $0[log].map(\.seq).min() ?? 0 }.min() ?? 0
            }
        }
        lanes[lane] = copy
        for event in events { step(lane, event) }
    }

    mutating func heal() {
        network.islands = Array(repeating: 0, count: lanes.count)
    }

    /// Whatever is wrong ends.
    mutating func calm() {
        heal()
        network.weather = .init()
        for lane in lanes.indices { lanes[lane].downUntil = min(lanes[lane].downUntil, now) }
    }

    /// One act of one lane's people, then what the mesh makes of it.
    mutating func act(_ number: Int, _ lane: Int) throws(Finding) {
        guard lanes[lane].isUp(now) else { return }
        do throws(Finding) {
            try lanes[lane].world.step(number, at: time)
        } catch {
            throw Finding(
                step: number, invariant: error.invariant,
                detail: "lane \(lane + 1): \(error.detail)")
        }
        history.append(
            "\(now) lane \(lane + 1): \(lanes[lane].world.history.last ?? "")")
        let cuts = lanes[lane].world.counts.restarts
        guard cuts == restarts[lane] else {
            restarts[lane] = cuts
            return fall(lane)
        }
        tell(lane)
    }

    private mutating func tell(_ lane: Int) {
        var copy = lanes[lane]
        let logs = [copy.replica.place.scope, copy.replica.place.scope.control].map {
            copy.replica.place.log(in: $0)
        }
        let events = Self.reading { () throws(MemoryStore.Failure) in try copy.news(of: logs) }
        lanes[lane] = copy
        for event in events { step(lane, event) }
    }

    /// The power went: the machine is away for a while, and its links with it.
    private mutating func fall(_ lane: Int) {
        network.lose(lane, now, &random)
        lanes[lane].downUntil = now + UInt64(random.number(200...9_000))
        lanes[lane].restart(seed: random.next())
        for other in lanes.indices where other != lane {
            // Configured addresses are all that a fresh mesh knows.
            _ = lanes[lane].mesh.step(
                .discovered(VirtualNetwork.address(other)), now: meshTime(lane))
        }
    }

    mutating func end(_ line: String) { history.append(line) }
}
