import CPosix
import CRDT
import Crypto
import Encoding
import Glibc
import Replica
public import Replication
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
            running.directory, start.file, secrets: start.secrets, dictionaries: [],
            running: running, inbox: inbox, log: log)
        self.node = node
        running.rights.connect(
            RightsDesk.Connection(
                send: { [node] peer, frame in node.send(frame, to: peer) },
                connected: { [node] in Set(node.report.peers.map(\.node)) }))
        let loop = try MeshLoop(
            node, inbox: inbox,
            mesh: Mesh(
                Self.identity(start, software: software, port: port),
                membership: start.membership, frontier: start.frontier,
                seed: SystemRandom().next()),
            membership: start.membership, confirmed: start.confirmed,
            reader: running.makeReader(), listeners: listener.map { [$0] } ?? [])
        let tags: @Sendable () -> [String] = { [node] in node.secrets.keys.map(\.discoveryTag) }
        let own = String(start.file.node.short)
        discovery = settings.isAnnounced ? Self.discovery(inbox, own: own, tags: tags) : nil
        if let key = start.secrets.keys.first.flatMap({ MeshKeyNotice($0) }) {
            inbox.post(.event(.meshKey(key)))
        }
        for peer in settings.peers { inbox.post(.event(.discovered(peer))) }
        inbox.post(.event(.ownAddresses(addresses)))
        announce(own: own, tags: tags())
        var told: LANDiscovery.State?
        loop.everyFewSeconds = { [discovery] in
            guard let state = discovery?.retry(), state != told else { return }
            told = state
            if case .failed(let reason) = state { log(.discovery(reason)) }
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

    /// Opens an invitation for one newcomer, good for 10 minutes.
    ///
    /// - Parameter guest: what it will be; a lane without a number gets the next free one.
    /// - Returns: whose line is to be shown to the newcomer.
    /// - Throws: ``InviteError``.
    public func invite(_ guest: Guest) throws(InviteError) -> Invitation {
        let (file, membership) = running.onWriter { ($0.file, $0.replica.membership) }
        guard membership.makesMeshKeys(file.node, of: file.store) else { throw .notSteward }
        let numbers = membership.laneNumbers(of: file.store)
        let taken = membership.members.compactMap { numbers[$0]?.lane }
        var guest = guest
        if guest.roles.contains(.lane) && guest.lane == 0 {
            guard let free = (UInt8(1)...99).first(where: { !taken.contains($0) }) else {
                throw .noNumber
            }
            guest = Guest(lane: free, label: guest.label, roles: guest.roles)
        } else if guest.lane > 0 && taken.contains(guest.lane) {
            throw .taken(guest.lane)
        }
        do throws(InvitationFault) {
            return try node.invite(
                guest, file: file, addresses: Array(addresses.prefix(Invitation.addressesMax)))
        } catch {
            throw .line(error)
        }
    }

    // MARK: Starting

    private struct Start: Sendable {
        let file: IdentityFile
        let secrets: MeshSecrets
        let membership: Membership
        let frontier: Frontier
        let confirmed: Confirmed
    }

    /// On the writer's thread: from here on the mesh hears of every commit.
    private static func begin(_ register: inout Register, _ inbox: MeshInbox) throws -> Start {
        register.tellMesh = { inbox.post(.news($0)) }
        return Start(
            file: register.file, secrets: try register.meshSecrets(),
            membership: register.replica.membership, frontier: register.replica.frontier,
            confirmed: Confirmed(from: register.store))
    }

    private static func identity(
        _ start: Start, software: String, port: UInt16?
    ) -> Mesh.Identity {
        Mesh.Identity(
            node: start.file.node, root: start.file.root, store: start.file.store,
            credential: start.secrets.credential, label: "lane \(start.file.lane)",
            software: software, listenPort: port)
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
        _ inbox: MeshInbox, own: String, tags: @escaping @Sendable () -> [String]
    ) -> LANDiscovery {
        LANDiscovery { sighting in
            let told = [sighting.announcement.tag] + sighting.announcement.earlierTags
            guard sighting.announcement.node != own, !Set(told).isDisjoint(with: tags()) else {
                return
            }
            inbox.post(.event(.discovered(sighting.address)))
        }
    }

    private func announce(own: String, tags: [String]) {
        guard let discovery, let port, let tag = tags.first else { return }
        discovery.announce(
            Announcement(
                version: 1, node: own, tag: tag, earlierTags: tags.dropFirst().reversed()),
            port: port)
    }
}

/// Why nobody can be invited here.
public enum InviteError: Error, Hashable, CustomStringConvertible {
    case notSteward
    case taken(UInt8)
    case noNumber
    case line(InvitationFault)

    public var description: String {
        switch self {
        case .notSteward:
            "this node is no steward of the store: invite from the lane that `init` made, "
                + "or from one that was invited with --steward"
        case .taken(let lane):
            "lane \(lane) is in use: choose another number, or retire the old lane first"
        case .noNumber: "all 99 lane numbers are in use: retire lanes that are gone"
        case .line(.addresses):
            "this node listens nowhere that another machine reaches: see `listen` in mesh.conf"
        case .line(let fault): "no invitation can be made: \(fault)"
        }
    }
}

extension LaneNumbers.Number {
    /// The number that it rings under.
    var lane: UInt8 {
        switch self {
        case .keeps(let lane), .takes(let lane, instead: _): lane
        }
    }
}

extension Register {
    /// The node's credential and mesh keys; the store's first node makes both at its first start.
    func meshSecrets() throws -> MeshSecrets {
        if let kept = try MeshSecrets.read(directory) { return kept }
        var secrets = MeshSecrets(credential: Credential(entries: try foundingEntries()))
        if let key = MeshKey(
            epoch: 1, key: Secret(random.bytes(32)), signedBy: file.identity)
        {
            _ = secrets.add(key)
        }
        try secrets.write(directory)
        return secrets
    }

    /// The root's enrolment of this node, out of the root's own log.
    private func foundingEntries() throws -> [SignedOperation] {
        var found: [SignedOperation] = []
        for log in replica.frontier.logs
        where log.scope == file.store.control && log.author == file.root {
            try store.forEach(of: log) { signed in
                guard signed.operation.kind == Kind.memberEnrolled.rawValue,
                    let enrolment = try? MemberEnrolled(decoding: signed.operation.payload),
                    enrolment.node == file.node
                else { return }
                found = [signed]
            }
        }
        return found
    }
}

/// The addresses of this machine that others can call.
enum OwnAddresses {
    /// Hosts of interfaces that are up, without loopback and addresses of one link alone.
    static func hosts() -> [String] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var hosts: [String] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ifa_next
            let isUp = entry.ifa_flags & UInt32(IFF_UP) != 0
            let isLoopback = entry.ifa_flags & UInt32(IFF_LOOPBACK) != 0
            guard isUp, !isLoopback, let address = entry.ifa_addr else { continue }
            let size: socklen_t
            switch Int32(address.pointee.sa_family) {
            case AF_INET: size = socklen_t(MemoryLayout<sockaddr_in>.size)
            case AF_INET6: size = socklen_t(MemoryLayout<sockaddr_in6>.size)
            default: continue
            }
            guard let host = SocketAddress(address, size).host, !host.hasPrefix("fe80:") else {
                continue
            }
            hosts.append(host)
        }
        return hosts
    }
}
