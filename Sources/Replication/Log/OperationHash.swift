import Crypto
public import Encoding

/// The hash and the signing input of operations (protocol.md §3).
public enum OperationHash {
    static let label: Label = "tillmesh-op-v1"

    /// BLAKE2b-256 of a body's bytes, "tillmesh-op-v1".
    public static func of(_ body: UnsafeRawBufferPointer) -> Bytes32 {
        let words = BLAKE2b.hash32(body, label: label)
        return Bytes32(words.0, words.1, words.2, words.3)
    }

    /// BLAKE2b-256 of a body's bytes, "tillmesh-op-v1".
    public static func of(_ body: [UInt8]) -> Bytes32 { body.withUnsafeBytes { of($0) } }

    /// What an author signs: the label padded to 16 bytes, then the hash.
    public static func signingInput(_ hash: Bytes32) -> [UInt8] { label.bytes + hash.bytes }

    /// Whether a signature over an operation's hash is its author's.
    public static func isSigned(
        _ hash: Bytes32, by author: Bytes32, with signature: Bytes64
    ) -> Bool {
        Signature.verify(signature.bytes, of: signingInput(hash), by: author.bytes)
    }
}
