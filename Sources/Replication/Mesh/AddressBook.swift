import CRDT

/// Where members may be met, and when to try again: discovery proposes, only a link decides.
struct AddressBook: Sendable {
    struct Place: Hashable, Sendable {
        /// Who was met there, or is said to be.
        var node: NodeID?
        var failures: UInt64 = 0
        var notBefore: UInt64 = 0
        var isBusy = false
        /// Whether the machine that answers there is, or was last, the one that is met.
        var isSettled = false
    }

    static let placesMax = 1_024
    static let backOffFirst: UInt64 = 500
    static let backOffMost: UInt64 = 8_000
    /// Up to so many lanes everybody meets everybody.
    static let fullMeshMax = 16
    static let stableLinks = 6
    static let randomLinks = 2
    /// How long a random choice of peers stands, in milliseconds.
    static let choiceMilliseconds: UInt64 = 600_000

    private let own: NodeID
    private(set) var places: [String: Place] = [:]
    /// Grows with everything that is learnt of where members may be met.
    private(set) var revision: UInt64 = 0
    private var choice: (until: UInt64, nodes: [NodeID]) = (0, [])

    init(own: NodeID) { self.own = own }

    /// Takes note of an address; more than so many are nobody's store.
    mutating func learn(_ address: String, of node: NodeID?) {
        guard node != own else { return }
        if places[address] == nil {
            guard places.count < Self.placesMax else { return }
            places[address] = Place()
        }
        if let node, places[address]?.node != node {
            places[address]?.node = node
            touch()
        }
    }

    /// What is passed on has changed.
    mutating func touch() { revision += 1 }

    mutating func failed(_ address: String, _ now: UInt64, _ random: inout MeshRandom) {
        guard var place = places[address] else { return }
        place.isBusy = false
        place.failures += 1
        // Exponential with full jitter.
        let most = min(Self.backOffMost, Self.backOffFirst << min(place.failures - 1, 10))
        place.notBefore = now + 1 + random.below(most)
        places[address] = place
    }

    /// Nobody who is looked for is there: it isn't dialled before a moment.
    mutating func rest(_ address: String, until moment: UInt64) {
        places[address]?.node = nil
        places[address]?.notBefore = moment
    }

    /// A link ended; one that never got to `hello` counts as a failure.
    ///
    /// - Parameters:
    ///   - address: where it was dialled.
    ///   - wasOpen: whether it got to `hello`.
    ///   - isMet: whether the same machine is met on another link.
    ///   - now: milliseconds.
    ///   - random: for the time until the next try.
    mutating func ended(
        _ address: String, wasOpen: Bool, isMet: Bool, _ now: UInt64, _ random: inout MeshRandom
    ) {
        if wasOpen { places[address]?.failures = 0 }
        places[address]?.isSettled = isMet
        failed(address, now, &random)
    }

    mutating func met(_ node: NodeID, at address: String) {
        learn(address, of: node)
        places[address]?.failures = 0
        places[address]?.isSettled = true
    }

    /// The addresses to dial now, ascending: of nodes with which no link stands, and where a second
    /// machine with a met node's key may be, each until it is known who answers there.
    ///
    /// - Parameters:
    ///   - now: milliseconds.
    ///   - met: nodes with which a link stands.
    ///   - mayBeTwins: whether more than one machine may have a node's key.
    ///   - random: for the choice of peers in a big store.
    /// - Returns: each is busy from now on.
    mutating func due(
        _ now: UInt64, met: Set<NodeID>, mayBeTwins: (NodeID) -> Bool,
        _ random: inout MeshRandom
    ) -> [String] {
        let wanted = wanted(now, met, &random)
        var claimed = met
        var due: [String] = []
        // Who is met there is only known afterwards: in a big store not all at once.
        var strangers = wanted == nil ? Int.max : Self.randomLinks
        for address in places.keys.sorted() {
            guard let place = places[address], !place.isBusy, place.notBefore <= now else {
                continue
            }
            if let node = place.node {
                guard wanted?.contains(node) ?? true else { continue }
                let isBeside = met.contains(node) && !place.isSettled && mayBeTwins(node)
                guard isBeside || claimed.insert(node).inserted else { continue }
            } else {
                guard strangers > 0 else { continue }
                strangers -= 1
            }
            places[address]?.isBusy = true
            due.append(address)
        }
        return due
    }

    /// The nodes to be met; nil for all of them.
    mutating func wanted(
        _ now: UInt64, _ met: Set<NodeID>, _ random: inout MeshRandom
    ) -> Set<NodeID>? {
        let known = Set(places.values.compactMap(\.node)).union(met).sorted()
        guard known.count >= Self.fullMeshMax else { return nil }
        // Those that follow us in the ring of names: everybody chooses so, and all are joined.
        let next = known.firstIndex { $0 > own } ?? 0
        var nodes = Set((0..<Self.stableLinks).map { known[(next + $0) % known.count] })
        if now >= choice.until || !choice.nodes.allSatisfy(known.contains) {
            choice = (now + Self.choiceMilliseconds, [])
        }
        choice.nodes.removeAll { nodes.contains($0) }
        while choice.nodes.count < Self.randomLinks {
            let others = known.filter { !nodes.contains($0) && !choice.nodes.contains($0) }
            guard let other = random.pick(others) else { break }
            choice.nodes.append(other)
        }
        nodes.formUnion(choice.nodes)
        return nodes
    }

    /// What is known of members' addresses, to be passed on.
    var known: [PeerAddresses] {
        var addresses: [NodeID: [String]] = [:]
        for address in places.keys.sorted() {
            if let node = places[address]?.node { addresses[node, default: []].append(address) }
        }
        return addresses.keys.sorted().map {
            PeerAddresses(node: $0, addresses: addresses[$0] ?? [])
        }
    }
}
