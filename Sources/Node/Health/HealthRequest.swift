/// What a request asks for, read from its head alone: a body is never wanted.
///
/// - Source: RFC 9112, sections 2 and 3.
struct HealthRequest: Hashable {
    enum Page: Hashable {
        case health
        case metrics
    }

    let page: Page
    /// False for HEAD.
    let wantsBody: Bool

    /// Why a request is refused; each is a status of RFC 9110.
    enum Refusal: Error, Hashable {
        case malformed
        case noSuchPage
        case method
        case tooLong
        case version
    }

    /// What a request may have before the empty line.
    static let headBytesMax = 4096

    /// The head's end in what has arrived, behind its empty line; nil: more has to come.
    static func end(of bytes: [UInt8]) -> Int? {
        let (return_, feed) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        for index in bytes.indices where bytes[index] == feed {
            let next = bytes[(index + 1)...].prefix(2)
            if next.first == feed { return index + 2 }
            if Array(next) == [return_, feed] { return index + 3 }
        }
        return nil
    }

    /// Reads a whole head.
    init(head: some Collection<UInt8>) throws(Refusal) {
        let isEnd: (UInt8) -> Bool = { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
        let line = head.prefix { !isEnd($0) }
        guard line.allSatisfy({ (0x20...0x7E).contains($0) }) else { throw .malformed }
        let words = String(decoding: line, as: UTF8.self)
            .split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2].hasPrefix("HTTP/"), !words[0].isEmpty else {
            throw .malformed
        }
        guard words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else { throw .version }
        switch words[0] {
        case "GET": wantsBody = true
        case "HEAD": wantsBody = false
        case _: throw .method
        }
        switch words[1].prefix(while: { $0 != "?" }) {
        case "/healthz": page = .health
        case "/metrics": page = .metrics
        case _: throw .noSuchPage
        }
    }
}

/// An answer as it goes over the wire; the connection ends behind it.
struct HealthAnswer: Hashable {
    enum Status: Int, Hashable {
        case fine = 200
        case malformed = 400
        case noSuchPage = 404
        case method = 405
        case tooLong = 431
        case unwell = 503
        case version = 505

        var reason: String {
            switch self {
            case .fine: "OK"
            case .malformed: "Bad Request"
            case .noSuchPage: "Not Found"
            case .method: "Method Not Allowed"
            case .tooLong: "Request Header Fields Too Large"
            case .unwell: "Service Unavailable"
            case .version: "HTTP Version Not Supported"
            }
        }
    }

    let status: Status
    let type: String
    let body: String

    /// Words for people, a line.
    init(_ status: Status, _ line: String) {
        self.status = status
        type = "text/plain; charset=utf-8"
        body = line + "\n"
    }

    init(_ report: HealthReport) {
        status = .fine
        type = "text/plain; version=0.0.4; charset=utf-8"
        body = report.text
    }

    init(_ refusal: HealthRequest.Refusal) {
        switch refusal {
        case .malformed: self.init(.malformed, "no HTTP request")
        case .noSuchPage: self.init(.noSuchPage, "there are /healthz and /metrics")
        case .method: self.init(.method, "only GET and HEAD")
        case .tooLong: self.init(.tooLong, "at most \(HealthRequest.headBytesMax) bytes")
        case .version: self.init(.version, "only HTTP/1.0 and HTTP/1.1")
        }
    }

    func bytes(withBody: Bool) -> [UInt8] {
        var lines = [
            "HTTP/1.1 \(status.rawValue) \(status.reason)", "Content-Type: \(type)",
            "Content-Length: \(body.utf8.count)", "Cache-Control: no-store", "Connection: close",
        ]
        if status == .method { lines.append("Allow: GET, HEAD") }
        let head = lines.joined(separator: "\r\n") + "\r\n\r\n"
        return Array((withBody ? head + body : head).utf8)
    }
}
