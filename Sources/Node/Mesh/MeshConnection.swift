import Crypto
import Glibc
import Replication

/// One TCP connection of the mesh with its channel.
struct MeshConnection {
    enum Phase: Hashable {
        /// Begun, and not there yet.
        case dialling
        /// The channel's handshake goes on.
        case opening
        /// The mesh, or the desk where lanes join, has the link.
        case open
        /// What is queued goes out, then it ends.
        case closing
    }

    /// Why a connection was made here.
    enum Origin: Hashable {
        case accepted(host: String?)
        case dialled(address: String)
    }

    /// Handshake and `hello` together (protocol.md §5).
    static let openingMilliseconds: UInt64 = 5_000
    /// How long the other end may take to read what is said last.
    static let closingMilliseconds: UInt64 = 5_000

    let link: LinkID
    let descriptor: Int32
    let origin: Origin
    var phase: Phase
    var channel: Channel
    var queue = SendQueue()
    /// Set where the channel was made under an invitation.
    var joining: JoiningGuest?
    var wasWelcomed = false
    /// The mesh key that the channel was made under.
    var key: MeshKeyID?
    /// In monotonic milliseconds: until when handshake and hello, or closing, have to be over; nil:
    /// it is open.
    var deadline: UInt64?

    var isInitiator: Bool {
        switch origin {
        case .dialled: true
        case .accepted: false
        }
    }

    var address: String? {
        switch origin {
        case .dialled(let address): address
        case .accepted: nil
        }
    }

    /// For people: where the other end is.
    var name: String {
        switch origin {
        case .dialled(let address): address
        case .accepted(let host): host ?? "a caller"
        }
    }

    /// What poll(2) is to wait for.
    var events: Int16 {
        switch phase {
        case .dialling: Int16(POLLOUT)
        case .opening, .open: Int16(POLLIN) | (queue.count > 0 ? Int16(POLLOUT) : 0)
        case .closing: Int16(POLLOUT)
        }
    }

    var isOver: Bool { phase == .closing && queue.count == 0 }
}
