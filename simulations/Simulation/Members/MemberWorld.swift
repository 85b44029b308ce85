import CRDT
import Crypto
import Encoding
import Replica
import Replication
import Retail
import SimulatedStore

/// A store of members on virtual time, and what people and machines do to it.
struct MemberWorld: MeshedWorld {
    static let actEvery: UInt64 = 400
    /// After healing all members must agree within this virtual time.
    static let convergenceMost: UInt64 = 90_000
    /// After agreeing operations may still arrive for so long, and then for so long none may.
    static let afterglow: UInt64 = 30_000
    static let quietTime: UInt64 = 12_000
    /// Machines in all; the network's splits are drawn over so many.
    static let machinesMost = 10

    let scenario: MemberScenario
    let root: Identity
    var lanes: [MemberLane] = []
    var network: VirtualNetwork
    var now: UInt64 = 0
    var nextTick: UInt64 = 0
    var random: SeededRandom
    private(set) var history: [String] = []
    var figures = MemberFigures()
    /// What was rung, by content, with what its machine had acknowledged.
    var sales: [RungSale] = []
    /// Whose database forgot something: what was only there is gone.
    var forgetful: Set<NodeID> = []
    var nextLaneNumber: UInt8
    /// Wall time at the beginning, milliseconds since 1970.
    private static let start: UInt64 = 1_783_000_000_000

    init(_ scenario: MemberScenario) throws {
        self.scenario = scenario
        var random = SeededRandom(seed: scenario.seed ^ 0x6d65_6d62)
        network = VirtualNetwork(lanes: 0)
        nextLaneNumber = UInt8(scenario.lanes) + 1
        let founding = try MemberFounding(scenario, &random, now: Self.start)
        root = founding.root
        self.random = random
        for lane in founding.lanes { add(lane) }
    }

    /// Plugs a machine in: it knows where all others are, and they hear of it.
    mutating func add(_ lane: MemberLane) {
        lanes.append(lane)
        network.islands.append(0)
        let place = lanes.count - 1
        step(place, .meshKey(lane.meshKeys[0]))
        tell(place)
        for other in lanes.indices where other != place {
            step(place, .discovered(VirtualNetwork.address(other)))
            if lanes[other].isUp(now) { step(other, .discovered(VirtualNetwork.address(place))) }
        }
    }

    // MARK: Time

    var wall: UInt64 { Self.start + now }
    func meshTime(_ lane: Int) -> MeshTime { MeshTime(milliseconds: now, wall: wall) }

    mutating func run() throws(Finding) {
        run(to: 2_000)
        for number in 0..<scenario.steps {
            try act(number)
            run(to: now + Self.actEvery)
            if number.isMultiple(of: 10) { try checkStates(number) }
        }
        try converge()
        try checkBooks()
    }

    private mutating func converge() throws(Finding) {
        calm()
        let start = now
        while !agree {
            guard now - start < Self.convergenceMost else {
                throw Finding(
                    step: scenario.steps, invariant: .convergence, detail: disagreement)
            }
            run(to: now + 500)
        }
        figures.convergence = now - start
        note("agreed after \(figures.convergence) ms")
        try stayQuiet()
    }

    /// To who agrees nothing is sent again, forked logs included.
    private mutating func stayQuiet() throws(Finding) {
        // What was asked of two sources may still come; a link that hangs ends after 15 s, and is
        // made again within 8 s.
        run(to: now + Self.afterglow)
        let places = witnesses
        let before = places.map { lanes[$0].mesh.progress.delivered }
        run(to: now + Self.quietTime)
        let sent = zip(places, before).map { lanes[$0].mesh.progress.delivered - $1 }
        guard sent.allSatisfy({ $0 == 0 }) else {
            throw Finding(
                step: scenario.steps, invariant: .convergence,
                detail: "all agree, and operations are sent again: \(sent) to \(places)")
        }
    }

    /// Whatever is wrong with the network and the machines ends.
    private mutating func calm() {
        network.islands = Array(repeating: 0, count: lanes.count)
        network.weather = .init()
        for lane in lanes.indices { lanes[lane].downUntil = min(lanes[lane].downUntil, now) }
    }

    mutating func note(_ line: String) { history.append("\(now) \(line)") }

    // MARK: Machines

    mutating func ticked(_ lane: Int) { advance(lane) }

    /// Tells a machine's mesh what a commit changed.
    mutating func tell(_ lane: Int) {
        for event in Self.reading({ () throws(MemoryStore.Failure) in try lanes[lane].news() }) {
            step(lane, event)
        }
    }

    mutating func obey(_ directive: MeshDirective, _ lane: Int) -> [MeshEvent] {
        switch directive {
        case .send(let link, let frame):
            let end = VirtualNetwork.End(lane: lane, link: link)
            network.send(frame, from: end, now, &random)
        case .close(let link):
            network.close(VirtualNetwork.End(lane: lane, link: link), now)
        case .read(let link, let read):
            let found = Self.reading { () throws(MemoryStore.Failure) in
                try lanes[lane].read(read)
            }
            return [.read(link, read, found.operations, isComplete: found.isComplete)]
        case .look(let head): return look(for: head, lane)
        case .ingest(let link, let segment): return ingest(segment, link, lane)
        case .restore(let log, let run):
            return Self.reading { () throws(MemoryStore.Failure) in
                figures.restored += run.count
                return try lanes[lane].restore(log, run)
            }
        case .dial(let address): dial(address, lane)
        case .received(let peer, .ask(let request)): return answer(request, from: peer, lane)
        case .received(let peer, .denied(let denial)):
            lanes[lane].errand?.quest.take(denial, from: peer)
        case .meshKey(let key, _): return take(key, lane)
        case .endLife(let incarnation): return endLife(incarnation, lane)
        case .reportState, .accepted, .received, .peerUp, .peerDown, .alarm: break
        }
        return []
    }

    private mutating func dial(_ address: String, _ lane: Int) {
        guard let target = VirtualNetwork.lane(address), lanes.indices.contains(target) else {
            return
        }
        // The newest key that both have; without one the call isn't answered.
        let theirs = Set(lanes[target].meshKeys)
        let common = lanes[lane].meshKeys.first { theirs.contains($0) }
        network.dial(
            from: lane, key: lanes[lane].key, to: target, targetKey: lanes[target].key,
            isUp: lanes[target].isUp(now) && common != nil, epoch: common?.epoch ?? 0, now,
            &random)
    }

    private mutating func ingest(
        _ segment: Segment, _ link: LinkID, _ lane: Int
    ) -> [MeshEvent] {
        let wall = wall
        return Self.reading { () throws(MemoryStore.Failure) -> [MeshEvent] in
            let outcome = try lanes[lane].ingest(segment, now: wall)
            return try lanes[lane].news() + [.ingested(link, segment.log, outcome)]
        }
    }

    /// A clone was met that writes in the same life: another begins at once.
    private mutating func endLife(_ incarnation: Incarnation, _ lane: Int) -> [MeshEvent] {
        guard lanes[lane].replica.place.incarnation == incarnation else { return [] }
        let next = Incarnation(random.bytes8())
        guard (try? lanes[lane].renew(next, reason: "clone", now: wall)) != nil else { return [] }
        note("machine \(lane): met a clone, begins another life")
        return Self.reading { () throws(MemoryStore.Failure) in try lanes[lane].news() }
    }

    /// Takes a mesh key that a steward who counts signed.
    private mutating func take(_ key: MeshKeyNotice, _ lane: Int) -> [MeshEvent] {
        let membership = lanes[lane].replica.membership
        let isStewards =
            membership.isActive(key.steward)
            && membership.grants(of: key.steward).contains { $0.role == .steward }
        guard isStewards, !lanes[lane].meshKeys.contains(key) else { return [] }
        lanes[lane].meshKeys.append(key)
        lanes[lane].meshKeys.sort { $0.precedes($1) }
        return lanes[lane].meshKeys[0] == key ? [.meshKey(key)] : []
    }
}
