public import CRDT
public import Encoding

/// Decides how a new lane comes to a snapshot; performs no I/O (protocol.md §7).
///
/// Whose offer it takes, which part comes from whom, who is asked whether it is right.
public struct SnapshotFetch: Sendable {
    public enum Event: Sendable {
        /// The members that can be reached now, the nearest first, and how many there may be.
        case peers([NodeID], known: Int)
        case offer(SnapshotOffer, from: NodeID)
        /// A part's rows are on disk.
        case taken(Bytes32)
        /// What came as this part was something else.
        case spoilt(Bytes32, from: NodeID)
        /// The part is what its maker says, and no rows that fit: the maker's fault.
        case unfit(Bytes32)
        /// A member's state, and what the rows that are here come to.
        case state(StateReport, from: NodeID, ours: [ScopeTableSum])
        /// All rows of the snapshot are gone again.
        case dropped
        case tick
    }

    public enum Directive: Hashable, Sendable {
        case askOffer(NodeID)
        case askPart(Bytes32, of: NodeID)
        case askState(NodeID)
        /// Parts of this offer will come.
        case begin(SnapshotOffer)
        /// Another member agreed: it may be sold by these rows.
        case agree(NodeID)
        /// Takes all rows of the snapshot away.
        case drop
        /// For people: the two don't agree, so neither is believed.
        case differ(maker: NodeID, checker: NodeID)
        /// For people: a member sent something else than it named.
        case spoilt(from: NodeID)
        /// No snapshot is to be had: the operations alone are taken.
        case giveUp
    }

    public enum Phase: Hashable, Sendable {
        /// Offers are awaited.
        case asking
        case loading
        case checking
        case dropping
        /// Agreed, or given up.
        case ended
    }

    /// Members that are asked for an offer.
    static let makersMax = 3
    /// How long an offer may take: a large catalogue is read and hashed for it.
    static let offerMilliseconds: UInt64 = 15_000
    /// How long others get once one has offered.
    static let othersMilliseconds: UInt64 = 1_200
    /// Parts that are under way from one member, and at all.
    static let partsEach = 4
    static let partsAll = 8
    static let partMilliseconds: UInt64 = 10_000
    static let stateEveryMilliseconds: UInt64 = 250
    /// How long the maker's own word has to wait for another's.
    static let aloneMilliseconds: UInt64 = 1_500
    /// How long a store that never stands still is watched for a moment in which two are equal.
    static let checkMilliseconds: UInt64 = 20_000
    static let roundsMax = 3
    static let reportsMax = 64

    let own: NodeID
    let store: ScopeID
    let tables: Set<String>
    let projection: UInt64

    public internal(set) var phase = Phase.asking
    /// The offer whose parts are taken.
    public internal(set) var chosen: SnapshotOffer?
    var loaded: Set<Bytes32> = []
    var peers: [NodeID] = []
    var known = 0
    var offers: [NodeID: SnapshotOffer] = [:]
    var asked: Set<NodeID> = []
    var requests: [Bytes32: (node: NodeID, since: UInt64)] = [:]
    /// Who sent something else as a part, by the part.
    var spoilt: [Bytes32: Set<NodeID>] = [:]
    /// Members one of which said something wrong.
    var doubted: Set<NodeID> = []
    /// Makers that aren't asked again.
    var liars: Set<NodeID> = []
    var reports: [(node: NodeID, report: StateReport)] = []
    /// What our rows come to, since the last part was taken.
    var latest: [ScopeTableSum]?
    var since: UInt64?
    var firstOffer: UInt64?
    var nextState: UInt64 = 0
    var rounds = 0
    var isGivingUp = false
    var directives: [Directive] = []

    /// - Parameters:
    ///   - own: the new lane.
    ///   - store: whose rows a snapshot holds.
    ///   - tables: the names of a snapshot's tables.
    ///   - projection: the version of the rows that this program makes.
    ///   - record: what an interrupted fetch has on disk.
    public init(
        own: NodeID, store: ScopeID, tables: Set<String>, projection: UInt64,
        resuming record: (offer: SnapshotOffer, loaded: Set<Bytes32>)? = nil
    ) {
        self.own = own
        self.store = store
        self.tables = tables
        self.projection = projection
        if let record {
            chosen = record.offer
            loaded = record.loaded
        }
    }

    /// Takes one event.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - now: milliseconds of a clock that never goes back.
    /// - Returns: what is to be done now, in order.
    public mutating func step(_ event: Event, now: UInt64) -> [Directive] {
        directives = []
        defer { directives = [] }
        guard phase != .ended else { return [] }
        let start = since ?? now
        since = start
        switch event {
        case .peers(let nodes, let known):
            self.known = known
            take(peers: nodes)
        case .offer(let offer, let node): take(offer, from: node, now)
        case .taken(let digest):
            loaded.insert(digest)
            requests[digest] = nil
            latest = nil
        case .spoilt(let digest, let node): note(spoilt: digest, from: node)
        case .unfit(let digest):
            requests[digest] = nil
            if let maker = chosen?.maker { distrust(maker: maker, checker: maker) }
        case .state(let report, let node, let ours): take(report, from: node, ours)
        case .dropped: restart(now)
        case .tick: break
        }
        advance(now)
        return directives
    }

    // MARK: Members

    private mutating func take(peers nodes: [NodeID]) {
        peers = nodes.filter { $0 != own }
        asked.formIntersection(peers)
        offers = offers.filter { peers.contains($0.key) }
        requests = requests.filter { peers.contains($0.value.node) }
    }

    private mutating func take(_ offer: SnapshotOffer, from node: NodeID, _ now: UInt64) {
        guard peers.contains(node), offer.maker == node, offer.projection == projection,
            offer.isSigned
        else { return }
        offers[node] = offer
        if firstOffer == nil { firstOffer = now }
    }

    private mutating func note(spoilt digest: Bytes32, from node: NodeID) {
        requests[digest] = nil
        spoilt[digest, default: []].insert(node)
        directives.append(.spoilt(from: node))
    }

    mutating func distrust(maker: NodeID, checker: NodeID) {
        liars.insert(maker)
        doubted.formUnion([maker, checker])
        directives.append(.differ(maker: maker, checker: checker))
        drop()
    }

    mutating func drop() {
        phase = .dropping
        requests = [:]
        directives.append(.drop)
    }

    private mutating func restart(_ now: UInt64) {
        guard phase == .dropping else { return }
        chosen = nil
        loaded = []
        (asked, offers, spoilt, reports, latest) = ([], [:], [:], [], nil)
        (since, firstOffer) = (now, nil)
        rounds += 1
        guard !isGivingUp, rounds <= Self.roundsMax else { return end() }
        phase = .asking
    }

    private mutating func end() {
        phase = .ended
        directives.append(.giveUp)
    }

    /// Nothing comes of it: what is here goes, then the operations alone are taken.
    mutating func giveUp() {
        guard chosen != nil else { return end() }
        isGivingUp = true
        drop()
    }
}
