import CSodium

/// Authenticated encryption with a 16-byte tag behind the ciphertext.
///
/// A nonce must never be used twice with one key. ``chaCha20`` takes 12-byte nonces, which must
/// be counted; ``xChaCha20`` takes 24-byte nonces, which may be random.
///
/// - Source: RFC 8439; draft-irtf-cfrg-xchacha-03.
public enum AEAD: Sendable {
    case chaCha20
    case xChaCha20

    /// Why bytes were not sealed or opened.
    public enum Failure: Error, Equatable {
        case keyLength(Int)
        case nonceLength(Int)
        /// Shorter than a tag.
        case truncated(Int)
        /// The tag doesn't fit: a wrong key, nonce or context, or altered bytes.
        case forged
    }

    /// The length of a key in bytes.
    public static let keyBytes = 32

    /// The length of the tag in bytes.
    public static let tagBytes = 16

    /// The length of a nonce in bytes.
    public var nonceBytes: Int {
        switch self {
        case .chaCha20: 12
        case .xChaCha20: 24
        }
    }

    /// The ciphertext of `plain` with its tag; `context` is authenticated and not contained.
    public func seal(
        _ plain: [UInt8], context: [UInt8], nonce: [UInt8], key: Secret
    ) throws(Failure) -> [UInt8] {
        try check(nonce: nonce, key: key)
        var sealed = [UInt8](repeating: 0, count: plain.count + Self.tagBytes)
        let (plainCount, contextCount) = (UInt64(plain.count), UInt64(context.count))
        switch self {
        case .chaCha20:
            _ = crypto_aead_chacha20poly1305_ietf_encrypt(
                &sealed, nil, plain, plainCount, context, contextCount, nil, nonce, key.start)
        case .xChaCha20:
            _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
                &sealed, nil, plain, plainCount, context, contextCount, nil, nonce, key.start)
        }
        return sealed
    }

    /// The plain bytes of a ciphertext with its tag.
    public func open(
        _ sealed: [UInt8], context: [UInt8], nonce: [UInt8], key: Secret
    ) throws(Failure) -> [UInt8] {
        try check(nonce: nonce, key: key)
        guard sealed.count >= Self.tagBytes else { throw .truncated(sealed.count) }
        var plain = [UInt8](repeating: 0, count: sealed.count - Self.tagBytes)
        let (sealedCount, contextCount) = (UInt64(sealed.count), UInt64(context.count))
        let verdict =
            switch self {
            case .chaCha20:
                crypto_aead_chacha20poly1305_ietf_decrypt(
                    &plain, nil, nil, sealed, sealedCount, context, contextCount, nonce, key.start)
            case .xChaCha20:
                crypto_aead_xchacha20poly1305_ietf_decrypt(
                    &plain, nil, nil, sealed, sealedCount, context, contextCount, nonce, key.start)
            }
        guard verdict == 0 else { throw .forged }
        return plain
    }

    private func check(nonce: [UInt8], key: Secret) throws(Failure) {
        Sodium.ensureStarted()
        guard key.count == Self.keyBytes else { throw .keyLength(key.count) }
        guard nonce.count == nonceBytes else { throw .nonceLength(nonce.count) }
    }
}
