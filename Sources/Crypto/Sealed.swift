/// A sealed field: personal data that only a holder of its subject's key can read.
///
/// Bytes: version `1`, the 24-byte nonce, the XChaCha20-Poly1305 ciphertext, its 16-byte tag.
/// Authenticated with it, and not contained: `"tillmesh-seal-v1"`, the version, then the context,
/// which names subject and field so that no sealed field can be moved to another place.
public enum Sealed {
    /// Why a field could not be opened.
    public enum Failure: Error, Equatable {
        /// A key has 32 bytes, a nonce 24.
        case lengths(key: Int, nonce: Int)
        /// Shorter than version, nonce and tag.
        case truncated(Int)
        /// Sealed by a later program.
        case unknownVersion(UInt8)
        /// A wrong key or context, or altered bytes.
        case forged
    }

    /// What sealing adds to the length of the plain bytes.
    public static let overhead = 1 + 24 + AEAD.tagBytes

    private static let version: UInt8 = 1
    private static let label: Label = "tillmesh-seal-v1"

    /// Seals a field under its subject's key with 24 fresh random bytes as nonce.
    public static func seal(
        _ plain: [UInt8], context: [UInt8], nonce: [UInt8], key: Secret
    ) throws(Failure) -> [UInt8] {
        do {
            let sealed = try AEAD.xChaCha20.seal(
                plain, context: bound(context), nonce: nonce, key: key)
            return [version] + nonce + sealed
        } catch {
            throw failure(error, key: key, nonce: nonce.count)
        }
    }

    /// Opens a field.
    public static func open(
        _ field: [UInt8], context: [UInt8], key: Secret
    ) throws(Failure) -> [UInt8] {
        guard field.count >= overhead else { throw .truncated(field.count) }
        guard field[0] == version else { throw .unknownVersion(field[0]) }
        do {
            return try AEAD.xChaCha20.open(
                Array(field[25...]), context: bound(context), nonce: Array(field[1..<25]), key: key)
        } catch {
            throw failure(error, key: key, nonce: 24)
        }
    }

    private static func bound(_ context: [UInt8]) -> [UInt8] {
        label.bytes + [version] + context
    }

    private static func failure(_ error: AEAD.Failure, key: Secret, nonce: Int) -> Failure {
        switch error {
        case .keyLength, .nonceLength: .lengths(key: key.count, nonce: nonce)
        case .truncated(let count): .truncated(count)
        case .forged: .forged
        }
    }
}
