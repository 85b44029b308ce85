import CPosix
import Glibc

/// Where a node listens, or may be met: `host:port`, IPv6 in brackets.
struct TCPAddress: Hashable, Sendable {
    let host: String
    /// 1 to 65,535; 0 lets the kernel choose, for a listener.
    let port: UInt16

    init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`; nil for anything else.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("[") && host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.init(host: String(host), port: port)
    }

    var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// What the socket calls take, in the order in which to try; empty for an unknown name.
    ///
    /// A name is looked up, which may take seconds; a number isn't.
    ///
    /// - Parameter numericOnly: give up on names.
    /// - Returns: addresses with their families.
    func resolved(numericOnly: Bool) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = numericOnly ? AI_NUMERICHOST : 0
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            if let address = entry.ai_addr {
                found.append(SocketAddress(address, entry.ai_addrlen))
            }
            next = entry.ai_next
        }
        return found
    }
}

/// A socket address of any family, as the kernel writes it.
struct SocketAddress: Hashable, Sendable {
    private let bytes: [UInt8]

    init(_ address: UnsafePointer<sockaddr>, _ length: socklen_t) {
        bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(length)))
    }

    var family: Int32 {
        bytes.withUnsafeBytes { Int32($0.loadUnaligned(as: sa_family_t.self)) }
    }

    func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        bytes.withUnsafeBytes { raw in
            var storage = sockaddr_storage()
            withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: raw) }
            return withUnsafePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(raw.count))
                }
            }
        }
    }

    /// As people write it: the host without a port.
    var host: String? {
        var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = withPointer {
            getnameinfo($0, $1, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST)
        }
        guard code == 0 else { return nil }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    var port: UInt16 {
        // Port and family stand in the same places for both families (RFC 3493).
        bytes.count < 4 ? 0 : UInt16(bytes[2]) << 8 | UInt16(bytes[3])
    }
}
