public import CRDT
import Crypto
import Encoding
public import Replication
import Retail
public import Storage
import Synchronization

/// Something of the mesh that a person who looks after it should know.
public enum MeshNote: Sendable {
    /// A connection ended because of what came on it; whose it was.
    case channel(String, ChannelFault)
    case mesh(MeshAlarm)
    case storage(StorageError)
    case discovery(String)
    case listening(String)
    /// Somebody joined with an invitation.
    case joined(NodeID, lane: UInt8)
    /// Too many calls under an invitation came to nothing.
    case invitationEnded
    case file(FileError)
}

extension MeshNote {
    /// For the log of whoever looks after the node.
    public var text: String {
        switch self {
        case .channel(let whose, let fault): "mesh: \(whose): refused: \(fault)"
        case .mesh(let alarm): "mesh: \(alarm)"
        case .storage(let error): "mesh: \(error)"
        case .discovery(let reason): "mesh: nobody can be found on the LAN by name: \(reason)"
        case .listening(let reason): "mesh: this node can't be called: \(reason)"
        case .joined(let node, let lane): "mesh: \(node.short) joined as lane \(lane)"
        case .invitationEnded: "mesh: an invitation ended: too many calls came to nothing"
        case .file(let error): "mesh: \(error)"
        }
    }
}

/// What the mesh's thread needs of the node whose mesh it is.
final class MeshNode: Sendable {
    let identity: Identity
    let store: ScopeID
    let node: NodeID
    let dictionaries: [ZstdDictionary]
    private let directory: DataDirectory
    private let writer: SerialThread
    private let resolver = SerialThread(name: "resolver")
    private let door: RegisterDoor
    private let inbox: MeshInbox
    let rights: RightsDesk
    private let held: Mutex<Held>
    private let log: @Sendable (MeshNote) -> Void
    /// Rings when what ``report`` or ``takeState(of:)`` say may have changed.
    let bell = NewsBell()

    private struct Held {
        var secrets: MeshSecrets
        /// Which key an address is tried with next.
        var trials: [String: ChannelKeyTrial] = [:]
        var invitations = Invitations()
        var report = MeshReport()
        var states: [NodeID: StateReport] = [:]
        var watcher: (@Sendable (MeshReport) -> Void)?
        var isRecounting = false
    }

    init(
        _ directory: DataDirectory, _ file: IdentityFile, secrets: MeshSecrets,
        dictionaries: [ZstdDictionary], running: RunningNode, inbox: MeshInbox,
        log: @escaping @Sendable (MeshNote) -> Void
    ) {
        self.directory = directory
        identity = file.identity
        store = file.store
        node = file.node
        self.dictionaries = dictionaries
        writer = running.writer
        door = running.door
        rights = running.rights
        self.inbox = inbox
        self.log = log
        held = Mutex(Held(secrets: secrets))
    }

    func note(_ note: MeshNote) { log(note) }

    // MARK: Keys

    var secrets: MeshSecrets { held.withLock { $0.secrets } }

    /// What a call may be made with: mesh keys, newest first, then open invitations.
    var answeringKeys: [ChannelKey] {
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        return held.withLock { held in
            held.secrets.keys.map(\.channelKey) + held.invitations.keys(atMilliseconds: now)
        }
    }

    /// The key with which an address is called next; nil where there is none.
    func dialingKey(at address: String) -> ChannelKey? {
        held.withLock { held in
            let keys = held.secrets.keys.map(\.channelKey)
            return held.trials[address, default: ChannelKeyTrial(keys)].current
        }
    }

    /// Notes how a call ended.
    ///
    /// - Returns: whether an older key is worth another call at once.
    func tryOlderKey(at address: String, wasAnswered: Bool) -> Bool {
        held.withLock { held in
            let keys = held.secrets.keys.map(\.channelKey)
            return held.trials[address, default: ChannelKeyTrial(keys)]
                .ended(wasAnswered: wasAnswered)
        }
    }

    /// Takes a mesh key that a peer passed on, if a steward who counts signed it.
    ///
    /// - Returns: the key that is current now, where it changed.
    func take(_ notice: MeshKeyNotice, membership: Membership) -> MeshKeyNotice? {
        let secret = Secret(notice.key.bytes)
        guard notice.epoch <= UInt64(UInt32.max),
            let key = MeshKey(
                epoch: UInt32(notice.epoch), key: secret, steward: notice.steward,
                signature: notice.signature),
            key.isSigned, membership.makesMeshKeys(notice.steward, of: store)
        else { return nil }
        return add(key)
    }

    /// Keeps a key on disk, and says which is current now where that changed.
    func add(_ key: MeshKey) -> MeshKeyNotice? {
        let (secrets, current) = held.withLock { held -> (MeshSecrets?, MeshKey?) in
            let before = held.secrets.keys.first?.id
            guard held.secrets.add(key) else { return (nil, nil) }
            held.trials = [:]
            let first = held.secrets.keys.first
            return (held.secrets, first?.id == before ? nil : first)
        }
        if let secrets {
            do throws(FileError) {
                try secrets.write(directory)
            } catch {
                note(.file(error))
            }
        }
        return current.flatMap(MeshKeyNotice.init)
    }

    // MARK: The register

    /// Stores a segment on the writer's thread, then answers there.
    func ingest(_ segment: Segment, then answer: @escaping @Sendable (Arrival) -> Void) {
        writer.run { [self] in
            answer(door.enter { $0.ingest(segment) })
            acknowledge()
            rights.advance(door)
            recount()
        }
    }

    /// Says once an hour what is here, while others' operations come in.
    private func acknowledge() {
        let said = door.enter { register in
            Result { () throws(StorageError) in try register.acknowledge() }
        }
        if case .failure(let error) = said { note(.storage(error)) }
    }

    /// Applies changed verdicts to what is stored, a step at a time: sales come in between.
    private func recount() {
        let isFirst = held.withLock { held in
            defer { held.isRecounting = true }
            return !held.isRecounting
        }
        if isFirst { recountNext() }
    }

    private func recountNext() {
        writer.run { [self] in
            let more = door.enter { register in
                Result { () throws(StorageError) in try register.recountSome() }
            }
            if case .failure(let error) = more { note(.storage(error)) }
            if case .success(true) = more { return recountNext() }
            held.withLock { $0.isRecounting = false }
        }
    }

    func reportState(then answer: @escaping @Sendable (StateReport) -> Void) {
        writer.run { [self] in
            if let report = door.enter({ $0.stateReport }) { answer(report) }
        }
    }

    /// Looks up where an address is, on a thread that may wait for it.
    func resolve(_ address: String, then answer: @escaping @Sendable ([SocketAddress]) -> Void) {
        guard let parsed = TCPAddress(address) else { return answer([]) }
        let known = parsed.resolved(numericOnly: true)
        if !known.isEmpty { return answer(known) }
        resolver.run { answer(parsed.resolved(numericOnly: false)) }
    }

    /// A peer's frame that the mesh itself has no use for.
    func received(_ frame: Frame, from peer: NodeID) {
        switch frame {
        case .state(let report):
            held.withLock { $0.states[peer] = report }
            bell.ring()
        case .ask(let request): answer(request, to: peer)
        case .denied(let denial):
            rights.take(denial, from: peer)
            advanceRights()
        case .hello, .have, .want, .ops, .proof, .offer, .partRequest, .part, .ping, .pong, .bye,
            .join, .welcome, .meshKey, .peers, .stateRequest, .print, .printed, .keys:
            return
        }
    }

    /// Grants rights that this lane owns, or says why not.
    private func answer(_ request: RightsRequest, to peer: NodeID) {
        writer.run { [self] in
            let answer = door.enter { register in
                Result { () throws(StorageError) in try register.answer(request, from: peer) }
            }
            switch answer {
            case .success(let denial?): send(.denied(denial), to: peer)
            case .success(nil): return
            case .failure(let error): note(.storage(error))
            }
        }
    }

    /// Takes commands that wait for another lane's rights a step further.
    func advanceRights() {
        guard rights.isWaiting else { return }
        writer.run { [self] in rights.advance(door) }
    }

    /// Sends a frame of the node's own.
    func send(_ frame: Frame, to peer: NodeID) { inbox.post(.event(.send(peer, frame))) }

    /// What a peer last said of its state, and forgets it.
    func takeState(of peer: NodeID) -> StateReport? {
        held.withLock { $0.states.removeValue(forKey: peer) }
    }

    /// Works with the register on the writer's thread and waits for it.
    func onWriter<Answer: Sendable>(
        _ work: @escaping @Sendable (inout Register) -> Answer
    ) -> Answer {
        writer.wait { [door] in door.enter(work) }
    }

    // MARK: Invitations

    func open(_ invitation: Invitation, _ guest: Guest) {
        held.withLock { $0.invitations.add(invitation, guest) }
    }

    func claim(_ number: UInt64, by node: NodeID) -> Invitations.Claim {
        held.withLock { $0.invitations.claim(number, by: node, atMilliseconds: Self.wall) }
    }

    func redeem(_ number: UInt64, by node: NodeID, _ welcome: Welcome) {
        held.withLock { $0.invitations.redeem(number, by: node, welcome: welcome) }
    }

    /// A call that opened and came to nothing; five of them end an invitation.
    func failed(_ call: ChannelCall) {
        if held.withLock({ $0.invitations.failed(call) }) { note(.invitationEnded) }
    }

    // MARK: Who is met

    /// Tells everyone else how the mesh stands.
    func show(
        _ peers: [PeerStatus], _ progress: MeshProgress, known: Int, unconfirmed: UInt64
    ) {
        let report = MeshReport(
            peers: peers.map {
                MeshReport.Peer(
                    node: $0.node, address: $0.address,
                    roundTripMilliseconds: $0.roundTripMilliseconds,
                    clockOffsetMilliseconds: $0.clockOffsetMilliseconds)
            }, known: UInt64(known), missing: progress.missing, unconfirmed: unconfirmed)
        let watcher = held.withLock { held -> (@Sendable (MeshReport) -> Void)? in
            guard held.report != report else { return nil }
            held.report = report
            return held.watcher ?? { _ in }
        }
        guard let watcher else { return }
        watcher(report)
        bell.ring()
    }

    /// Keeps on disk what neighbours are known to have.
    func keep(_ confirmed: Confirmed) {
        writer.run { [self] in
            let kept = door.enter { register in
                Result { () throws(PerformError) in try register.write([confirmed.write]) }
            }
            if case .failure(.storage(let error)) = kept { note(.storage(error)) }
        }
    }

    var report: MeshReport { held.withLock { $0.report } }

    /// Has somebody told of every change, on the mesh's thread.
    func watch(_ watcher: (@Sendable (MeshReport) -> Void)?) {
        held.withLock { $0.watcher = watcher }
    }
}

extension MeshKeyNotice {
    /// As a frame passes it on; nil for a key of another length than 32 bytes, which there isn't.
    init?(_ key: MeshKey) {
        guard let bytes = Bytes32(key.key.reveal()) else { return nil }
        self.init(
            epoch: UInt64(key.epoch), key: bytes, steward: key.steward, signature: key.signature)
    }
}
