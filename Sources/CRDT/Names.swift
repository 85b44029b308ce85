public import Encoding

/// A node's name: its Ed25519 public key (protocol.md §2).
public struct NodeID: Hashable, Comparable, Sendable {
    public let key: Bytes32
    public init(_ key: Bytes32) { self.key = key }
    public static func < (a: Self, b: Self) -> Bool { a.key < b.key }
}

/// Who shares a log: the organisation, a zone, a store, or the control scope of one of them.
public struct ScopeID: Hashable, Comparable, Sendable {
    public let id: Bytes16
    public init(_ id: Bytes16) { self.id = id }
    public static func < (a: Self, b: Self) -> Bool { a.id < b.id }
}

/// One uninterrupted life of a node's database.
public struct Incarnation: Hashable, Comparable, Sendable {
    public let id: Bytes8
    public init(_ id: Bytes8) { self.id = id }
    public static func < (a: Self, b: Self) -> Bool { a.id < b.id }
}

/// The name of one log: who writes it, for whom, in which life.
///
/// Logs sort by their encoding; every part has a fixed length, so that is the order of the parts.
public struct LogID: Hashable, Comparable, Sendable {
    public let scope: ScopeID
    public let author: NodeID
    public let incarnation: Incarnation

    public init(scope: ScopeID, author: NodeID, incarnation: Incarnation) {
        self.scope = scope
        self.author = author
        self.incarnation = incarnation
    }

    public static func < (a: Self, b: Self) -> Bool {
        (a.scope, a.author, a.incarnation) < (b.scope, b.author, b.incarnation)
    }
}
