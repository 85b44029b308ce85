import CPosix
import Glibc

/// Where a node tells of its health: on this machine alone.
public enum HealthAddress: Hashable, Sendable, CustomStringConvertible {
    /// `host` is an address of 127.0.0.0/8 or `::1`; port 0 takes any.
    case loopback(host: String, port: UInt16)
    case unix(path: String)

    /// Why a text is no such address.
    public enum Failure: Error, Hashable, CustomStringConvertible {
        case malformed(String)
        case notLoopback(host: String)

        public var description: String {
            switch self {
            case .malformed(let text):
                "'\(text)' is no address for metrics: write 127.0.0.1:PORT, [::1]:PORT or "
                    + "unix:/PATH"
            case .notLoopback(let host):
                "'\(host)' isn't on this machine: metrics are served at 127.0.0.1, [::1] or "
                    + "unix:/PATH; let an exporter proxy or a tunnel carry them further"
            }
        }
    }

    /// Reads `127.0.0.1:PORT`, `localhost:PORT`, `[::1]:PORT` or `unix:/PATH`.
    public init(_ text: String) throws(Failure) {
        if text.hasPrefix("unix:/") {
            self = .unix(path: String(text.dropFirst("unix:".count)))
            return
        }
        guard let colon = text.lastIndex(of: ":"),
            let port = Self.port(text[text.index(after: colon)...])
        else { throw .malformed(text) }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") || host.isEmpty {
            throw .malformed(text)
        }
        if host == "localhost" { host = "127.0.0.1" }
        guard Self.isLoopback(host) else { throw .notLoopback(host: host) }
        self = .loopback(host: host, port: port)
    }

    public var description: String {
        switch self {
        case .loopback(let host, let port):
            host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }

    /// Digits alone: no sign, no blank.
    private static func port(_ text: Substring) -> UInt16? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt16(text)
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "::1" { return true }
        var address = in_addr()
        guard inet_pton(AF_INET, host, &address) == 1 else { return false }
        return UInt32(bigEndian: address.s_addr) >> 24 == 127
    }
}

/// Why nobody can ask for a node's health.
public enum HealthError: Error, Equatable, CustomStringConvertible {
    case notListening(HealthAddress, errno: Int32)
    /// Something else than a socket lies at the path.
    case occupied(path: String)
    case socket(ControlError)
    /// The process has as many files open as it may.
    case noDescriptor(errno: Int32)

    public var description: String {
        switch self {
        case .notListening(let address, let number):
            "no metrics at \(address): \(String(cString: strerror(number)))"
        case .occupied(let path): "no metrics at \(path): a file that is no socket lies there"
        case .socket(let error): "no metrics: \(error)"
        case .noDescriptor(let number): "no metrics: \(String(cString: strerror(number)))"
        }
    }
}

extension HealthAddress {
    /// A socket that listens here and doesn't block.
    func listener() throws(HealthError) -> UnixSocket {
        switch self {
        case .unix(let path):
            var found = stat()
            if lstat(path, &found) == 0, found.st_mode & S_IFMT != S_IFSOCK {
                throw .occupied(path: path)
            }
            do throws(ControlError) {
                return try UnixSocket.listener(path)
            } catch {
                throw .socket(error)
            }
        case .loopback(let host, let port):
            return host == "::1" ? try listener(sixAt: port) : try listener(four: host, port)
        }
    }

    private func listener(sixAt port: UInt16) throws(HealthError) -> UnixSocket {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        return try listening(AF_INET6, address)
    }

    private func listener(four host: String, _ port: UInt16) throws(HealthError) -> UnixSocket {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
            throw .notListening(self, errno: EINVAL)
        }
        return try listening(AF_INET, address)
    }

    private func listening<Address>(
        _ family: Int32, _ address: Address
    ) throws(HealthError) -> UnixSocket {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { throw .notListening(self, errno: errno) }
        let listener = UnixSocket(owning: descriptor)
        // A node that comes back finds connections of its earlier life in TIME_WAIT.
        var isOn: Int32 = 1
        setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
        let isBound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard isBound == 0, listen(descriptor, 16) == 0 else {
            throw .notListening(self, errno: errno)
        }
        return listener
    }

    /// The port that a listener got; nil for a Unix socket.
    static func port(of descriptor: Int32) -> UInt16? {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &size)
            }
        }
        guard code == 0, [AF_INET, AF_INET6].contains(Int32(address.ss_family)) else { return nil }
        // The port lies at the same place in both families.
        return withUnsafeBytes(of: address) {
            UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
    }
}
