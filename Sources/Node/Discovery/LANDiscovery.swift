import CAvahi
import Glibc
import Synchronization

/// Finds lanes on the LAN, and lets this one be found, through the host's avahi daemon.
///
/// It proposes addresses and decides nothing. Where there is no daemon it waits for one: it tries
/// again each time ``retry()`` is called, and a daemon that starts later is noticed by itself.
public final class LANDiscovery: Sendable {
    /// How discovery stands; `reason` is avahi's own words.
    public enum State: Hashable, Sendable {
        case connecting
        case running
        case failed(reason: String)
    }

    private struct Held {
        var session: AvahiSession?
        var offer: Offer?
    }

    /// What is announced, and where it listens.
    struct Offer: Hashable, Sendable {
        var announcement: Announcement
        var port: UInt16
    }

    private let held = Mutex(Held())
    private let seen: @Sendable (Sighting) -> Void

    /// - Parameter seen: called on avahi's thread with each neighbour found, again when what it
    ///   tells of itself or its address changes. Our own announcement is among them.
    public init(seen: @escaping @Sendable (Sighting) -> Void) { self.seen = seen }

    /// Starts or goes on with discovery; call it every few seconds, it does nothing while all is
    /// well.
    ///
    /// - Returns: how it stands.
    @discardableResult
    public func retry() -> State {
        held.withLock { held in
            if let session = held.session {
                guard case .failed = session.state else { return session.state }
                held.session = nil
            }
            switch AvahiSession.open(offer: held.offer, seen: seen) {
            case .success(let session):
                held.session = session
                return session.state
            case .failure(let failure): return .failed(reason: failure.reason)
            }
        }
    }

    /// Tells the LAN of this node from now on.
    ///
    /// - Parameters:
    ///   - announcement: replaces an earlier one.
    ///   - port: where the node listens.
    public func announce(_ announcement: Announcement, port: UInt16) {
        held.withLock { held in
            held.offer = Offer(announcement: announcement, port: port)
            held.session?.offer(held.offer)
        }
    }

    /// Takes the announcement back and stops looking.
    public func stop() {
        held.withLock { held in
            held.session = nil
            held.offer = nil
        }
    }
}
