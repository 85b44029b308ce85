import CRDT
import Crypto
import Encoding
import Replication
import TestSupport
import Testing

/// Mesh machines on virtual time, with logs in memory and connections that only deliver in order.
///
/// All that crosses a link is read along, so that laws can be held against what was said.
struct MeshNet {
    /// One end of a link: whose, and which.
    struct End: Hashable {
        let node: Int
        let link: LinkID
    }

    struct Node {
        let author: Author
        let identity: Mesh.Identity
        /// Of the logs that it writes; nil: the author's own.
        var incarnation: Incarnation?
        /// Of the mesh key under which it makes channels.
        var epoch: UInt64 = 0
        var mesh: Mesh
        /// All operations of each log that this node has on disk, ascending, all branches.
        var logs: [LogID: [SignedOperation]]
        /// Where each log, and each branch of it, ends.
        var index = LogIndex()
        /// The last sequence of logs' beginnings that it can't show any more.
        var forgotten: [LogID: UInt64] = [:]
        /// The lowest sequences that it wants again of what it forgot.
        var wanted: [LogID: UInt64] = [:]
        /// Operations that arrived in segments, those that were here already counted too.
        var deliveries = 0
    }

    /// What was said in one direction of a link.
    struct Talk {
        var reader = FrameReader()
        /// Logs that are wanted over this link now; said by the asker.
        var wanted: Set<LogID> = []
        /// Bytes of `ops` bodies that the other side may still send; said by the asker.
        var credit: Int64 = 0
        var segments: [Segment] = []
        /// `have` frames but digests.
        var adverts = 0
    }

    enum Happening {
        case frame(ReceivedFrame)
        case flushed(Int)
        case up(LinkOrigin)
        case down
    }

    var shop: Shop
    var membership: Membership
    /// The first operation of the log of the store's root.
    private let stewardsEnrolment: SignedOperation
    /// The end of the log of the steward who enrolled all.
    private var stewardsEnd: SignedOperation
    var nodes: [Node] = []
    var now: UInt64 = 0
    var talks: [LinkID: Talk] = [:]
    var others: [LinkID: End] = [:]
    var queue: [(at: UInt64, order: UInt64, end: End, what: Happening)] = []
    var order: UInt64 = 0
    var links: UInt64 = 0
    var random: SplitMix64
    /// Dials of each node.
    var dials: [Int]
    /// Of these the network takes nothing.
    var stuck: Set<Int> = []
    /// These say nothing of the logs' operations.
    var mute: Set<Int> = []
    /// Whether links can be made.
    var dialsAreAnswered = true
    /// Longest time of a frame on its way, milliseconds.
    var delayMost: UInt64 = 8
    /// Whose life was to end, and which.
    var ended: [(node: Int, life: Incarnation)] = []
    var alarms: [(node: Int, alarm: MeshAlarm)] = []
    /// What broke a law, while it was said.
    var findings: [String] = []

    /// - Parameters:
    ///   - count: nodes, each a lane of one store that knows all others' addresses.
    ///   - random: of everything.
    /// - Throws: what libsodium refuses of a key.
    init(_ count: Int, _ random: inout SplitMix64) throws {
        var shop = try Shop(&random)
        var enrolments = try shop.enrolments()
        let authors = try (0..<count).map { _ in
            try Author.random(in: shop.store, using: &random)
        }
        stewardsEnrolment = enrolments[2]
        var credentials: [Credential] = []
        for author in authors {
            let enrolment = try shop.enrol(author, as: [.lane], lane: 0, by: shop.steward)
            enrolments.append(enrolment)
            credentials.append(Credential(entries: Array(enrolments[1...2]) + [enrolment]))
        }
        stewardsEnd = enrolments[enrolments.count - 1]
        self.shop = shop
        membership = shop.membership(enrolments)
        dials = Array(repeating: 0, count: count)
        self.random = SplitMix64(seed: random.next())
        for (author, credential) in zip(authors, credentials) {
            let identity = Mesh.Identity(
                node: author.node, root: shop.root.node, store: shop.store,
                credential: credential, label: "", software: "", listenPort: nil)
            let mesh = Mesh(
                identity, membership: membership, frontier: Frontier(), seed: random.next())
            nodes.append(Node(author: author, identity: identity, mesh: mesh, logs: [:]))
        }
        for node in nodes.indices { step(node, .life(nodes[node].author.log.incarnation)) }
    }

    /// What follows from one event at one node, at most.
    private static let roundsMax = 1_000

    static func address(_ node: Int) -> String { "node-\(node):1" }

    // MARK: What tests do

    /// Tells a node where others may be met.
    mutating func introduce(_ node: Int, to others: some Sequence<Int>) {
        for other in others where other != node { step(node, .discovered(Self.address(other))) }
    }

    /// Everybody passes on where it may be met.
    mutating func tellOwnAddresses() {
        for node in nodes.indices { step(node, .ownAddresses([Self.address(node)])) }
    }

    /// Makes somebody who isn't there a member in everybody's eyes.
    mutating func enrol(_ author: Author) throws {
        stewardsEnd = try shop.enrol(author, as: [.lane], lane: 0, by: shop.steward)
        membership.insert([stewardsEnd])
        for node in nodes.indices { step(node, .membership(membership)) }
    }

    /// The store's root revokes the steward who enrolled all: the word is on one node's disk.
    mutating func revokeSteward(knownBy node: Int) throws -> LogID {
        let revocation = try shop.revoke(shop.steward, at: [], by: shop.storeRoot)
        let enrolment = stewardsEnrolment
        var judged = membership
        judged.insert([revocation])
        step(node, .membership(judged))
        store([enrolment, revocation], at: node)
        return revocation.operation.log
    }

    /// The steward who enrolled all is gone, and everybody knows it; what it did counts.
    mutating func loseSteward(isRevoked: Bool) throws {
        if isRevoked {
            let revocation = try shop.revoke(
                shop.steward, at: [stewardsEnd], by: shop.storeRoot)
            membership.insert([revocation])
        } else {
            let retired = MemberRetired(node: shop.steward.node, logs: [])
            membership.insert(
                [try shop.write(shop.storeRoot, .memberRetired, retired.encoded())])
        }
        for node in nodes.indices { step(node, .membership(membership)) }
    }

    /// Bytes that the network hasn't taken from a stuck node.
    func waitingBytes(_ node: Int) -> Int {
        (heldBack[node] ?? []).reduce(0) { $0 + $1.1.body.count }
    }

    mutating func introduceAll() {
        for node in nodes.indices { introduce(node, to: nodes.indices) }
    }

    /// Gives a node a mesh key; channels are made under the older one of both sides.
    mutating func give(_ epoch: UInt64, to node: Int) {
        nodes[node].epoch = epoch
        step(node, .meshKey(Self.key(epoch, of: shop.steward.node)))
    }

    private static func key(_ epoch: UInt64, of steward: NodeID) -> MeshKeyNotice {
        MeshKeyNotice(
            epoch: epoch, key: .zero, steward: steward,
            signature: Bytes64(words: Array(repeating: 0, count: 8)))
    }

    private mutating func take(_ key: MeshKeyNotice, _ node: Int) -> [MeshEvent] {
        guard key.epoch > nodes[node].epoch else { return [] }
        nodes[node].epoch = key.epoch
        return [.meshKey(key)]
    }

    /// Tells a node in which life it writes.
    mutating func begin(_ life: Incarnation, at node: Int) {
        nodes[node].incarnation = life
        step(node, .life(life))
    }

    /// A node's process ends and another one starts on its disk; its links hang.
    mutating func restart(_ node: Int) {
        for (link, end) in others where end.node == node { others[link] = nil }
        let twin = clone(node)
        nodes[node].mesh = nodes.remove(at: twin).mesh
        dials.removeLast()
    }

    /// Another machine with a node's key and a copy of its disk, which writes in a life of its own.
    mutating func clone(_ node: Int) -> Int {
        var twin = nodes[node]
        var frontier = Frontier()
        for log in twin.index.sortedLogs { frontier.replace(log, with: twin.heads(of: log)) }
        twin.mesh = Mesh(
            twin.identity, membership: membership, frontier: frontier, seed: random.next())
        twin.incarnation = Incarnation(Bytes8(words: [random.next()]))
        nodes.append(twin)
        dials.append(0)
        step(nodes.count - 1, .life(twin.incarnation ?? twin.author.log.incarnation))
        return nodes.count - 1
    }

    /// A run of operations of a node's own log behind those that it has.
    mutating func write(_ count: Int, by node: Int, in scope: ScopeID? = nil) throws {
        let log = nodes[node].author.log(
            in: scope ?? shop.store, incarnation: nodes[node].incarnation)
        let author = nodes[node].author.identity
        var writer = LogWriter(log: log, head: nodes[node].logs[log]?.last?.head)
        let stamp = (nodes[node].logs[log]?.last?.operation.hlc.raw ?? 1 << 40) + 1
        let drafts = (0..<count).map { number in
            LogWriter.Draft(
                hlc: HLC(raw: stamp + UInt64(number)), kind: 64,
                payload: random.bytes(Int.random(in: 10...300, using: &random)))
        }
        store(try writer.append(drafts, by: author, signing: .each), at: node)
    }

    mutating func sell(_ isSelling: Bool, at node: Int) { step(node, .selling(isSelling)) }

    /// Lets time pass.
    mutating func run(_ milliseconds: UInt64) {
        let end = now + milliseconds
        while now < end {
            let tick = now - now % 100 + 100
            let next = min(queue.first?.at ?? .max, tick, end)
            now = max(now, next)
            if let first = queue.first, first.at <= now {
                queue.removeFirst()
                deliver(first.end, first.what)
            } else if now == tick {
                for node in nodes.indices { step(node, .tick) }
            }
        }
    }

    /// Runs until all nodes have the same, at most so long.
    mutating func settle(within milliseconds: UInt64) -> Bool {
        let end = now + milliseconds
        while now < end {
            if isEqual { return true }
            run(100)
        }
        return isEqual
    }

    var isEqual: Bool { Set(nodes.map { $0.logs.mapValues(\.count) }).count == 1 }

    /// The links of a node on which a log is wanted.
    func sources(of log: LogID, at node: Int) -> [LinkID] {
        nodes[node].mesh.peers.map(\.link).filter { talks[$0]?.wanted.contains(log) == true }
    }

    func link(from node: Int, to other: Int) -> LinkID? {
        nodes[node].mesh.peers.first { $0.node == nodes[other].author.node }?.link
    }

    /// Gives the network's answer for what it wouldn't take.
    mutating func unstick(_ node: Int) {
        stuck.remove(node)
        let held = heldBack[node] ?? []
        heldBack[node] = []
        for (end, frame) in held { carry(frame, from: end) }
    }

    var heldBack: [Int: [(End, ChannelFrame)]] = [:]

    // MARK: The machines

    mutating func step(_ node: Int, _ event: MeshEvent) {
        var events = [event]
        var rounds = 0
        while !events.isEmpty {
            rounds += 1
            guard rounds < Self.roundsMax else { return findings.append("an event without end") }
            let time = MeshTime(milliseconds: now, wall: now)
            let directives = nodes[node].mesh.step(events.removeFirst(), now: time)
            for directive in directives { events += obey(directive, node) }
        }
        nodes[node].mesh.checkInvariants()
    }

    private mutating func obey(_ directive: MeshDirective, _ node: Int) -> [MeshEvent] {
        switch directive {
        case .send(let link, let frame): send(frame, from: End(node: node, link: link))
        case .close(let link): close(End(node: node, link: link))
        case .read(let link, let read): return [self.read(read, link, node)]
        case .look(let head):
            let held = nodes[node].logs[head.log]?.contains {
                $0.operation.seq == head.seq && $0.hash.prefix8 == head.hash8
            }
            return [.looked(head, isHeld: held == true)]
        case .ingest(let link, let segment): return ingest(segment, link, node)
        case .restore(let log, let run): return restore(log, run, node)
        case .dial(let address): dial(address, node)
        case .endLife(let incarnation): ended.append((node, incarnation))
        case .alarm(let alarm): alarms.append((node, alarm))
        case .meshKey(let key, _): return take(key, node)
        case .accepted, .received, .reportState, .peerUp, .peerDown: break
        }
        return []
    }
}
