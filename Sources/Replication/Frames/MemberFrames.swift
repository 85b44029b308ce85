public import CRDT
public import Encoding

/// Type 14: a newcomer's name, on a channel of an invitation.
public struct JoinRequest: Hashable, Sendable {
    public let node: NodeID
    /// For people; at most 256 bytes.
    public let label: String

    public init(node: NodeID, label: String) {
        self.node = node
        self.label = label
    }
}

/// Type 16: a mesh key, signed by the steward who made it; any member may pass it on.
public struct MeshKeyNotice: Hashable, Sendable {
    /// Epochs are below 2^32.
    public static let epochMax = UInt64(UInt32.max)

    public let epoch: UInt64
    public let key: Bytes32
    public let steward: NodeID
    public let signature: Bytes64

    public init(epoch: UInt64, key: Bytes32, steward: NodeID, signature: Bytes64) {
        self.epoch = epoch
        self.key = key
        self.steward = steward
        self.signature = signature
    }
}

/// Type 15: what a newcomer needs for its first `hello`.
public struct Welcome: Hashable, Sendable {
    /// The joiner's own.
    public let credential: Credential
    public let meshKey: MeshKeyNotice
    public let roots: [NodeID]
    public let scopes: [ScopeID]
    public let pinKey: Bytes32

    public init(
        credential: Credential, meshKey: MeshKeyNotice, roots: [NodeID], scopes: [ScopeID],
        pinKey: Bytes32
    ) {
        self.credential = credential
        self.meshKey = meshKey
        self.roots = roots
        self.scopes = scopes
        self.pinKey = pinKey
    }
}

/// An entry of type 17: where a member may be met.
public struct PeerAddresses: Hashable, Sendable {
    /// An address has at most so many bytes: a name of 253, brackets, colon and port.
    public static let addressBytesMax = 262

    public let node: NodeID
    /// `host:port`, IPv6 in brackets.
    public let addresses: [String]

    public init(node: NodeID, addresses: [String]) {
        self.node = node
        self.addresses = addresses
    }
}
