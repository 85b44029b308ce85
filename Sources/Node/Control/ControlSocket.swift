import CPosix
import Glibc
public import Retail
import Synchronization

/// Lets other `tillmesh` processes of the same user hand in commands while this one owns the
/// data directory.
///
/// One thread serves all: commands are performed one after the other anyway. A client that is
/// slow or sends rubbish costs itself its connection and nobody else anything.
public final class ControlSocket: Sendable {
    /// What the owner does beyond performing; called on the socket's thread.
    public struct Handlers: Sendable {
        /// Others' commands changed the shop: print the jobs, read the drawer anew.
        public var performed: @Sendable ([Command], [Performed]) -> Void
        /// Puts a test page on its way and names the printer, or says why it can't.
        public var printTest: @Sendable () -> Result<String, ControlRefusal>
        /// The node's part in its store's mesh; nil where it takes none.
        public var mesh: (@Sendable () -> MeshService?)?
        /// Starts that part anew, as the node's key has changed.
        public var renewMesh: (@Sendable () -> Void)?

        public init(
            performed: @escaping @Sendable ([Command], [Performed]) -> Void,
            printTest: @escaping @Sendable () -> Result<String, ControlRefusal>,
            mesh: (@Sendable () -> MeshService?)? = nil
        ) {
            self.performed = performed
            self.printTest = printTest
            self.mesh = mesh
        }
    }

    private let thread = SerialThread(name: "control")
    // Closed once; the thread ends when its other end sees that.
    private let stopping: Mutex<Int32?>
    private let ended = DoneSignal()
    private let path: String

    /// Opens the socket and serves it until ``close()``.
    ///
    /// - Throws: ``ControlError``: a path that is too long, a folder that others may write to.
    public init(_ node: RunningNode, _ handlers: Handlers) throws(ControlError) {
        path = node.directory.controlSocket
        try Self.checkFolder(node.directory.path)
        let listener = try UnixSocket.listener(path)
        var stop: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &stop) == 0 else {
            throw .file(FileError(.create, path))
        }
        stopping = Mutex(stop[1])
        let loop = ControlLoop(
            listener: listener, stop: UnixSocket(owning: stop[0]), node: node,
            handlers: handlers)
        thread.run { [ended] in
            loop.run()
            ended.raise()
        }
    }

    /// Ends the service; the path is gone when it returns.
    public func close() {
        let open = stopping.withLock { stopping in
            defer { stopping = nil }
            return stopping
        }
        guard let open else { return }
        Glibc.close(open)
        ended.await()
        unlink(path)
    }

    private static func checkFolder(_ path: String) throws(ControlError) {
        var found = stat()
        guard stat(path, &found) == 0 else { throw .file(FileError(.read, path)) }
        guard found.st_mode & 0o022 == 0 else {
            throw .openFolder(path: path, mode: found.st_mode & 0o777)
        }
    }
}

/// Why the owner of the data directory doesn't do what was asked, in words.
public struct ControlRefusal: Error, Hashable, Sendable {
    public let text: String

    public init(_ text: String) { self.text = text }
}
