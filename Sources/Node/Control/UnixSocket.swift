import CPosix
import Glibc

/// A Unix stream socket; closed when the value goes.
struct UnixSocket: ~Copyable {
    let descriptor: Int32

    init(owning descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// A listener at a path, which only this user may connect to; what lay there before goes.
    static func listener(_ path: String) throws(ControlError) -> UnixSocket {
        let listener = try made(path)
        // The mode that bind(2) gives the file: set before anyone can see it.
        guard fchmod(listener.descriptor, 0o600) == 0 else { throw .file(FileError(.create, path)) }
        guard unlink(path) == 0 || errno == ENOENT else { throw .file(FileError(.create, path)) }
        let isBound = try withAddress(path) { bind(listener.descriptor, $0, $1) }
        guard isBound == 0, chmod(path, 0o600) == 0,
            listen(listener.descriptor, 16) == 0
        else { throw .file(FileError(.create, path)) }
        return listener
    }

    /// A connection to whoever listens at a path, if it is this user.
    static func connection(_ path: String) throws(ControlError) -> UnixSocket {
        let connection = try made(path)
        let isConnected = try withAddress(path) { connect(connection.descriptor, $0, $1) }
        if isConnected != 0 && errno != EINPROGRESS {
            let isAbsent = errno == ENOENT || errno == ECONNREFUSED || errno == EAGAIN
            throw isAbsent ? .absent(path: path) : .file(FileError(.read, path))
        }
        try connection.checkPeer()
        return connection
    }

    /// Refuses another end that runs as a user other than this one or root.
    func checkPeer() throws(ControlError) {
        let user = tillmesh_peer_user(descriptor)
        guard user == Int(geteuid()) || user == 0 else { throw .stranger(user: user) }
    }

    private static func made(_ path: String) throws(ControlError) -> UnixSocket {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw .file(FileError(.create, path)) }
        return UnixSocket(owning: descriptor)
    }

    /// Calls with the path as an address, or says that it is too long for one.
    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(ControlError) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        // One byte is the terminating zero's.
        let most = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard bytes.count <= most else { throw .pathTooLong(path: path, bytesMax: most) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

extension UnixSocket {
    /// What a nonblocking read or write came to.
    enum Transfer: Equatable {
        case moved(Int)
        case notNow
        case ended
    }

    static func read(
        _ descriptor: Int32, into buffer: inout [UInt8], atMost count: Int
    ) -> Transfer {
        let size = min(count, buffer.count)
        return transfer {
            buffer.withUnsafeMutableBytes { Glibc.recv(descriptor, $0.baseAddress, size, 0) }
        }
    }

    static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Transfer {
        transfer {
            bytes.withUnsafeBytes {
                // No SIGPIPE for a client that hung up.
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
        }
    }

    private static func transfer(_ call: () -> Int) -> Transfer {
        while true {
            let count = call()
            if count > 0 { return .moved(count) }
            if count == 0 { return .ended }
            if errno == EINTR { continue }
            return errno == EAGAIN || errno == EWOULDBLOCK ? .notNow : .ended
        }
    }
}
