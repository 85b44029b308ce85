import CSodium

/// A node's Ed25519 key pair: signs for the node, and gives its X25519 form for channels.
///
/// The secret half lies in guarded memory that is never paged out where the system allows it,
/// and is zeroed when released. Its seed is what the `identity` file holds.
///
/// - Source: RFC 8032; libsodium's `sodium_malloc`.
// Unchecked: the memory never changes between `init` and `deinit`, so threads may share it.
public final class Identity: @unchecked Sendable {
    /// Why no identity could be made.
    public enum SeedError: Error, Equatable {
        /// A seed has exactly 32 bytes.
        case length(Int)
        /// The system gave no guarded memory.
        case memoryRefused
    }

    /// The length of a seed in bytes.
    public static let seedBytes = 32

    private let secretKey: UnsafeMutablePointer<UInt8>

    /// The public key, 32 bytes: the node's name.
    public let publicKey: [UInt8]

    /// Derives the key pair of 32 random bytes.
    public init(seed: Secret) throws(SeedError) {
        Sodium.ensureStarted()
        guard seed.count == Self.seedBytes else { throw .length(seed.count) }
        guard let memory = sodium_malloc(crypto_sign_ed25519_secretkeybytes()) else {
            throw .memoryRefused
        }
        let secret = memory.assumingMemoryBound(to: UInt8.self)
        var publicKey = [UInt8](repeating: 0, count: 32)
        _ = crypto_sign_ed25519_seed_keypair(&publicKey, secret, seed.start)
        self.publicKey = publicKey
        secretKey = secret
        sodium_mprotect_readonly(secret)
    }

    /// Derives the key pair of 32 random bytes; the caller's copy stays the caller's to forget.
    public convenience init(seed: [UInt8]) throws(SeedError) {
        try self.init(seed: Secret(seed))
    }

    deinit {
        // Zeroes, then releases; makes the pages writable by itself.
        sodium_free(secretKey)
    }

    /// The detached signature of a message, 64 bytes; deterministic.
    public func sign(_ message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Signature.count)
        _ = crypto_sign_ed25519_detached(
            &signature, nil, message, UInt64(message.count), secretKey)
        return signature
    }

    /// The seed, for the file or the sealed sheet that keeps it.
    public var seed: Secret {
        Secret(count: Self.seedBytes) { _ = crypto_sign_ed25519_sk_to_seed($0, secretKey) }
    }

    /// The X25519 form of the secret key, for channels.
    public var agreementKey: Secret {
        Secret(count: 32) { _ = crypto_sign_ed25519_sk_to_curve25519($0, secretKey) }
    }
}

extension Identity: CustomStringConvertible, CustomReflectable {
    /// Names the type only: a key is nobody's to read in a log.
    public var description: String { "Identity" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
