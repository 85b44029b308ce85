public import CRDT
public import Crypto
public import Encoding

/// Which mesh key: its epoch, who made it, and a digest that doesn't give the key away.
public struct MeshKeyID: Hashable, Sendable {
    public let epoch: UInt32
    public let steward: NodeID
    /// BLAKE2b-256(key, "tillmesh-mkey-v1").
    public let digest: Bytes32

    /// Whether this key goes before another one: a higher epoch, then the smaller steward, then
    /// the smaller digest, for a steward whose disk was cloned.
    public func precedes(_ other: MeshKeyID) -> Bool {
        if epoch != other.epoch { return epoch > other.epoch }
        return (steward, digest) < (other.steward, other.digest)
    }
}

/// The key that a store's lanes share against strangers, signed by the steward who made it.
///
/// Whether that steward counts is for membership to say.
///
/// - Source: protocol.md §4; the body of frame 16.
public struct MeshKey: Equatable, Sendable {
    private static let label: Label = "tillmesh-mkey-v1"

    public let id: MeshKeyID
    /// 32 bytes.
    public let key: Secret
    public let signature: Bytes64

    public var epoch: UInt32 { id.epoch }
    public var steward: NodeID { id.steward }

    /// Takes a key as it came; nil for another length than 32 bytes.
    public init?(epoch: UInt32, key: Secret, steward: NodeID, signature: Bytes64) {
        guard key.count == 32 else { return nil }
        id = MeshKeyID(epoch: epoch, steward: steward, digest: Self.digest(of: key))
        self.key = key
        self.signature = signature
    }

    /// Signs 32 fresh random bytes; nil for another length.
    public init?(epoch: UInt32, key: Secret, signedBy steward: Identity) {
        guard key.count == 32, let node = Bytes32(steward.publicKey) else { return nil }
        let input = Self.signingInput(epoch, Self.digest(of: key))
        guard let signature = Bytes64(steward.sign(input)) else { return nil }
        self.init(epoch: epoch, key: key, steward: NodeID(node), signature: signature)
    }

    /// Whether the steward that it names signed it.
    public var isSigned: Bool {
        Signature.verify(
            signature.bytes, of: Self.signingInput(epoch, id.digest), by: steward.key.bytes)
    }

    /// The key as channels take it.
    public var channelKey: ChannelKey { ChannelKey(.mesh(id), key) }

    /// Eight hexadecimal digits for discovery, by which lanes of one store know each other.
    public var discoveryTag: String {
        let digest = BLAKE2b.hash(
            Array("discovery".utf8), length: 32, label: "tillmesh-disc-v1", key: key)
        return Hex.encode(digest.prefix(4))
    }

    private static func digest(of key: Secret) -> Bytes32 {
        key.withBytes { bytes in
            let (a, b, c, d) = BLAKE2b.hash32(bytes, label: label)
            return Bytes32(a, b, c, d)
        }
    }

    private static func signingInput(_ epoch: UInt32, _ digest: Bytes32) -> [UInt8] {
        let wide = UInt64(epoch)
        let number = (0..<8).map { UInt8(truncatingIfNeeded: wide >> UInt64(56 - 8 * $0)) }
        return label.bytes + number + digest.bytes
    }
}

extension MeshKey {
    /// The body of frame 16; it must leave this node through a channel only.
    public func encoded() -> [UInt8] {
        CBOR.map([
            0: .unsigned(UInt64(epoch)), 1: .bytes(key.reveal()), 2: .fixed(steward.key),
            3: .fixed(signature),
        ]).encoded
    }

    /// Reads the body of frame 16; whether it is signed is ``isSigned``'s to say.
    public init(decoding body: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: body)
        let epoch = UInt32(try map.unsigned(0, in: 0...UInt64(UInt32.max)))
        let key = Secret(try map.bytes32(1).bytes)
        let signature = try map.value(3) { $0.asFixed(Bytes64.self) }
        guard
            let read = MeshKey(
                epoch: epoch, key: key, steward: try map.node(2), signature: signature)
        else { throw .value(key: 1) }
        self = read
    }
}
