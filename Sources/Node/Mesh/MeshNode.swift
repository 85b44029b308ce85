import CRDT
import Crypto
import Encoding
import Replication
import Retail
import Storage
import Synchronization

/// What the mesh's thread needs of the node whose mesh it is.
final class MeshNode: Sendable {
    let identity: Identity
    let store: ScopeID
    let node: NodeID
    let dictionaries: [ZstdDictionary]
    let directory: DataDirectory
    let writer: SerialThread
    let resolver = SerialThread(name: "resolver")
    let door: RegisterDoor
    let inbox: MeshInbox
    let rights: RightsDesk
    let clock: StoreClock
    let snapshots: SnapshotDesk
    let retention: RetentionDesk
    let held: Mutex<Held>
    private let log: @Sendable (MeshNote) -> Void
    let journal = MeshJournal()
    let printing: NeighbourPrinting
    /// Rings when what ``report`` or ``takeState(of:)`` say may have changed.
    let bell = NewsBell()

    struct Held {
        var secrets: MeshSecrets
        var membership: Membership
        /// Members that are known to have the current mesh key.
        var holders: Set<NodeID> = []
        /// Keys of makers who aren't known to make any yet.
        var waiting: [MeshKey] = []
        /// Under which channels are made now, the current one first.
        var accepted: [MeshKey]
        /// Which key an address is tried with next.
        var trials: [String: ChannelKeyTrial] = [:]
        var invitations = Invitations()
        var report = MeshReport()
        /// What waits to be sent to those that are met.
        var queuedBytes: [NodeID: Int] = [:]
        var states: [NodeID: StateReport] = [:]
        /// By how much store time was ahead of this clock when that was last kept.
        var keptClockOffset: Int64 = 0
        var watcher: (@Sendable (MeshReport) -> Void)?
        var isRecounting = false
        /// Whether the mesh has ended.
        var isEnding = false
    }

    init(
        _ directory: DataDirectory, _ file: IdentityFile, secrets: MeshSecrets,
        membership: Membership, dictionaries: [ZstdDictionary], begun: [Bytes16],
        running: RunningNode, reader: ShopReader, inbox: MeshInbox,
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
        clock = running.clock
        self.inbox = inbox
        self.log = log
        snapshots = SnapshotDesk(
            SnapshotDesk.Office(
                node: file.node, store: file.store,
                send: { frame, peer in inbox.post(.event(.send(peer, frame))) }, note: log),
            running.directory, file.identity, writer: running.writer, door: running.door)
        retention = RetentionDesk(
            file, reader, writer: running.writer, door: running.door,
            begun: { log, start in inbox.post(.event(.begins(log, behind: start))) },
            note: { log(.storage($0)) })
        printing = NeighbourPrinting(begun: begun) { [inbox] peer, frame in
            inbox.post(.event(.send(peer, frame)))
        }
        held = Mutex(
            Held(
                secrets: secrets, membership: membership, holders: [file.node],
                accepted: secrets.accepted(membership, in: file.store, holders: [file.node])))
    }

    func note(_ note: MeshNote) {
        // Who joined stands in the list itself.
        if case .joined = note {} else { journal.add(note.line, at: SystemClock.wall()) }
        log(note)
    }

    // MARK: Invitations

    /// Opens an invitation, and says what it promises.
    func open(
        _ invitation: Invitation, _ guest: Guest, taken: [UInt8]
    ) throws(InviteError) -> Guest {
        try held.withLock { held in
            Result { () throws(InviteError) in
                try held.invitations.add(
                    invitation, guest, taken: taken, atMilliseconds: Self.wall)
            }
        }.get()
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
        _ peers: [PeerStatus], _ progress: MeshProgress, known: Int, unconfirmed: UInt64,
        salesOnlyHere: UInt64, queuedBytes: [NodeID: Int]
    ) {
        var report = MeshReport(
            peers: peers.map {
                MeshReport.Peer(
                    node: $0.node, address: $0.address,
                    roundTripMilliseconds: $0.roundTripMilliseconds,
                    clockOffsetMilliseconds: $0.clockOffsetMilliseconds, behind: $0.behind)
            }, known: UInt64(known), missing: progress.missing, unconfirmed: unconfirmed,
            salesOnlyHere: salesOnlyHere, delivered: progress.delivered,
            missingControl: progress.missingControl,
            informed: UInt64(progress.peers))
        report.outOfReach = UInt64(progress.outOfReach.count)
        report.wantedAgain = progress.pastMissing
        report.wantedOutOfReach = UInt64(progress.pastOutOfReach.count)
        for peer in peers {
            if let offset = peer.clockOffsetMilliseconds {
                clock.hear(peer.node, offsetMilliseconds: offset)
            }
        }
        keepClock()
        door.followPublications(on: writer, now: clock.now)
        printing.look(
            now: MeshLoop.now().milliseconds, met: Set(report.peers.map(\.node)))
        let watcher = held.withLock { [node] held -> (@Sendable (MeshReport) -> Void)? in
            report.standing = held.membership.state(of: node)
            held.queuedBytes = queuedBytes
            guard held.report != report else { return nil }
            held.report = report
            return held.watcher ?? { _ in }
        }
        guard let watcher else { return }
        watcher(report)
        bell.ring()
    }

    /// Keeps on disk how store time stands, for other programs of this machine.
    private func keepClock() {
        let offset = clock.offsetMilliseconds
        let isNews = held.withLock { held in
            guard abs(offset &- held.keptClockOffset) > Self.clockNewsMilliseconds else {
                return false
            }
            held.keptClockOffset = offset
            return true
        }
        guard isNews else { return }
        writer.run { [self] in
            let kept = door.enterIfOpen { register in
                Result { () throws(PerformError) in try register.write([clock.write]) }
            }
            if case .failure(.storage(let error))? = kept { note(.storage(error)) }
        }
    }

    /// Another program's clock may be off by as much.
    private static let clockNewsMilliseconds: Int64 = 250

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
