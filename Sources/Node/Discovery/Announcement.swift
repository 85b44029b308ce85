/// What a node tells the LAN of itself (protocol.md §5): nothing secret, nothing that decides.
public struct Announcement: Hashable, Sendable {
    /// DNS-SD's type of service (RFC 6763).
    static let serviceType = "_tillmesh._tcp"
    /// Epochs of the mesh key that `s2=` can name beside the current one.
    static let earlierTagsMax = 8

    /// The highest version of the protocol that the node speaks.
    public var version: UInt64
    /// The first 8 characters of the NodeID.
    public var node: String
    /// 8 hex digits made from the mesh key: who doesn't have the key sees no store in it.
    public var tag: String
    /// The tags of earlier mesh keys that the node still accepts, oldest first.
    public var earlierTags: [String]

    public init(version: UInt64, node: String, tag: String, earlierTags: [String] = []) {
        self.version = version
        self.node = node
        self.tag = tag
        self.earlierTags = earlierTags
    }

    /// The TXT record's strings, as RFC 6763 §6 writes pairs.
    public var text: [String] {
        let pairs = ["v=\(version)", "n=\(node)", "s=\(tag)"]
        guard !earlierTags.isEmpty else { return pairs }
        return pairs + ["s2=" + earlierTags.suffix(Self.earlierTagsMax).joined(separator: ",")]
    }

    /// Reads what a neighbour tells of itself; nil where a pair is missing or isn't what it names.
    ///
    /// Of a key that stands twice the first counts (RFC 6763 §6.4); unknown keys are skipped.
    public init?(text: [String]) {
        var pairs: [Substring: Substring] = [:]
        for line in text {
            guard let end = line.firstIndex(of: "=") else { continue }
            let key = line[..<end]
            if pairs[key] == nil { pairs[key] = line[line.index(after: end)...] }
        }
        guard let version = pairs["v"].flatMap({ UInt64($0) }), version > 0,
            let node = pairs["n"], Self.isName(node),
            let tag = pairs["s"], Self.isTag(tag)
        else { return nil }
        let earlier = (pairs["s2"] ?? "").split(separator: ",")
        guard earlier.count <= Self.earlierTagsMax, earlier.allSatisfy(Self.isTag) else {
            return nil
        }
        self.init(
            version: version, node: String(node), tag: String(tag),
            earlierTags: earlier.map(String.init))
    }

    private static func isName(_ text: Substring) -> Bool {
        text.utf8.count == 8
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "2")...UInt8(ascii: "7")).contains($0)
            }
    }

    private static func isTag(_ text: Substring) -> Bool {
        text.utf8.count == 8
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}

/// A neighbour that the LAN's responder named: somewhere to try, not somebody who is alive.
public struct Sighting: Hashable, Sendable {
    /// What it tells of itself; anybody on the LAN can tell anything.
    public let announcement: Announcement
    /// `host:port`, IPv6 in brackets, with the interface where the address needs one.
    public let address: String

    public init(announcement: Announcement, address: String) {
        self.announcement = announcement
        self.address = address
    }
}
