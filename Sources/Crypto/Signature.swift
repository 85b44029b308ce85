import CSodium

/// Ed25519 verification: libsodium's verdict, and no other (protocol.md §1).
///
/// Cofactorless; small-order points, non-canonical points and scalars are refused.
public enum Signature {
    /// The length of a signature in bytes.
    public static let count = 64

    /// True when libsodium accepts; a key or signature of another length is never accepted.
    public static func verify(
        _ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]
    ) -> Bool {
        Sodium.ensureStarted()
        guard signature.count == count, publicKey.count == 32 else { return false }
        return crypto_sign_ed25519_verify_detached(
            signature, message, UInt64(message.count), publicKey) == 0
    }

    /// True for a canonical point of the prime-order subgroup: what a NodeID must be.
    public static func isValidKey(_ publicKey: [UInt8]) -> Bool {
        Sodium.ensureStarted()
        guard publicKey.count == 32 else { return false }
        return crypto_core_ed25519_is_valid_point(publicKey) == 1
    }
}
