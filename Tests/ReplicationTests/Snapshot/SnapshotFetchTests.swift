import CRDT
import Crypto
import Encoding
import Replication
import TestSupport
import Testing

/// Members with what they would offer and answer, and a new lane that asks them.
private struct World {
    typealias Sums = [ScopeTableSum]

    static let store = ScopeID(Bytes16(words: [1, 2]))

    /// A member: what it holds, and how it goes wrong.
    struct Member {
        let identity: Identity
        var parts: [[UInt8]]
        var sums: Sums
        var frontier: Frontier
        /// Sends other bytes than it named.
        var spoils = false
        var isSilent = false
        var refusesParts = false

        var node: NodeID { NodeID(Bytes32(identity.publicKey) ?? .zero) }

        var offer: SnapshotOffer? {
            SnapshotOffer(
                frontier: frontier,
                parts: parts.map {
                    .init(length: UInt64($0.count), digest: SnapshotOffer.digest(ofPart: $0))
                }, projection: 1, signedBy: identity)
        }
    }

    var members: [Member] = []
    var fetch: SnapshotFetch
    var now: UInt64 = 1_000
    var loaded: [[UInt8]] = []
    var asked: [NodeID: Int] = [:]
    var done: [SnapshotFetch.Directive] = []
    var underWay: [(digest: Bytes32, node: NodeID)] = []
    let own = NodeID(Bytes32(9, 9, 9, 9))

    init(seed: UInt64, members count: Int) throws {
        var random = SplitMix64(seed: seed)
        let parts = (0..<6).map { _ in (0..<16).map { _ in UInt8(random.next() % 256) } }
        var frontier = Frontier()
        let log = LogID(
            scope: Self.store, author: NodeID(Bytes32(7, 7, 7, 7)),
            incarnation: Incarnation(Bytes8(words: [3])))
        frontier.replace(log, with: [LogPoint(seq: 40, hash: Bytes32(1, 1, 1, 1))])
        fetch = SnapshotFetch(own: own, store: Self.store, tables: ["stock"], projection: 1)
        for _ in 0..<count {
            let seed = Bytes32(random.next(), random.next(), random.next(), random.next())
            members.append(
                Member(
                    identity: try Identity(seed: seed.bytes), parts: parts,
                    sums: Self.sums(parts), frontier: frontier))
        }
    }

    /// Some function of the parts that tells them apart, as sums of rows do.
    static func sums(_ parts: [[UInt8]]) -> Sums {
        let all = parts.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
        return [
            ScopeTableSum(
                scope: store, table: "stock", count: UInt64(parts.count),
                sum: SnapshotOffer.digest(ofPart: all))
        ]
    }

    mutating func run(_ event: SnapshotFetch.Event) {
        for directive in fetch.step(event, now: now) { obey(directive) }
    }

    /// Lets time pass until the fetch ends, in agreement or not.
    mutating func runToEnd(
        agreeing: Bool = true, at location: SourceLocation = #_sourceLocation
    ) {
        run(.peers(members.map(\.node), known: members.count))
        while fetch.phase != .ended, now < 1_000_000 {
            now += 50
            run(.tick)
            let arriving = underWay
            underWay = []
            for part in arriving { give(part.digest, from: part.node) }
        }
        let isAgreed = done.contains { if case .agree = $0 { true } else { false } }
        #expect(isAgreed == agreeing, sourceLocation: location)
    }

    private mutating func obey(_ directive: SnapshotFetch.Directive) {
        done.append(directive)
        switch directive {
        case .askOffer(let node):
            guard let member = member(node), !member.isSilent, let offer = member.offer else {
                return
            }
            run(.offer(offer, from: node))
        case .askPart(let digest, let node): underWay.append((digest, node))
        case .askState(let node):
            guard let member = member(node), !member.isSilent else { return }
            let report = StateReport(
                frontier: member.frontier, projection: 1, sums: member.sums)
            run(.state(report, from: node, ours: Self.sums(loaded)))
        case .drop:
            loaded = []
            run(.dropped)
        case .begin, .agree, .differ, .spoilt, .giveUp: return
        }
    }

    private mutating func give(_ digest: Bytes32, from node: NodeID) {
        guard let member = member(node), !member.refusesParts,
            let part = member.parts.first(where: { SnapshotOffer.digest(ofPart: $0) == digest })
        else { return }
        asked[node, default: 0] += 1
        guard !member.spoils else { return run(.spoilt(digest, from: node)) }
        loaded.append(part)
        run(.taken(digest))
    }

    private func member(_ node: NodeID) -> Member? { members.first { $0.node == node } }
}

@Suite struct SnapshotFetchTests {
    @Test(arguments: UInt64(0)..<10)
    func `parts come from several members, and another one agrees`(seed: UInt64) throws {
        var world = try World(seed: seed, members: 3)
        world.runToEnd()
        #expect(Set(world.loaded) == Set(world.members[0].parts))
        #expect(world.asked.count == 3 && world.asked.values.allSatisfy { $0 == 2 })
        let begun = world.done.compactMap { directive -> NodeID? in
            if case .begin(let offer) = directive { offer.maker } else { nil }
        }
        #expect(begun.count == 1)
        #expect(!world.done.contains(.agree(begun[0])))
    }

    @Test(arguments: UInt64(0)..<10)
    func `who sends something else is named, and the part comes from another`(
        seed: UInt64
    ) throws {
        var world = try World(seed: seed, members: 3)
        world.members[Int(seed % 3)].spoils = true
        world.runToEnd()
        let spoiler = world.members[Int(seed % 3)].node
        let named = world.done.filter { if case .spoilt = $0 { true } else { false } }
        #expect(Set(named).isSubset(of: [.spoilt(from: spoiler)]))
        #expect(Set(world.loaded) == Set(world.members[0].parts))
    }

    @Test(arguments: UInt64(0)..<10)
    func `a maker whose rows another member doesn't have is dropped and named`(
        seed: UInt64
    ) throws {
        var world = try World(seed: seed, members: 3)
        let liar = Int(seed % 3)
        world.members[liar].parts[2] = [0xEE]
        // So that it is the one that is chosen first.
        world.members[liar].frontier = raised(world.members[liar].frontier)
        for index in 0..<3 where index != liar {
            world.members[index].frontier = world.members[liar].frontier
        }
        world.runToEnd()
        #expect(Set(world.loaded) == Set(world.members[(liar + 1) % 3].parts))
        let liars = world.done.compactMap { directive -> NodeID? in
            if case .differ(let maker, _) = directive { maker } else { nil }
        }
        #expect(Set(liars).isSubset(of: [world.members[liar].node]))
    }

    private func raised(_ frontier: Frontier) -> Frontier {
        var raised = frontier
        for log in frontier.logs {
            raised.replace(log, with: [LogPoint(seq: 41, hash: Bytes32(2, 2, 2, 2))])
        }
        return raised
    }

    @Test func `alone, the maker's word has to do, a while later`() throws {
        var world = try World(seed: 1, members: 1)
        world.runToEnd()
        #expect(world.done.contains(.agree(world.members[0].node)))
        #expect(world.now >= 2_500)
    }

    @Test func `nobody who offers anything means the operations alone`() throws {
        var world = try World(seed: 1, members: 3)
        for index in 0..<3 { world.members[index].isSilent = true }
        world.runToEnd(agreeing: false)
        #expect(world.done.last == .giveUp)
        #expect(!world.done.contains(.drop))
    }

    @Test func `members that differ at one point are all named, and none believed`() throws {
        var world = try World(seed: 3, members: 2)
        world.members[1].parts[0] = [1]
        world.members[1].sums = World.sums(world.members[1].parts)
        world.runToEnd(agreeing: false)
        #expect(world.loaded.isEmpty)
        let named = world.done.filter { if case .differ = $0 { true } else { false } }
        #expect(named.count == 2)
    }

    @Test func `what a store sells meanwhile proves nothing`() throws {
        var world = try World(seed: 3, members: 2)
        // Another frontier, other stock: neither equal nor wrong.
        world.members[1].frontier = raised(world.members[1].frontier)
        world.members[1].parts = []
        world.members[1].sums = World.sums([[4, 7]])
        world.runToEnd(agreeing: false)
        #expect(!world.done.contains { if case .differ = $0 { true } else { false } })
        #expect(world.done.last == .giveUp)
    }

    @Test(arguments: 0..<6)
    func `it goes on after a restart with what is on disk`(count: Int) throws {
        var world = try World(seed: UInt64(count), members: 2)
        let offer = try #require(world.members[0].offer)
        let kept = Array(world.members[0].parts.prefix(count))
        world.loaded = kept
        world.fetch = SnapshotFetch(
            own: world.own, store: World.store, tables: ["stock"], projection: 1,
            resuming: (offer, Set(kept.map { SnapshotOffer.digest(ofPart: $0) })))
        world.runToEnd()
        #expect(!world.done.contains(.drop) && !world.done.contains(.begin(offer)))
        #expect(world.loaded.count == 6)
        #expect(world.asked.values.reduce(0, +) == 6 - count)
    }

    @Test func `a snapshot that nobody has any more is begun anew`() throws {
        var world = try World(seed: 5, members: 2)
        let offer = try #require(world.members[0].offer)
        for index in 0..<2 {
            world.members[index].parts.removeLast(3)
            world.members[index].sums = World.sums(world.members[index].parts)
        }
        world.fetch = SnapshotFetch(
            own: world.own, store: World.store, tables: ["stock"], projection: 1,
            resuming: (offer, []))
        world.runToEnd()
        #expect(world.done.contains(.drop) && world.loaded.count == 3)
    }

    @Test func `who gives no part in time isn't asked for it again`() throws {
        var world = try World(seed: 6, members: 2)
        world.members[0].refusesParts = true
        world.runToEnd()
        #expect(world.asked == [world.members[1].node: 6])
    }

    @Test func `no more parts are under way than a member may send at once`() throws {
        var world = try World(seed: 7, members: 1)
        world.members[0].parts = (0..<40).map { [UInt8($0)] }
        world.members[0].refusesParts = true
        world.run(.peers(world.members.map(\.node), known: 1))
        let asked = world.done.count { if case .askPart = $0 { true } else { false } }
        #expect(asked == 4)
    }

    @Test func `an offer that isn't its sender's counts for nothing`() throws {
        var world = try World(seed: 8, members: 2)
        let nodes = world.members.map(\.node)
        world.members[0].isSilent = true
        let offer = try #require(world.members[1].offer)
        world.run(.peers(nodes, known: 2))
        let forged = SnapshotOffer(
            frontier: offer.frontier, parts: [], maker: nodes[0], signature: offer.signature,
            base: [], projection: 1)
        world.run(.offer(forged, from: nodes[0]))
        world.runToEnd()
        #expect(world.loaded.count == 6)
    }
}
