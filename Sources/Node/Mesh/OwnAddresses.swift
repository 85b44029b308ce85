import CPosix
import Glibc

/// The addresses of this machine that others can call.
enum OwnAddresses {
    /// Hosts of interfaces that are up, without loopback and addresses of one link alone.
    static func hosts() -> [String] {
        all().filter { !$0.isLoopback && !$0.host.hasPrefix("fe80:") }.map(\.host)
    }

    /// Whether an address, `host:port`, leads to a port of this machine, as its interfaces tell.
    static func include(_ address: String, _ port: UInt16?) -> Bool {
        guard let address = TCPAddress(address), address.port == port else { return false }
        return all().contains { $0.host == address.host }
    }

    /// Of interfaces that are up; those of one link with their interface behind `%`.
    private static func all() -> [(host: String, isLoopback: Bool)] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var hosts: [(host: String, isLoopback: Bool)] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ifa_next
            let isUp = entry.ifa_flags & UInt32(IFF_UP) != 0
            let isLoopback = entry.ifa_flags & UInt32(IFF_LOOPBACK) != 0
            guard isUp, let address = entry.ifa_addr else { continue }
            let size: socklen_t
            switch Int32(address.pointee.sa_family) {
            case AF_INET: size = socklen_t(MemoryLayout<sockaddr_in>.size)
            case AF_INET6: size = socklen_t(MemoryLayout<sockaddr_in6>.size)
            default: continue
            }
            guard let host = SocketAddress(address, size).host else { continue }
            hosts.append((host, isLoopback))
        }
        return hosts
    }
}
