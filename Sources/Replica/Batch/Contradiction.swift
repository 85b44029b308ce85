public import CRDT
public import Encoding
public import Retail

/// An alarm: one author gave one content id to operations that say different things.
public struct Contradiction: Hashable, Sendable {
    public let scope: ScopeID
    /// The author, by its first name where it has rotated.
    public let author: NodeID
    public let content: ContentID
    /// The two hashes, ascending; the smaller one's rows stand.
    public let operations: [Bytes32]

    public init(scope: ScopeID, author: NodeID, content: ContentID, operations: [Bytes32]) {
        self.scope = scope
        self.author = author
        self.content = content
        self.operations = operations
    }
}

extension Contradiction {
    /// The beginning of the local rows that name contents which were given twice.
    public static let keyPrefix = Array("contradiction".utf8)

    /// The local row by which the alarm is found again: looking for it among all claims would take
    /// a pass over all that was ever sold.
    var write: LocalWrite {
        LocalWrite(
            .counter,
            key: Self.keyPrefix + scope.id.bytes + author.key.bytes + content.id.bytes, value: [])
    }

    /// Reads a local row's key; nil for one that isn't such a row's.
    public static func claim(
        ofKey key: [UInt8]
    ) -> (scope: ScopeID, author: NodeID, content: ContentID)? {
        let rest = key.dropFirst(keyPrefix.count)
        guard key.starts(with: keyPrefix), rest.count == 64,
            let scope = Bytes16(Array(rest.prefix(16))),
            let author = Bytes32(Array(rest.dropFirst(16).prefix(32))),
            let content = Bytes16(Array(rest.suffix(16)))
        else { return nil }
        return (ScopeID(scope), NodeID(author), ContentID(content))
    }
}
