import CPosix
import Glibc
import Node

/// Folders of a sample store's lanes, side by side, and the ports of 127.0.0.1 at which they meet.
struct SampleStore {
    struct Seat {
        let lane: UInt8
        let directory: DataDirectory
        let address: String
    }

    /// The steward's lane first.
    let seats: [Seat]

    /// - Parameters:
    ///   - directory: the lane that `init` made; the others' folders are made beside it.
    ///   - lane: its number.
    ///   - count: how many lanes there are in all.
    /// - Throws: ``Failure`` where no ports are free.
    init(_ directory: DataDirectory, lane: UInt8, count: Int) throws(Failure) {
        let parts = directory.path.split(separator: "/", omittingEmptySubsequences: false)
        let parent = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
        let numbers = (UInt8(1)...99).filter { $0 > lane } + (UInt8(1)...99).filter { $0 < lane }
        let ports = try Self.freePorts(count)
        var seats = [Seat(lane: lane, directory: directory, address: "127.0.0.1:\(ports[0])")]
        for (number, port) in zip(numbers, ports.dropFirst()) {
            seats.append(
                Seat(
                    lane: number, directory: DataDirectory("\(parent)/lane-\(number)"),
                    address: "127.0.0.1:\(port)"))
        }
        self.seats = seats
    }

    /// Writes where each lane listens, and whom it may meet: those of its own group.
    ///
    /// Nothing is told to a LAN. A mesh that begins anew reads it.
    func connect(_ groups: [[Int]]) throws {
        for group in groups {
            for place in group {
                let peers = group.filter { $0 != place }.map { seats[$0].address }
                let seat = seats[place]
                let settings = MeshSettings(
                    listen: seat.address, isAnnounced: false, peers: peers)
                try FileSystem.makeFolder(seat.directory.path)
                try settings.write(seat.directory)
            }
        }
    }

    /// Ports of 127.0.0.1 at which nobody listens, from the mesh's usual one on.
    private static func freePorts(_ count: Int) throws(Failure) -> [UInt16] {
        var found: [UInt16] = []
        for port in (MeshSettings.portUsual + 1)...(MeshSettings.portUsual + 2_000)
        where isFree(port) {
            found.append(port)
            if found.count == count { return found }
        }
        throw Failure(.temporary, "no port of 127.0.0.1 is free")
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var yes: Int32 = 1
        setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                    && listen(descriptor, 1) == 0
            }
        }
    }
}
