import CRDT
import Crypto
import Encoding
import Replica
import Replication
import SimulatedStore

/// How a simulated store of members begins: two stewards, and the lanes that the first enrols.
struct MemberFounding {
    let root: Identity
    private(set) var lanes: [MemberLane] = []

    init(_ scenario: MemberScenario, _ random: inout SeededRandom, now: UInt64) throws {
        root = try Identity(seed: random.bytes(Identity.seedBytes))
        let founder = try Identity(seed: random.bytes(Identity.seedBytes))
        let second = try Identity(seed: random.bytes(Identity.seedBytes))
        let keys = Genesis.Seed(
            scope: ScopeID(random.bytes16()), root: root, node: founder,
            rootIncarnation: Incarnation(random.bytes8()),
            incarnation: Incarnation(random.bytes8()))
        let store = MemoryStore()
        let founded = try Genesis.makeStore(
            keys, member: Genesis.Member(lane: 1, label: "lane 1"), facts: [], now: now,
            store: store)
        let enrolments = try Self.enrolments(keys, second, store, now: now)
        let key = try Self.meshKey(1, by: founder, &random)
        lanes = [
            try MemberLane(
                founded.place, identity: founder,
                credential: Credential(entries: [enrolments.first]), number: 1, store: store,
                meshKeys: [key], seed: random.next())
        ]
        lanes.append(
            try Self.newcomer(
                second, 2, Credential(entries: [enrolments.second]), founded.place, [key],
                now: now, &random))
        for number in 3..<max(3, scenario.lanes + 1) {
            lanes.append(
                try Self.enrolled(UInt8(number), by: &lanes[0], now: now, &random))
        }
    }

    /// The root's words on both stewards, the second's given here.
    private static func enrolments(
        _ keys: Genesis.Seed, _ second: Identity, _ store: MemoryStore, now: UInt64
    ) throws -> (first: SignedOperation, second: SignedOperation) {
        let place = Replica.Place(
            node: try node(keys.root), scope: keys.scope, incarnation: keys.rootIncarnation,
            root: try node(keys.root))
        var root = try Replica(place, identity: keys.root, store: store)
        let enrolment = MemberEnrolled(
            node: try node(second), store: keys.scope, lane: 2, label: "lane 2",
            roles: [.steward, .lane])
        let commit = try root.commit(
            payloads: [(.memberEnrolled, enrolment.encoded())], in: keys.scope.control, now: now,
            store: store)
        try store.apply(commit.transaction)
        root.confirm(commit)
        let log = place.log(in: keys.scope.control)
        let all = try store.operations(of: log, from: 1, limit: .max)
            .filter { $0.operation.named == .memberEnrolled }
        return (all[0], all[1])
    }

    static func node(_ identity: Identity) throws -> NodeID {
        guard let key = Bytes32(identity.publicKey) else { throw Identity.SeedError.length(0) }
        return NodeID(key)
    }

    static func meshKey(
        _ epoch: UInt32, by steward: Identity, _ random: inout SeededRandom
    ) throws -> MeshKeyNotice {
        let secret = random.bytes(32)
        guard let key = MeshKey(epoch: epoch, key: Secret(secret), signedBy: steward),
            let bytes = Bytes32(secret)
        else { throw Identity.SeedError.length(32) }
        return MeshKeyNotice(
            epoch: UInt64(epoch), key: bytes, steward: key.steward, signature: key.signature)
    }

    /// A machine fresh from its box, enrolled by a steward, with its logs opened.
    static func enrolled(
        _ number: UInt8, by steward: inout MemberLane, now: UInt64, _ random: inout SeededRandom
    ) throws -> MemberLane {
        let identity = try Identity(seed: random.bytes(Identity.seedBytes))
        let enrolment = MemberEnrolled(
            node: try node(identity), store: steward.scope, lane: number,
            label: "lane \(number)", roles: [.lane])
        let signed = try steward.decide(.memberEnrolled, enrolment.encoded(), now: now)
        return try newcomer(
            identity, number, Credential(entries: steward.credential.entries + [signed]),
            steward.replica.place, steward.meshKeys, now: now, &random)
    }

    private static func newcomer(
        _ identity: Identity, _ number: UInt8, _ credential: Credential, _ other: Replica.Place,
        _ keys: [MeshKeyNotice], now: UInt64, _ random: inout SeededRandom
    ) throws -> MemberLane {
        let place = Replica.Place(
            node: try node(identity), scope: other.scope,
            incarnation: Incarnation(random.bytes8()), root: other.root)
        var lane = try MemberLane(
            place, identity: identity, credential: credential, number: number,
            store: MemoryStore(), meshKeys: keys, seed: random.next())
        let opening = LogOpened(previous: nil, reason: "joined").encoded()
        for scope in [place.scope.control, place.scope] {
            try lane.decide(.logOpened, opening, in: scope, now: now)
        }
        return lane
    }
}

extension MeshKeyNotice {
    /// Whether this key is the current one where both are here.
    func precedes(_ other: MeshKeyNotice) -> Bool {
        guard let own = id, let theirs = other.id else { return false }
        return own.precedes(theirs)
    }

    private var id: MeshKeyID? {
        MeshKey(
            epoch: UInt32(clamping: epoch), key: Secret(key.bytes), steward: steward,
            signature: signature)?.id
    }
}
