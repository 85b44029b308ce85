/// How a node takes part in its store's mesh; the file `mesh.conf` of its data directory.
///
/// Lines of `name = value`; `#` begins a comment. Without the file a lane listens on every address
/// at port 7447 and announces itself on the LAN.
public struct MeshSettings: Hashable, Sendable {
    /// The port at which lanes listen unless told.
    public static let portUsual: UInt16 = 7447

    /// Where to listen, `host:port`.
    ///
    /// Port 0 takes any; nil: nowhere, only others are dialled.
    public var listen: String?
    /// Whether the LAN is told, and lanes are looked for on it.
    public var isAnnounced: Bool
    /// Where lanes may be met beside those that are found, `host:port`.
    public var peers: [String]

    public init(
        listen: String? = "[::]:\(Self.portUsual)", isAnnounced: Bool = true, peers: [String] = []
    ) {
        self.listen = listen
        self.isAnnounced = isAnnounced
        self.peers = peers
    }

    /// On this machine alone.
    public static let local = MeshSettings(listen: "127.0.0.1:0", isAnnounced: false)

    /// Why a line is refused.
    public struct Failure: Error, Hashable, CustomStringConvertible {
        public let path: String
        public let line: Int
        public let text: String

        public var description: String { "\(path), line \(line): \(text)" }
    }

    /// The file that says so.
    var file: String {
        let lines =
            ["# docs/operations.md, The mesh", "listen = \(listen ?? "off")"]
            + ["announce = \(isAnnounced ? "yes" : "no")"] + peers.map { "peer = \($0)" }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Writes the file; a mesh that begins anew reads it.
    public func write(_ directory: DataDirectory) throws(FileError) {
        try FileSystem.replace(directory.meshSettings, with: Array(file.utf8), mode: 0o600)
    }

    /// Reads the file, or what holds without one.
    public static func read(_ directory: DataDirectory) throws -> MeshSettings {
        let path = directory.meshSettings
        guard FileSystem.exists(path) else { return MeshSettings() }
        let text = String(decoding: try FileSystem.read(path, limit: 1 << 16), as: UTF8.self)
        return try MeshSettings(reading: text, path: path)
    }

    /// Reads the lines of a file.
    ///
    /// - Parameters:
    ///   - text: the lines.
    ///   - path: for messages.
    /// - Throws: ``Failure`` with the first line that can't be used.
    public init(reading text: String, path: String) throws(Failure) {
        self.init()
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let fail = { (text: String) in Failure(path: path, line: index + 1, text: text) }
            let content = Self.trimmed(line.prefix { $0 != "#" })
            if content.isEmpty { continue }
            guard let equals = content.firstIndex(of: "=") else {
                throw fail("'\(content)' has no '='")
            }
            let name = Self.trimmed(content[..<equals])
            let value = Self.trimmed(content[content.index(after: equals)...])
            guard try set(name, value, fail) else {
                throw fail("there is no setting '\(name)'; known are listen, announce, peer")
            }
        }
    }

    private mutating func set(
        _ name: String, _ value: String, _ fail: (String) -> Failure
    ) throws(Failure) -> Bool {
        switch name {
        case "listen" where value == "off": listen = nil
        case "listen":
            guard TCPAddress(value) != nil else {
                throw fail("listen takes HOST:PORT, [IPV6]:PORT or off, not '\(value)'")
            }
            listen = value
        case "announce":
            guard value == "yes" || value == "no" else {
                throw fail("announce takes yes or no, not '\(value)'")
            }
            isAnnounced = value == "yes"
        case "peer":
            guard let address = TCPAddress(value), address.port > 0 else {
                throw fail("peer takes HOST:PORT or [IPV6]:PORT, not '\(value)'")
            }
            peers.append(value)
        default: return false
        }
        return true
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        var rest = text.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(rest)
    }

    private static func trimmed(_ text: String) -> String { trimmed(text[...]) }
}
