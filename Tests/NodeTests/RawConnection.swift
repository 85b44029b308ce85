import Glibc
import Testing

/// A connection to a control socket that says what it likes.
final class RawConnection {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(connected == 0)
    }

    /// To a TCP port of this machine's loopback.
    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) throws {
        try #require(Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    }

    func readToEnd() throws -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { return all }
            all += buffer[..<count]
        }
    }

    /// Asks whether anybody is there, and waits for the answer.
    func ping() throws {
        try send([0, 0, 0, 2, 0x81, 0])
        var header = [UInt8](repeating: 0, count: 4)
        try #require(recv(descriptor, &header, 4, Int32(MSG_WAITALL)) == 4)
        var body = [UInt8](repeating: 0, count: Int(header[3]))
        let count = recv(descriptor, &body, body.count, Int32(MSG_WAITALL))
        try #require(count == body.count)
        try #require(Array(body.prefix(2)) == [0x82, 0])
    }
}

/// All descriptors that this process may have, so that it can open none.
final class Descriptors {
    private var taken: [Int32]

    private init(_ taken: [Int32]) { self.taken = taken }

    static func takingAll() throws -> Descriptors {
        var limit = rlimit(rlim_cur: 256, rlim_max: 256)
        try #require(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        var taken: [Int32] = []
        while true {
            let copy = dup(STDIN_FILENO)
            if copy < 0 { break }
            taken.append(copy)
        }
        try #require(errno == EMFILE)
        return Descriptors(taken)
    }

    func giveOneBack() { if let last = taken.popLast() { close(last) } }

    func giveAllBack() {
        for descriptor in taken { close(descriptor) }
        taken = []
    }

    /// What all threads of this process have computed.
    static func processNanoseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
