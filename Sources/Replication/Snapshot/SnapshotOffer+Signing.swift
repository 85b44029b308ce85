public import CRDT
public import Crypto
public import Encoding

extension SnapshotOffer {
    private static let label: Label = "tillmesh-snap-v1"
    private static let digestLabel: Label = "tillmesh-snap"
    private static let partLabel: Label = "tillmesh-part"

    /// Signs what a node holds; nil for a key that is none.
    public init?(
        frontier: Frontier, parts: [Part], projection: UInt64, signedBy maker: Identity
    ) {
        guard let key = Bytes32(maker.publicKey) else { return nil }
        let unsigned = SnapshotOffer(
            frontier: frontier, parts: parts, maker: NodeID(key),
            signature: Bytes64(words: Array(repeating: 0, count: 8)),
            base: [], projection: projection)
        guard let signature = Bytes64(maker.sign(unsigned.signingInput)) else { return nil }
        self.init(
            frontier: frontier, parts: parts, maker: NodeID(key), signature: signature, base: [],
            projection: projection)
    }

    /// Whether the maker that it names signed it.
    public var isSigned: Bool {
        Signature.verify(signature.bytes, of: signingInput, by: maker.key.bytes)
    }

    /// The label, then BLAKE2b-256 of `[frontier, parts, base, projection]`.
    private var signingInput: [UInt8] {
        var encoder = CBOREncoder(capacity: 64 * (parts.count + 4))
        encoder.array(4)
        frontier.encode(into: &encoder)
        encodeParts(into: &encoder)
        encodeBase(into: &encoder)
        encoder.unsigned(projection)
        return Self.label.bytes
            + BLAKE2b.hash(encoder.finish(), length: 32, label: Self.digestLabel)
    }

    /// BLAKE2b-256 of a part's uncompressed bytes, "tillmesh-part".
    public static func digest(ofPart bytes: [UInt8]) -> Bytes32 {
        let words = bytes.withUnsafeBytes { BLAKE2b.hash32($0, label: partLabel) }
        return Bytes32(words.0, words.1, words.2, words.3)
    }

    /// Whether a log of it is forked: of an operation on its way nobody knows then on which branch
    /// it lies, and so whether the snapshot has it.
    public var isForked: Bool { frontier.logs.contains { frontier.isForked($0) } }
}

extension SnapshotOffer {
    /// The body of frame 8.
    public func encoded() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 64 * (parts.count + 8))
        encode(into: &encoder)
        return encoder.finish()
    }

    /// Reads the body of frame 8; whether it is signed is ``isSigned``'s to say.
    public init(decoding body: [UInt8]) throws(FrameFault) {
        try self.init(FrameMap(body))
    }
}
