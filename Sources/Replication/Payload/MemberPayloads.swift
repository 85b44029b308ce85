public import CRDT
public import Crypto
public import Encoding

/// What a member may be; a node may be several.
public enum Role: UInt8, Hashable, Comparable, Sendable, CaseIterable {
    case rootOfStore = 0
    case steward = 1
    case lane = 2
    case relay = 3
    case hq = 4
    case observer = 5

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Kind 2: a node becomes a member.
public struct MemberEnrolled: Hashable, Sendable {
    public let node: NodeID
    /// The store that it belongs to; nil for members of the organisation.
    public let store: ScopeID?
    /// 1 to 99; 0 for none.
    public let lane: UInt8
    /// For people; at most 256 bytes.
    public let label: String
    public let roles: [Role]
    /// Milliseconds since 1970; shown, and never a reason to refuse.
    public let advisoryEnd: UInt64?

    public init(
        node: NodeID, store: ScopeID?, lane: UInt8, label: String, roles: [Role],
        advisoryEnd: UInt64? = nil
    ) {
        self.node = node
        self.store = store
        self.lane = lane
        self.label = label
        self.roles = roles
        self.advisoryEnd = advisoryEnd
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(
            node: try map.node(0),
            store: try map.optional(1) { $0.asFixed(Bytes16.self).map { ScopeID($0) } },
            lane: UInt8(try map.unsigned(2, in: 0...99)), label: try map.text(3),
            roles: try map.list(4) { item in
                item.asUnsigned.flatMap { UInt8(exactly: $0) }.flatMap { Role(rawValue: $0) }
            },
            advisoryEnd: try map.optional(5) { $0.asUnsigned })
    }

    public func encoded() -> [UInt8] {
        CBOR.map([
            0: .fixed(node.key),
            1: store.map { .fixed($0.id) } ?? .null,
            2: .unsigned(UInt64(lane)),
            3: .text(label),
            4: .array(roles.map { .unsigned(UInt64($0.rawValue)) }),
            5: advisoryEnd.map { .unsigned($0) } ?? .null,
        ]).encoded
    }
}

/// Kind 3: what a node signed above the cuts counts no more.
public struct MemberRevoked: Hashable, Sendable {
    public let node: NodeID
    /// The last point of each log that counts; a log that isn't listed counts not at all.
    public let cuts: [OperationID]
    /// For people; at most 256 bytes.
    public let reason: String

    public init(node: NodeID, cuts: [OperationID], reason: String) {
        self.node = node
        self.cuts = cuts
        self.reason = reason
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(node: try map.node(0), cuts: try map.points(1), reason: try map.text(2))
    }

    public func encoded() -> [UInt8] {
        CBOR.map([
            0: .fixed(node.key), 1: .array(cuts.map(\.cbor)), 2: .text(reason),
        ]).encoded
    }
}

/// Kind 4: a node goes on under a new key, which agrees by its own signature.
public struct MemberRotated: Hashable, Sendable {
    static let label: Label = "tillmesh-rota-v1"

    public let node: NodeID
    public let signature: Bytes64

    public init(node: NodeID, signature: Bytes64) {
        self.node = node
        self.signature = signature
    }

    /// Makes the payload with the new identity's agreement; nil never, in practice: a key and a
    /// signature have their lengths.
    public init?(from old: NodeID, to new: Identity) {
        guard let key = Bytes32(new.publicKey) else { return nil }
        let input = Self.signingInput(old: old, new: NodeID(key))
        guard let signature = Bytes64(new.sign(input)) else { return nil }
        self.init(node: NodeID(key), signature: signature)
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(
            node: try map.node(0), signature: try map.value(1) { $0.asFixed(Bytes64.self) })
    }

    public func encoded() -> [UInt8] {
        CBOR.map([0: .fixed(node.key), 1: .fixed(signature)]).encoded
    }

    /// Whether the new key agreed to follow this old one.
    public func isAgreed(by old: NodeID) -> Bool {
        Signature.verify(
            signature.bytes, of: Self.signingInput(old: old, new: node), by: node.key.bytes)
    }

    private static func signingInput(old: NodeID, new: NodeID) -> [UInt8] {
        label.bytes + old.key.bytes + new.key.bytes
    }
}

/// Kind 5: a silent lane is left out of the stable frontier, or taken in again.
public struct MemberDormant: Hashable, Sendable {
    public let node: NodeID
    public let isDormant: Bool

    public init(node: NodeID, isDormant: Bool) {
        self.node = node
        self.isDormant = isDormant
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(node: try map.node(0), isDormant: try map.bool(1))
    }

    public func encoded() -> [UInt8] {
        CBOR.map([0: .fixed(node.key), 1: .bool(isDormant)]).encoded
    }
}

/// Kind 16: a node keeps everything for the others, or does so no more.
public struct MemberArchive: Hashable, Sendable {
    public let node: NodeID
    public let isArchive: Bool

    public init(node: NodeID, isArchive: Bool) {
        self.node = node
        self.isArchive = isArchive
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(node: try map.node(0), isArchive: try map.bool(1))
    }

    public func encoded() -> [UInt8] {
        CBOR.map([0: .fixed(node.key), 1: .bool(isArchive)]).encoded
    }
}

/// Kind 13: a node's work is over; what its listed logs hold goes on counting.
public struct MemberRetired: Hashable, Sendable {
    public let node: NodeID
    public let logs: [OperationID]

    public init(node: NodeID, logs: [OperationID]) {
        self.node = node
        self.logs = logs
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(node: try map.node(0), logs: try map.points(1))
    }

    public func encoded() -> [UInt8] {
        CBOR.map([0: .fixed(node.key), 1: .array(logs.map(\.cbor))]).encoded
    }
}
