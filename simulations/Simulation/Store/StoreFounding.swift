import CRDT
import Crypto
import Encoding
import Replica
import Replication
import Retail
import SimulatedStore

/// How a simulated store begins: a founder who is steward, and the lanes that it enrols.
struct StoreFounding {
    private let scenario: StoreScenario
    private let plan: ShopPlan
    private var random: SeededRandom

    init(_ scenario: StoreScenario, _ plan: ShopPlan) {
        self.scenario = scenario
        self.plan = plan
        random = SeededRandom(seed: scenario.seed, step: 64, of: .observers)
    }

    /// The lanes, the founder first; none has met another yet.
    consuming func lanes() throws -> [StoreLane] {
        let store = MemoryStore()
        let founded = try Genesis.makeStore(
            plan.keys, member: Genesis.Member(lane: 1, label: "lane 1"), facts: plan.facts,
            now: UInt64(plan.start.milliseconds), store: store)
        var founder = try till(1, founded.place, plan.keys.node, store, [])
        let first = try rootsEnrolment(founder)
        var credentials = [Credential(entries: [first])]
        var identities = [plan.keys.node]
        for number in 2..<scenario.lanes + 1 {
            let identity = try Identity(seed: random.bytes(Identity.seedBytes))
            identities.append(identity)
            credentials.append(
                Credential(entries: [first, try enrol(identity, UInt8(number), by: &founder)]))
        }
        var lanes = [try lane(0, identities[0], credentials[0], founder, own: plan.facts)]
        for number in 1..<scenario.lanes {
            let till = try newcomer(number + 1, identities[number], founded.place)
            lanes.append(try lane(number, identities[number], credentials[number], till, own: []))
        }
        return lanes
    }

    private func till(
        _ number: Int, _ place: Replica.Place, _ identity: Identity, _ store: MemoryStore,
        _ founding: [Fact]
    ) throws -> Till {
        try Till(
            place, identity: identity, disk: Disk(store: store, sabotage: nil),
            founding: founding, series: "014-0\(number)")
    }

    /// A machine fresh from its box: its logs are opened, and it knows the root's name alone.
    private mutating func newcomer(
        _ number: Int, _ identity: Identity, _ founder: Replica.Place
    ) throws -> Till {
        guard let key = Bytes32(identity.publicKey) else {
            preconditionFailure("a public key of \(identity.publicKey.count) bytes")
        }
        let place = Replica.Place(
            node: NodeID(key), scope: founder.scope,
            incarnation: Incarnation(random.bytes8()), root: founder.root)
        var newcomer = try till(number, place, identity, MemoryStore(), plan.facts)
        let opening = LogOpened(previous: nil, reason: "joined").encoded()
        for scope in [place.scope.control, place.scope] {
            try newcomer.commit([(.logOpened, opening)], in: scope, wall: plan.start)
        }
        return newcomer
    }

    private func rootsEnrolment(_ founder: Till) throws -> SignedOperation {
        let place = founder.replica.place
        let log = founder.replica.frontier.logs.first { $0.author == place.root }
        let operations = try log.map {
            try founder.disk.store.operations(of: $0, from: 1, limit: .max)
        }
        guard let first = operations?.first(where: { $0.operation.named == .memberEnrolled })
        else { preconditionFailure("the root enrolled nobody") }
        return first
    }

    private func enrol(
        _ identity: Identity, _ number: UInt8, by founder: inout Till
    ) throws -> SignedOperation {
        guard let key = Bytes32(identity.publicKey) else {
            preconditionFailure("a public key of \(identity.publicKey.count) bytes")
        }
        let control = founder.replica.place.scope.control
        let enrolment = MemberEnrolled(
            node: NodeID(key), store: founder.replica.place.scope, lane: number,
            label: "lane \(number)", roles: [.lane])
        try founder.commit(
            [(.memberEnrolled, enrolment.encoded())], in: control, wall: plan.start)
        let log = founder.replica.place.log(in: control)
        guard let head = founder.replica.frontier[log].first,
            let signed = try founder.disk.store.operation(head.hash)
        else { preconditionFailure("no enrolment was stored") }
        return signed
    }

    private mutating func lane(
        _ number: Int, _ identity: Identity, _ credential: Credential, _ till: Till, own: [Fact]
    ) throws -> StoreLane {
        let faults = scenario.struck.compactMap { fault -> Fault? in
            guard case .lane(number, let kind) = fault.kind else { return nil }
            return Fault(step: fault.step, kind: kind)
        }
        let people = Scenario(
            seed: scenario.seed &* 64 &+ UInt64(number), steps: scenario.steps, faults: faults)
        let world = World(people, of: plan, till: till, founding: plan.facts)
        return try StoreLane(
            number, identity: identity, credential: credential, world: world,
            seed: random.next())
    }
}
