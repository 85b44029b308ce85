import CPosix
import CRDT
import Crypto
import Encoding
import Glibc
import Replica
import Replication
import Retail
import Storage

/// The mesh's thread: sockets, channels, and the machine that decides what is said on them.
///
/// It decides nothing itself: what happens becomes an event of ``Mesh``, and what that answers is
/// obeyed. Operations are read here, by a reader of its own; what arrives is stored on the writer's
/// thread, which answers through ``inbox``.
// Unchecked: made by the opener and from then on used by the mesh's thread alone.
final class MeshLoop: @unchecked Sendable {
    /// Connections that are past nothing yet: more wait in the kernel's queue.
    static let connectionsMax = 96
    /// How long the machine waits for the next tick, milliseconds.
    static let tickMilliseconds: UInt64 = 100

    let inbox: MeshInbox
    let node: MeshNode
    var mesh: Mesh
    var connections: [LinkID: MeshConnection] = [:]
    let compression: FrameCompression
    let reader: ShopReader
    private let listeners: [Int32]
    private var events: [MeshEvent] = []
    private var nextLink: UInt64 = 1
    /// Who may write what, as the register said last.
    private var membership: Membership
    private var nextTick: UInt64 = 0
    /// Until when listeners rest after accept(2) ran out of descriptors.
    private var restsUntil: UInt64 = 0
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private let random = SystemRandom()
    /// Done now and then, for what avahi needs.
    var everyFewSeconds: (() -> Void)?
    private var nextRound: UInt64 = 0
    private var nextShow: UInt64 = 0
    private var confirmed: Confirmed
    private var nextKeep: UInt64 = 0
    /// How often it is kept on disk what neighbours have, milliseconds.
    private static let keepMilliseconds: UInt64 = 10_000
    /// How often lamps and lists are told, milliseconds.
    private static let showMilliseconds: UInt64 = 500
    private static let roundMilliseconds: UInt64 = 5_000

    init(
        _ node: MeshNode, inbox: MeshInbox, mesh: Mesh, membership: Membership,
        confirmed: Confirmed, reader: ShopReader, listeners: [Int32]
    ) throws(ZstdError) {
        self.node = node
        self.inbox = inbox
        self.mesh = mesh
        self.membership = membership
        self.confirmed = confirmed
        self.reader = reader
        self.listeners = listeners
        compression = try FrameCompression(dictionaries: node.dictionaries)
    }

    /// Serves until the inbox is closed.
    func run() {
        while !inbox.isClosed {
            wait()
            for message in inbox.take() { receive(message) }
            let now = Self.now()
            if now.milliseconds >= nextTick {
                nextTick = now.milliseconds + Self.tickMilliseconds
                events.append(.tick)
                node.advanceRights()
                expire(now.milliseconds)
            }
            if now.milliseconds >= nextRound {
                nextRound = now.milliseconds + Self.roundMilliseconds
                everyFewSeconds?()
            }
            settle()
            if now.milliseconds >= nextShow {
                nextShow = now.milliseconds + Self.showMilliseconds
                show()
            }
        }
        for connection in connections.values { close(connection.descriptor) }
        for listener in listeners { close(listener) }
        node.show([], .none, known: 0, unconfirmed: 0)
    }

    static func now() -> MeshTime {
        MeshTime(
            milliseconds: UInt64(max(0, SystemClock.monotonicNanoseconds() / 1_000_000)),
            wall: UInt64(max(0, SystemClock.wall().milliseconds)))
    }

    // MARK: Waiting

    private func wait() {
        let now = Self.now().milliseconds
        let isFull = connections.count >= Self.connectionsMax || restsUntil > now
        let links = connections.keys.sorted()
        var entries = [pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0)]
        entries += listeners.map {
            pollfd(fd: isFull ? -1 : $0, events: Int16(POLLIN), revents: 0)
        }
        entries += links.compactMap { connections[$0] }.map {
            pollfd(fd: $0.descriptor, events: $0.events, revents: 0)
        }
        let timeout = nextTick > now ? Int32(clamping: nextTick - now) : 0
        guard poll(&entries, nfds_t(entries.count), timeout) > 0 else { return }
        for (listener, entry) in zip(listeners, entries.dropFirst()) where entry.revents != 0 {
            accept(listener)
        }
        for (link, entry) in zip(links, entries.dropFirst(1 + listeners.count))
        where entry.revents != 0 {
            serve(link, entry.revents)
        }
    }

    private func accept(_ listener: Int32) {
        while connections.count < Self.connectionsMax {
            guard let descriptor = TCPSocket.accept(listener) else {
                let isStarved = [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(errno)
                if isStarved { restsUntil = Self.now().milliseconds + 1_000 }
                return
            }
            let channel = Channel(
                answering: node.answeringKeys, as: node.identity,
                ephemeral: Secret(random.bytes(32)))
            add(
                descriptor, .accepted(host: TCPSocket.peerHost(of: descriptor)), .opening, channel)
        }
    }

    @discardableResult
    private func add(
        _ descriptor: Int32, _ origin: MeshConnection.Origin, _ phase: MeshConnection.Phase,
        _ channel: Channel
    ) -> LinkID {
        let link = LinkID(nextLink)
        nextLink += 1
        connections[link] = MeshConnection(
            link: link, descriptor: descriptor, origin: origin, phase: phase, channel: channel,
            deadline: Self.now().milliseconds + MeshConnection.openingMilliseconds)
        return link
    }

    // MARK: A connection

    private func serve(_ link: LinkID, _ ready: Int16) {
        guard let connection = connections[link] else { return }
        if connection.phase == .dialling {
            guard TCPSocket.isConnected(connection.descriptor) else { return end(link) }
            connections[link]?.phase = .opening
            take(link)
        } else if ready & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
            read(link)
        }
        flush(link)
    }

    private func read(_ link: LinkID) {
        guard let connection = connections[link] else { return }
        guard connection.phase != .closing else { return end(link) }
        switch UnixSocket.read(connection.descriptor, into: &buffer, atMost: buffer.count) {
        case .moved(let count):
            connections[link]?.channel.receive(Array(buffer[..<count]))
            take(link)
        case .notNow: return
        case .ended: end(link)
        }
    }

    /// Takes what the channel makes of its bytes.
    private func take(_ link: LinkID) {
        while connections[link]?.phase == .opening || connections[link]?.phase == .open {
            do throws(ChannelFault) {
                guard let next = try connections[link]?.channel.next(using: compression) else {
                    return
                }
                obey(next, on: link)
            } catch {
                node.note(.channel(connections[link]?.name ?? "", error))
                return end(link)
            }
            settle()
        }
    }

    private func obey(_ directive: Channel.Directive, on link: LinkID) {
        switch directive {
        case .send(let bytes): connections[link]?.queue.append(bytes)
        case .opened(let peer):
            connections[link]?.phase = .open
            opened(link, peer)
        case .frame(let frame): received(frame, on: link)
        case .skipped: break
        }
    }

    private func opened(_ link: LinkID, _ peer: ChannelPeer) {
        guard let connection = connections[link] else { return }
        switch peer.key {
        case .mesh(let key):
            events.append(
                .linkUp(
                    link,
                    LinkOrigin(
                        isInitiator: connection.isInitiator,
                        remoteKey: peer.remoteStatic.bytes, address: connection.address,
                        epoch: UInt64(key.epoch))))
        case .invitation(let number):
            connections[link]?.joining = JoiningGuest(invitation: number, peer: peer)
        }
    }

    private func received(_ frame: ReceivedFrame, on link: LinkID) {
        guard let guest = connections[link]?.joining else {
            return events.append(.frame(link, frame))
        }
        guard let welcome = node.welcome(frame, guest) else { return end(link) }
        var writer = FrameWriter()
        guard let answer = try? writer.write(welcome) else { return end(link) }
        send(answer, on: link)
        connections[link]?.wasWelcomed = true
        connections[link]?.phase = .closing
    }

    /// Sends what is queued, as far as the network takes it.
    private func flush(_ link: LinkID) {
        guard var connection = connections[link], connection.phase != .dialling else { return }
        // Held once, so that its buffer isn't copied.
        connections[link] = nil
        let flushed = connection.queue.flush(to: connection.descriptor)
        let isOver = connection.isOver
        connections[link] = connection
        guard let flushed else { return end(link) }
        if flushed > 0 { events.append(.flushed(link, bytes: flushed)) }
        if isOver { end(link) }
    }

    /// The connection is gone.
    private func end(_ link: LinkID) {
        guard let connection = connections.removeValue(forKey: link) else { return }
        close(connection.descriptor)
        if !connection.wasWelcomed, let call = connection.channel.call { node.failed(call) }
        switch connection.phase {
        case .open where connection.joining == nil: events.append(.linkDown(link))
        case .dialling, .opening:
            guard let address = connection.address else { return }
            if node.tryOlderKey(at: address, wasAnswered: connection.channel.wasAnswered) {
                dial(address)
            } else {
                events.append(.dialFailed(address))
            }
        case .open, .closing: break
        }
    }

    private func expire(_ now: UInt64) {
        for connection in connections.values.filter({ ($0.deadline ?? .max) <= now }) {
            end(connection.link)
        }
    }

    // MARK: The machine

    /// Gives the machine what happened, and obeys it, until nothing more happens.
    private func settle() {
        while !events.isEmpty {
            let happened = events
            events = []
            for event in happened {
                for directive in mesh.step(event, now: Self.now()) { obey(directive) }
            }
            for link in connections.keys.sorted() where connections[link]?.queue.count ?? 0 > 0 {
                flush(link)
            }
        }
    }

    private func obey(_ directive: MeshDirective) {
        switch directive {
        case .send(let link, let frame): send(frame, on: link)
        case .accepted(let link, let dictionaries):
            connections[link]?.channel.accept(dictionaries: dictionaries)
            connections[link]?.deadline = nil
        case .close(let link): connections[link]?.phase = .closing
        case .read(let link, let read): serve(read, on: link)
        case .ingest(let link, let segment):
            node.ingest(segment) { [inbox] in inbox.post(.arrived(link, segment.log, $0)) }
        case .dial(let address): dial(address)
        case .received(let peer, let frame): node.received(frame, from: peer)
        case .reportState(let link):
            node.reportState { [inbox] in inbox.post(.event(.state(link, $0))) }
        case .peerUp, .peerDown: show()
        case .meshKey(let key, let peer): take(key, from: peer)
        case .alarm(let alarm): node.note(.mesh(alarm))
        }
    }

    private func send(_ frame: ChannelFrame, on link: LinkID) {
        guard let phase = connections[link]?.phase, phase == .open else { return }
        do throws(ChannelFault) {
            guard let out = try connections[link]?.channel.send([frame], using: compression) else {
                return
            }
            connections[link]?.queue.append(out.bytes, reporting: frame.body.count)
            let saved = frame.body.count - (out.bodyBytesAsSent.first ?? frame.body.count)
            if frame.type == .ops && saved > 0 { events.append(.packed(link, savedBytes: saved)) }
        } catch {
            node.note(.channel(connections[link]?.name ?? "", error))
            end(link)
        }
    }

    private func serve(_ read: StreamRead, on link: LinkID) {
        do throws(StorageError) {
            let found = try reader.stream(read)
            events.append(
                .read(link, read, found.operations, isComplete: found.isComplete))
        } catch {
            node.note(.storage(error))
            end(link)
        }
    }

    private func dial(_ address: String) {
        guard let key = node.dialingKey(at: address) else {
            return events.append(.dialFailed(address))
        }
        node.resolve(address) { [inbox] in inbox.post(.resolved(address, $0, key)) }
    }

    private func connect(_ address: String, _ places: [SocketAddress], _ key: ChannelKey) {
        for place in places {
            guard let descriptor = TCPSocket.connect(to: place) else { continue }
            do throws(ChannelFault) {
                let channel = try Channel(
                    calling: key, as: node.identity, ephemeral: Secret(random.bytes(32)))
                add(descriptor, .dialled(address: address), .dialling, channel)
                return
            } catch {
                close(descriptor)
                node.note(.channel(address, error))
            }
        }
        events.append(.dialFailed(address))
    }

    private func take(_ key: MeshKeyNotice, from peer: NodeID) {
        guard let current = node.take(key, membership: membership) else { return }
        events.append(.meshKey(current))
    }

    // MARK: From other threads

    private func receive(_ message: MeshInbox.Message) {
        switch message {
        case .event(let event): events.append(event)
        case .news(let news): take(news)
        case .arrived(let link, let log, let arrival):
            take(arrival.news)
            events.append(.ingested(link, log, arrival.outcome))
            if let failure = arrival.failure { node.note(.storage(failure)) }
        case .resolved(let address, let places, let key): connect(address, places, key)
        }
    }

    private func show() {
        let others = membership.members.count {
            $0 != node.node && membership.isActive($0) && !membership.isDormant($0)
        }
        let progress = mesh.progress
        let before = confirmed
        let unconfirmed = confirmed.take(progress.own)
        let now = Self.now().milliseconds
        if confirmed != before, now >= nextKeep {
            nextKeep = now + Self.keepMilliseconds
            node.keep(confirmed)
        }
        node.show(mesh.peers, progress, known: others, unconfirmed: unconfirmed)
    }

    private func take(_ news: LogNews) {
        if let changed = news.membership {
            membership = changed
            events.append(.membership(changed))
        }
        for grown in news.grown {
            events.append(.stored(grown.log, grown.heads, fresh: grown.fresh))
        }
    }
}
