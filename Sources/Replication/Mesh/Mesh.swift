public import CRDT
import Crypto
import Encoding

/// One node's view of all its links: who is met, what is asked of whom, what is sent to whom.
///
/// Performs no I/O, reads no clock: the shell tells it what happens and obeys what it answers
/// (protocol.md §5). Links number 16 or so, so that walking them costs nothing beside a commit.
public struct Mesh: Sendable {
    /// Who this node is to its peers.
    public struct Identity: Hashable, Sendable {
        public let node: NodeID
        /// The pinned root.
        public let root: NodeID
        public let store: ScopeID
        public internal(set) var credential: Credential
        /// For people.
        public let label: String
        public let software: String
        public let listenPort: UInt16?
        /// The scopes that this node replicates beside its store, without control scopes.
        public let otherScopes: [ScopeID]
        /// The shipped dictionaries that its channels read.
        public let dictionaries: [UInt32]

        public init(
            node: NodeID, root: NodeID, store: ScopeID, credential: Credential, label: String,
            software: String, listenPort: UInt16?, otherScopes: [ScopeID] = [],
            dictionaries: [UInt32] = []
        ) {
            self.node = node
            self.root = root
            self.store = store
            self.credential = credential
            self.label = label
            self.software = software
            self.listenPort = listenPort
            self.otherScopes = otherScopes
            self.dictionaries = dictionaries
        }

        var scopes: [ScopeID] { [store] + otherScopes }
    }

    var identity: Identity
    /// The X25519 form of our own key; nil where it has none, which opens no channel anyway.
    let ownKey: [UInt8]?
    let controls: Set<ScopeID>
    /// Tells this process from others that have its key.
    let process: Bytes8
    /// In which this node writes; nil before it was told.
    var incarnation: Incarnation?
    var membership: Membership
    var meshKey: MeshKeyNotice?
    var random: MeshRandom
    var sessions: [LinkID: Session] = [:]
    var logs: [LogID: LogState] = [:]
    var book: AddressBook
    var ownAddresses: [String] = []
    var isSelling = false
    /// Only control logs are asked for.
    var isHolding = false
    var now = MeshTime(milliseconds: 0, wall: 0)
    var nextDigest: UInt64 = 0
    var nextAdverts: UInt64 = 0
    var nextRound: UInt64 = 0
    var directives: [MeshDirective] = []
    /// Operations that came in frames, those that were here already included.
    var delivered: UInt64 = 0
    /// The frontier digest of all our scopes; nil where a head moved since.
    var digest: Bytes32?

    /// - Parameters:
    ///   - identity: who this node is.
    ///   - membership: who may write what, as the node's disk has it.
    ///   - frontier: what is on disk, as far as signatures cover it.
    ///   - starts: the operations behind which logs begin whose first ones aren't held any more.
    ///   - seed: of all that is left to chance here.
    public init(
        _ identity: Identity, membership: Membership, frontier: Frontier,
        starts: [LogID: LogPoint] = [:], seed: UInt64
    ) {
        self.identity = identity
        self.membership = membership
        random = MeshRandom(seed: seed)
        process = Bytes8(words: [random.next()])
        book = AddressBook(own: identity.node)
        controls = Set(identity.scopes.map(\.control))
        do {
            ownKey = try X25519.publicKey(ofNode: identity.node.key.bytes)
        } catch {
            ownKey = nil
        }
        for log in frontier.logs { logs[log] = LogState(heads: frontier[log], start: starts[log]) }
    }

    /// Takes one event and returns what the shell must now do, in order.
    public mutating func step(_ event: MeshEvent, now: MeshTime) -> [MeshDirective] {
        self.now = now
        directives = []
        switch event {
        case .tick: tick()
        case .linkUp(let link, let origin): linkUp(link, origin)
        case .linkDown(let link): forget(link)
        case .dialFailed(let address): book.failed(address, now.milliseconds, &random)
        case .frame(let link, let received): receive(received, on: link)
        case .packed(let link, let saved): sessions[link]?.credit += Int64(saved)
        case .flushed(let link, let bytes): flushed(bytes, on: link)
        case .stored(let log, let heads, let fresh): stored(log, heads, fresh)
        case .begins(let log, let start): begin(log, behind: start)
        case .pastWanted(let past): want(past: past)
        case .restored(let log, let isStored): restored(log, isStored: isStored)
        case .read(let link, let read, let operations, let isComplete):
            serve(operations, of: read, isComplete: isComplete, on: link)
        case .ingested(let link, let log, let outcome): ingested(log, outcome, on: link)
        case .looked(let entry, let isHeld): looked(entry, isHeld: isHeld)
        case .membership(let membership): take(membership)
        case .life(let incarnation): self.incarnation = incarnation
        case .credential(let credential): identity.credential = credential
        case .meshKey(let key): take(key)
        case .discovered(let address): book.learn(address, of: nil)
        case .ownAddresses(let addresses):
            ownAddresses = addresses
            book.touch()
        case .send(let node, let frame): send(frame, to: node)
        case .state(let link, let report): send(.state(report), on: link)
        case .selling(let isSelling):
            self.isSelling = isSelling
            if !isSelling { pumpAll() }
        case .holding(let isHolding):
            self.isHolding = isHolding
            for log in allNamedLogs { findSource(of: log) }
        }
        defer { directives = [] }
        return directives
    }

    // MARK: What it knows

    /// The peers that are met, ascending by link.
    public var peers: [PeerStatus] {
        links.compactMap { link in
            guard let session = sessions[link], session.isHeard, let peer = session.peer else {
                return nil
            }
            return PeerStatus(
                node: peer.node, link: link, address: session.address,
                roundTripMilliseconds: session.heartbeat.roundTrip,
                clockOffsetMilliseconds: session.heartbeat.clockOffset,
                behind: behind(session))
        }
    }

    /// How many operations a peer lacks of what is here; of forked logs an estimate.
    private func behind(_ session: Session) -> UInt64? {
        guard session.hasWhole else { return nil }
        // A peer doesn't say that it has what was sent to it; it agrees in the digest later.
        if let digest, session.agreed == digest { return 0 }
        return logs.reduce(0) { sum, entry in
            guard session.replicates(entry.key.scope) else { return sum }
            let ours = entry.value.heads.map(\.seq).max() ?? 0
            let theirs = session.height(of: entry.key)
            return ours > theirs ? sum + (ours - theirs) : sum
        }
    }

    /// Of the peers met, how many have all of a log that we have: 0 says that it is only here.
    public func holders(of log: LogID) -> Int {
        let heads = logs[log]?.heads ?? []
        let holding = sessions.values.filter { $0.isHeard && $0.knows(log, heads) }
        return Set(holding.compactMap { $0.peer?.node }).count
    }

    var links: [LinkID] { sessions.keys.sorted() }

    /// Whether a scope is a control scope: those come first.
    func isControl(_ scope: ScopeID) -> Bool { controls.contains(scope) }

    // MARK: Sending

    mutating func send(_ frame: Frame, on link: LinkID) {
        guard var session = sessions[link], session.phase != .closed else { return }
        guard let envelope = session.write(frame) else {
            // No further log can be named: the next connection begins anew.
            return close(link, Bye(.overload, "logs"))
        }
        sessions[link] = session
        directives.append(.send(link, envelope))
    }

    private mutating func send(_ frame: Frame, to node: NodeID) {
        let link = links.first { sessions[$0]?.peer?.node == node }
        if let link, sessions[link]?.isUsable == true, sessions[link]?.isHeard == true,
            sessions[link]?.isOldKey == false
        {
            send(frame, on: link)
        }
    }

    /// Says why, and closes.
    mutating func close(_ link: LinkID, _ bye: Bye) {
        guard var session = sessions[link] else { return }
        if let envelope = session.write(.bye(bye)) {
            directives.append(.send(link, envelope))
        }
        drop(link)
    }

    /// Closes without a word.
    mutating func drop(_ link: LinkID) {
        directives.append(.close(link))
        forget(link)
    }

    /// The link is gone: what was asked on it is asked elsewhere.
    mutating func forget(_ link: LinkID) {
        guard let session = sessions.removeValue(forKey: link) else { return }
        forgetPast(on: link)
        if let address = session.address {
            let isMet = sessions.values.contains { other in
                guard let its = other.peer, let peer = session.peer else { return false }
                return its.isOneMachine(with: peer)
            }
            book.ended(
                address, wasOpen: session.isOpen, isMet: isMet, now.milliseconds, &random)
        }
        guard let peer = session.peer else { return }
        if !links.contains(where: { sessions[$0]?.peer?.node == peer.node }) {
            directives.append(.peerDown(peer.node))
        }
        for log in controlFirst(logs.keys) where logs[log]?.source == link {
            logs[log]?.source = nil
            findSource(of: log)
        }
    }

    var sortedLogs: [LogID] { logs.keys.sorted() }

    /// The order in which logs are asked for: control scopes before all others.
    func controlFirst(_ logs: some Sequence<LogID>) -> [LogID] {
        let sorted = logs.sorted()
        return sorted.filter { isControl($0.scope) } + sorted.filter { !isControl($0.scope) }
    }

    /// Stops where the links and the sources don't fit together.
    public func checkInvariants() {
        for session in sessions.values { session.checkInvariants() }
        for log in sortedLogs {
            for source in [logs[log]?.source, logs[log]?.past?.source?.link] {
                guard let source else { continue }
                precondition(
                    sessions[source]?.isOpen == true, "a source of \(log.text) is no open link")
            }
        }
    }
}
