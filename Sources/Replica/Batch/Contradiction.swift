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
