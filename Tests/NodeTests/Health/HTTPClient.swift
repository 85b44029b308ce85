import Glibc
import Testing

/// A connection to a loopback port that says what it likes and reads to the end.
final class HTTPClient {
    let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
    }

    deinit { close(descriptor) }

    /// False where the other end has hung up.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        let bytes = Array(bytes)
        return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    func readToEnd() -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { return String(decoding: all, as: UTF8.self) }
            all += buffer[..<count]
        }
    }

    /// An answer's first line, its header lines, and its body.
    struct Answer {
        let status: String
        let headers: [String]
        let body: String

        init(_ text: String) {
            let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
            let lines = parts.first?.split(separator: "\r\n").map(String.init) ?? []
            status = lines.first ?? ""
            headers = Array(lines.dropFirst())
            body = parts.count > 1 ? String(parts[1]) : ""
        }
    }

    static func ask(_ line: String, port: UInt16) throws -> Answer {
        let client = try HTTPClient(port: port)
        try #require(client.send("\(line)\r\nHost: localhost\r\n\r\n".utf8))
        return Answer(client.readToEnd())
    }

    static func get(_ path: String, port: UInt16) throws -> Answer {
        try ask("GET \(path) HTTP/1.1", port: port)
    }
}
