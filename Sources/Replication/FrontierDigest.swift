public import CRDT
import Crypto
public import Encoding

extension Frontier {
    private static let label: Label = "tillmesh-front"

    /// BLAKE2b-256 of `[[LogID, seq, hash] …]`, "tillmesh-front".
    public var digest: Bytes32 {
        var encoder = CBOREncoder(capacity: 1024)
        encode(into: &encoder)
        let words = encoder.finish().withUnsafeBytes { BLAKE2b.hash32($0, label: Self.label) }
        return Bytes32(words.0, words.1, words.2, words.3)
    }
}
