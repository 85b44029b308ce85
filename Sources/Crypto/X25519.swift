import CSodium

/// Diffie-Hellman on Curve25519 (RFC 7748), with keys that may be the X25519 form of identities.
public enum X25519 {
    /// Why no shared secret or no key came out.
    public enum AgreementError: Error, Equatable {
        /// Every key has 32 bytes.
        case keyLength(Int)
        /// The result would be all zero: the other side sent a point of small order.
        case smallOrder
        /// The Ed25519 key is no point that has an X25519 form.
        case notConvertible
    }

    /// The shared secret of an own secret key and a foreign public key.
    public static func agree(
        secret: Secret, publicKey: [UInt8]
    ) throws(AgreementError) -> Secret {
        Sodium.ensureStarted()
        guard secret.count == 32 else { throw .keyLength(secret.count) }
        guard publicKey.count == 32 else { throw .keyLength(publicKey.count) }
        var verdict: Int32 = -1
        let shared = Secret(count: 32) { out in
            verdict = crypto_scalarmult_curve25519(out, secret.start, publicKey)
        }
        guard verdict == 0 else { throw .smallOrder }
        return shared
    }

    /// The public key of a secret key.
    public static func publicKey(of secret: Secret) throws(AgreementError) -> [UInt8] {
        Sodium.ensureStarted()
        guard secret.count == 32 else { throw .keyLength(secret.count) }
        var publicKey = [UInt8](repeating: 0, count: 32)
        _ = crypto_scalarmult_curve25519_base(&publicKey, secret.start)
        return publicKey
    }

    /// The X25519 form of a node's Ed25519 public key; two nodes' forms are equal only where
    /// their keys are equal or negatives of each other.
    public static func publicKey(ofNode node: [UInt8]) throws(AgreementError) -> [UInt8] {
        Sodium.ensureStarted()
        guard node.count == 32 else { throw .keyLength(node.count) }
        var form = [UInt8](repeating: 0, count: 32)
        guard crypto_sign_ed25519_pk_to_curve25519(&form, node) == 0 else {
            throw .notConvertible
        }
        return form
    }
}
