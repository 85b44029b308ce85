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
    /// Connections in all: more wait in the kernel's queue.
    static let connectionsMax = 96
    /// Those of them that came in and are not yet past `hello` (protocol.md §5).
    static let openingMax = 32
    /// How long the machine waits for the next tick, milliseconds.
    static let tickMilliseconds: UInt64 = 100

    let inbox: MeshInbox
    let node: MeshNode
    var mesh: Mesh
    var connections: [LinkID: MeshConnection] = [:]
    let compression: FrameCompression
    let reader: ShopReader
    private let listeners: [Int32]
    var events: [MeshEvent] = []
    var nextLink: UInt64 = 1
    /// Who may write what, as the register said last.
    var membership: Membership
    /// What is wanted again of what was forgotten, as the machine was told.
    private var past: [LogID: UInt64] = [:]
    private var nextTick: UInt64 = 0
    /// Until when listeners rest after accept(2) ran out of descriptors.
    var restsUntil: UInt64 = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let random = SystemRandom()
    /// Done now and then, for what avahi needs.
    var everyFewSeconds: (() -> Void)?
    private var nextRound: UInt64 = 0
    private var nextShow: UInt64 = 0
    private var confirmed: Confirmed
    private var salesOnlyHere = SalesOnlyHere()
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
        node.show([], .none, known: 0, unconfirmed: 0, salesOnlyHere: 0, queuedBytes: [:])
    }

    static func now() -> MeshTime {
        MeshTime(
            milliseconds: UInt64(max(0, SystemClock.monotonicNanoseconds() / 1_000_000)),
            wall: UInt64(max(0, SystemClock.wall().milliseconds)))
    }

    // MARK: Waiting

    /// Whether one more caller may come in.
    var hasRoom: Bool {
        guard connections.count < Self.connectionsMax else { return false }
        let opening = connections.values.count { $0.deadline != nil && !$0.isInitiator }
        return opening < Self.openingMax
    }

    private func wait() {
        let now = Self.now().milliseconds
        let isFull = !hasRoom || restsUntil > now
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

    // MARK: The machine

    /// Gives the machine what happened, and obeys it, until nothing more happens.
    func settle() {
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

    func show() {
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
        var sales: UInt64 = 0
        do throws(StorageError) {
            sales = try salesOnlyHere.count(progress.own, confirmed, reader)
        } catch {
            node.note(.storage(error))
        }
        let peers = mesh.peers
        let queued = peers.map { ($0.node, connections[$0.link]?.queue.count ?? 0) }
        node.show(
            peers, progress, known: others, unconfirmed: unconfirmed, salesOnlyHere: sales,
            queuedBytes: Dictionary(queued, uniquingKeysWith: +))
    }

    func take(_ news: LogNews) {
        if let changed = news.membership {
            membership = changed
            events.append(.membership(changed))
            if let current = node.take(changed) { events.append(.meshKey(current)) }
            node.followCredential(changed)
        }
        if let credential = news.credential {
            node.take(credential)
            events.append(.credential(credential))
        }
        if let life = news.life { events.append(.life(life)) }
        if let wanted = news.past, wanted != past {
            past = wanted
            events.append(.pastWanted(wanted))
        }
        for grown in news.grown {
            events.append(.stored(grown.log, grown.heads, fresh: grown.fresh))
        }
    }
}
