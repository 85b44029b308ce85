import CPosix
import CRDT
import Crypto
import Encoding
import Glibc
import Replica
import Replication
import Storage
import Synchronization

/// A node's part in its store's mesh while its program runs: a thread of its own for sockets, and
/// the host's avahi for finding others.
///
/// The till owes it nothing: whatever fails here, selling goes on.
public final class MeshService: Sendable {
    let node: MeshNode
    let inbox: MeshInbox
    private let thread = SerialThread(name: "mesh")
    private let discovery: LANDiscovery?
    let running: RunningNode
    private let ended = DoneSignal()
    private let isClosed = Mutex(false)
    /// Where this node listens; nil: nowhere.
    public let port: UInt16?
    private let listenHost: String?

    /// Listens, looks for others and meets them, until ``close()``.
    ///
    /// - Parameters:
    ///   - running: the open node.
    ///   - settings: of its `mesh.conf`.
    ///   - software: the program and its version, for peers' lists.
    ///   - log: hears what somebody who looks after the node should know, on any thread.
    /// - Throws: what the mesh's own file or the database refused; the node itself goes on.
    public init(
        _ running: RunningNode, _ settings: MeshSettings, software: String,
        log: @escaping @Sendable (MeshNote) -> Void
    ) throws {
        self.running = running
        let inbox = try MeshInbox()
        self.inbox = inbox
        let listening = settings.listen.flatMap(TCPAddress.init)
        let listener = listening.flatMap { Self.listen($0, log) }
        port = listener.map(TCPSocket.port(of:))
        listenHost = listening?.host
        let start = try running.onWriter { register in
            Result { try Self.begin(&register, inbox) }
        }.get()
        let node = MeshNode(
            running.directory, start.file, secrets: start.secrets,
            membership: start.membership,
            dictionaries: try ShippedDictionary.all.map { try ZstdDictionary($0.bytes) },
            begun: start.begun,
            running: running, reader: try running.makeReader(), inbox: inbox, log: log)
        self.node = node
        running.rights.connect(
            RightsDesk.Connection(
                send: { [node] peer, frame in node.send(frame, to: peer) },
                connected: { [node] in Set(node.report.peers.map(\.node)) }))
        let loop = try MeshLoop(
            node, inbox: inbox,
            mesh: Mesh(
                Self.identity(start, software: software, port: port),
                membership: start.membership, frontier: start.frontier, starts: start.starts,
                seed: SystemRandom().next()),
            membership: start.membership, confirmed: start.confirmed,
            reader: running.makeReader(), listeners: listener.map { [$0] } ?? [])
        let tags: @Sendable () -> [String] = { [node] in node.keys.map(\.discoveryTag) }
        let own = String(start.file.node.short)
        discovery = settings.isAnnounced ? Self.discovery(inbox, own: own, port, tags) : nil
        if let key = node.keys.first.flatMap({ MeshKeyNotice($0) }) {
            inbox.post(.event(.meshKey(key)))
        }
        inbox.post(.event(.life(start.incarnation)))
        inbox.post(.news(LogNews(past: start.past)))
        for peer in settings.peers { inbox.post(.event(.discovered(peer))) }
        inbox.post(.event(.ownAddresses(addresses)))
        // Whether a snapshot comes first is for ``fetch(snapshotAbove:_:)`` to see.
        if running.isJoining { inbox.post(.event(.holding(true))) }
        if let discovery {
            let finder = Finder(discovery, own: own, port: port, tags: tags, log: log)
            loop.everyFewSeconds = {
                finder.go()
                node.round()
            }
        } else {
            loop.everyFewSeconds = { node.round() }
        }
        thread.run { [ended] in
            loop.run()
            ended.raise()
        }
    }

    /// Ends all links; done when it returns.
    public func close() {
        let isFirst = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard isFirst else { return }
        discovery?.stop()
        running.rights.connect(nil)
        node.advanceRights()
        running.onWriter { $0.tellMesh = nil }
        inbox.finish()
        ended.await()
        node.end()
    }

    /// How the mesh stands.
    public var report: MeshReport {
        var report = node.report
        report.addresses = addresses
        return report
    }

    /// Has somebody told of every change of ``report``, on the mesh's thread; nil ends that.
    public func watch(_ watcher: (@Sendable (MeshReport) -> Void)?) { node.watch(watcher) }

    /// Waits until ``report`` may have changed, at most so long.
    public func awaitNews(milliseconds: Int) {
        node.bell.wait(after: node.bell.count, milliseconds: milliseconds)
    }

    /// Tells the mesh that a sale has begun or ended: catching up others waits meanwhile.
    public func isSelling(_ isSelling: Bool) { inbox.post(.event(.selling(isSelling))) }

    /// Where other lanes may meet this node, `host:port`.
    public var addresses: [String] {
        guard let port, let listenHost else { return [] }
        let isAny = ["::", "0.0.0.0"].contains(listenHost)
        let hosts = isAny ? OwnAddresses.hosts() : [listenHost]
        return hosts.map { TCPAddress(host: $0, port: port).text }
    }

    // MARK: Starting

    private struct Start: Sendable {
        let file: IdentityFile
        let secrets: MeshSecrets
        let membership: Membership
        let frontier: Frontier
        let incarnation: Incarnation
        let starts: [LogID: LogPoint]
        let past: [LogID: UInt64]
        let confirmed: Confirmed
        /// What was begun to be printed for neighbours.
        let begun: [Bytes16]
    }

    /// On the writer's thread: from here on the mesh hears of every commit.
    private static func begin(_ register: inout Register, _ inbox: MeshInbox) throws -> Start {
        register.tellMesh = { inbox.post(.news($0)) }
        return Start(
            file: register.file, secrets: try register.meshSecrets(),
            membership: register.replica.membership, frontier: register.replica.frontier,
            incarnation: register.replica.place.incarnation,
            starts: Dictionary(
                uniqueKeysWithValues: register.replica.starts.map { ($0.log, $0.point) }),
            past: register.replica.wantedPast,
            confirmed: Confirmed(from: register.store),
            begun: NeighbourPrinting.begun(in: register.store))
    }

    private static func identity(
        _ start: Start, software: String, port: UInt16?
    ) -> Mesh.Identity {
        Mesh.Identity(
            node: start.file.node, root: start.file.root, store: start.file.store,
            credential: start.secrets.credential, label: "lane \(start.file.lane)",
            software: software, listenPort: port,
            dictionaries: ShippedDictionary.all.reversed().map(\.id))
    }

    private static func listen(
        _ address: TCPAddress, _ log: (MeshNote) -> Void
    ) -> Int32? {
        let places = address.resolved(numericOnly: false)
        for place in places {
            if let listener = TCPSocket.listen(at: place) { return listener }
        }
        let reason = places.isEmpty ? "no such address" : String(cString: strerror(errno))
        log(.listening("\(address.text): \(reason)"))
        return nil
    }

    private static func discovery(
        _ inbox: MeshInbox, own: String, _ port: UInt16?,
        _ tags: @escaping @Sendable () -> [String]
    ) -> LANDiscovery {
        LANDiscovery { sighting in
            let told = [sighting.announcement.tag] + sighting.announcement.earlierTags
            guard !Set(told).isDisjoint(with: tags()) else { return }
            // One that has our name and isn't this machine was cloned from it, or it from that.
            let isOurs = sighting.announcement.node == own
            guard !isOurs || !OwnAddresses.include(sighting.address, port) else { return }
            inbox.post(.event(.discovered(sighting.address)))
        }
    }
}
