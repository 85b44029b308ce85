import CPosix
import CRDT
import Glibc
import Replication
import Synchronization

/// What other threads tell the mesh's thread, which is woken by it.
final class MeshInbox: Sendable {
    enum Message: Sendable {
        case event(MeshEvent)
        /// A commit of this node's own.
        case news(LogNews)
        case arrived(LinkID, LogID, Arrival)
        case resolved(String, [SocketAddress], ChannelKey)
    }

    private struct Held {
        var messages: [Message] = []
        var isClosed = false
    }

    private let held = Mutex(Held())
    /// Readable while a message waits.
    let descriptor: Int32

    /// - Throws: ``FileError`` where the process has no descriptor left.
    init() throws(FileError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw FileError(.create, "eventfd") }
    }

    deinit { close(descriptor) }

    var isClosed: Bool { held.withLock { $0.isClosed } }

    func post(_ message: Message) {
        held.withLock { $0.messages.append(message) }
        wake()
    }

    /// Lets the mesh's thread end.
    func finish() {
        held.withLock { $0.isClosed = true }
        wake()
    }

    func take() -> [Message] {
        var count: UInt64 = 0
        // Nothing to read means that nothing was posted since.
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
        return held.withLock { held in
            defer { held.messages = [] }
            return held.messages
        }
    }

    private func wake() {
        var one: UInt64 = 1
        // A counter that is full is readable already.
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }
}
