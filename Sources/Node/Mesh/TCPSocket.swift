import CPosix
import Glibc

/// TCP sockets of the mesh: non-blocking, closed on exec.
enum TCPSocket {
    private static let kind = Int32(
        SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)

    /// Listens at an address.
    ///
    /// - Returns: the descriptor; nil with `errno` where it can't.
    static func listen(at address: SocketAddress) -> Int32? {
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { return nil }
        set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        if address.family == AF_INET6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        guard address.withPointer({ bind(descriptor, $0, $1) }) == 0,
            Glibc.listen(descriptor, 64) == 0
        else {
            let code = errno
            close(descriptor)
            errno = code
            return nil
        }
        return descriptor
    }

    /// Begins a connection; it is there, or failed, when the descriptor can be written.
    static func connect(to address: SocketAddress) -> Int32? {
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { return nil }
        prepare(descriptor)
        let code = address.withPointer { Glibc.connect(descriptor, $0, $1) }
        guard code == 0 || errno == EINPROGRESS else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// A connection that waits at a listener; nil where none does.
    static func accept(_ listener: Int32) -> Int32? {
        let descriptor = tillmesh_accept(listener)
        guard descriptor >= 0 else { return nil }
        prepare(descriptor)
        return descriptor
    }

    /// Whether a connection that was begun came to be.
    static func isConnected(_ descriptor: Int32) -> Bool {
        var (code, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 && code == 0
    }

    /// A sale is one small frame that nobody adds to: it goes out at once.
    private static func prepare(_ descriptor: Int32) {
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// The port at which a listener listens.
    static func port(of descriptor: Int32) -> UInt16 {
        address(of: descriptor, getsockname)?.port ?? 0
    }

    /// Who is at the other end, without the port: that one is the caller's own.
    static func peerHost(of descriptor: Int32) -> String? {
        address(of: descriptor, getpeername)?.host
    }

    private static func address(
        of descriptor: Int32,
        _ call: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> SocketAddress? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard call(descriptor, address, &size) == 0 else { return nil }
                return SocketAddress(address, size)
            }
        }
    }
}
