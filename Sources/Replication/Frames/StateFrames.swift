public import CRDT
public import Encoding

/// `[scope, table, count, sum]`: a table's digest within a scope (protocol.md §7).
public struct ScopeTableSum: Hashable, Sendable {
    public let scope: ScopeID
    public let table: String
    public let count: UInt64
    public let sum: Bytes32

    public init(scope: ScopeID, table: String, count: UInt64, sum: Bytes32) {
        self.scope = scope
        self.table = table
        self.count = count
        self.sum = sum
    }
}

/// Type 19: what the sender's operations came to, for a comparison.
public struct StateReport: Hashable, Sendable {
    public let frontier: Frontier
    public let projection: UInt64
    /// Of the common scopes and their control scopes.
    public let sums: [ScopeTableSum]

    public init(frontier: Frontier, projection: UInt64, sums: [ScopeTableSum]) {
        self.frontier = frontier
        self.projection = projection
        self.sums = sums
    }
}

/// Type 8: a snapshot that the sender holds (protocol.md §7).
public struct SnapshotOffer: Hashable, Sendable {
    public struct Part: Hashable, Sendable {
        /// Uncompressed, at most 1 MiB.
        public let length: UInt64
        public let digest: Bytes32

        public init(length: UInt64, digest: Bytes32) {
            self.length = length
            self.digest = digest
        }
    }

    /// The longest part, uncompressed.
    public static let partBytesMax = 1_048_576

    public let frontier: Frontier
    public let parts: [Part]
    public let maker: NodeID
    public let signature: Bytes64
    public let base: [ScopeTableSum]
    public let projection: UInt64

    public init(
        frontier: Frontier, parts: [Part], maker: NodeID, signature: Bytes64,
        base: [ScopeTableSum], projection: UInt64
    ) {
        self.frontier = frontier
        self.parts = parts
        self.maker = maker
        self.signature = signature
        self.base = base
        self.projection = projection
    }
}
