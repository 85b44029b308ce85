import Synchronization

/// Keeps discovery going and what it announces true, on a thread of its own: the message bus may
/// take its time, and neighbours wait for no answer of it.
final class Finder: Sendable {
    private let thread = SerialThread(name: "discovery")
    private let discovery: LANDiscovery
    private let own: String
    private let port: UInt16?
    private let tags: @Sendable () -> [String]
    private let log: @Sendable (MeshNote) -> Void
    private let held = Mutex(Held())

    private struct Held {
        var isBusy = false
        var announced: [String] = []
        var told: LANDiscovery.State?
    }

    /// - Parameters:
    ///   - discovery: what is kept going.
    ///   - own: the first characters of this node's name.
    ///   - port: where it listens; nil: nowhere, so that it is not announced.
    ///   - tags: of the mesh keys that it accepts, the current one first.
    ///   - log: hears why nobody can be found.
    init(
        _ discovery: LANDiscovery, own: String, port: UInt16?,
        tags: @escaping @Sendable () -> [String], log: @escaping @Sendable (MeshNote) -> Void
    ) {
        self.discovery = discovery
        self.own = own
        self.port = port
        self.tags = tags
        self.log = log
    }

    /// Looks after discovery; returns at once, and does nothing while it is at it.
    func go() {
        let isFirst = held.withLock { held in
            defer { held.isBusy = true }
            return !held.isBusy
        }
        guard isFirst else { return }
        thread.run { [self] in
            look()
            held.withLock { $0.isBusy = false }
        }
    }

    private func look() {
        announce()
        let state = discovery.retry()
        let isNews = held.withLock { held in
            defer { held.told = state }
            return held.told != state
        }
        if isNews, case .failed(let reason) = state { log(.discovery(reason)) }
    }

    /// A new mesh key has another tag: who knows only that one finds this node by it.
    private func announce() {
        let tags = tags()
        guard let port, let tag = tags.first else { return }
        let isNews = held.withLock { held in
            defer { held.announced = tags }
            return held.announced != tags
        }
        guard isNews else { return }
        discovery.announce(
            Announcement(
                version: 1, node: own, tag: tag, earlierTags: tags.dropFirst().reversed()),
            port: port)
    }
}
