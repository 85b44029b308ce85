import CSodium

/// A slow verifier of a short secret: Argon2id over the secret mixed with the organisation's key.
///
/// libsodium offers Argon2id without its own secret input, so the secret goes in as its keyed
/// BLAKE2b-256 ("tillmesh-pin-v1"): without the key a stolen verifier can't even be guessed at.
///
/// - Source: RFC 9106; the default parameters are OWASP's first choice.
public struct PasswordHash: Hashable, Sendable {
    /// The cost of one guess; lanes are always 1, libsodium offers no other.
    public struct Parameters: Hashable, Sendable {
        /// Memory in KiB.
        public let memoryKiB: Int
        /// Passes over the memory.
        public let passes: Int

        public init(memoryKiB: Int, passes: Int) {
            self.memoryKiB = memoryKiB
            self.passes = passes
        }

        /// 19 MiB, 2 passes.
        public static let standard = Parameters(memoryKiB: 19 * 1024, passes: 2)

        // Foreign parameters must not let one attempt take the machine: 256 MiB, 16 passes.
        var isBearable: Bool {
            (8...256 * 1024).contains(memoryKiB) && (1...16).contains(passes)
        }
    }

    /// Why nothing was computed.
    public enum Failure: Error, Equatable {
        /// A salt has 16 bytes.
        case saltLength(Int)
        /// A key has 16 to 64 bytes.
        case keyLength(Int)
        /// A stored verifier has 32 bytes.
        case verifierLength(Int)
        /// Outside 8 KiB to 256 MiB, 1 to 16 passes.
        case parameters(Parameters)
        /// The system gave no memory for the computation.
        case memoryRefused
    }

    public let parameters: Parameters
    /// 16 random bytes.
    public let salt: [UInt8]
    /// 32 bytes.
    public let verifier: [UInt8]

    /// Takes a stored verifier; refuses what ``matches(_:key:)`` could not compute.
    public init(parameters: Parameters, salt: [UInt8], verifier: [UInt8]) throws(Failure) {
        guard salt.count == 16 else { throw .saltLength(salt.count) }
        guard verifier.count == 32 else { throw .verifierLength(verifier.count) }
        guard parameters.isBearable else { throw .parameters(parameters) }
        (self.parameters, self.salt, self.verifier) = (parameters, salt, verifier)
    }

    /// Computes the verifier of a new secret with 16 fresh random bytes as salt.
    public init(
        of secret: [UInt8], salt: [UInt8], key: Secret, parameters: Parameters = .standard
    ) throws(Failure) {
        let verifier = try Self.derive(secret, salt: salt, key: key, parameters: parameters)
        try self.init(parameters: parameters, salt: salt, verifier: verifier)
    }

    /// Whether the secret is the one; takes the same time either way.
    public func matches(_ secret: [UInt8], key: Secret) throws(Failure) -> Bool {
        let computed = try Self.derive(secret, salt: salt, key: key, parameters: parameters)
        return ConstantTime.equal(computed, verifier)
    }

    private static func derive(
        _ secret: [UInt8], salt: [UInt8], key: Secret, parameters: Parameters
    ) throws(Failure) -> [UInt8] {
        guard (16...64).contains(key.count) else { throw .keyLength(key.count) }
        let mixed = BLAKE2b.hash(secret, length: 32, label: "tillmesh-pin-v1", key: key)
        return try argon2id(mixed, salt: salt, parameters: parameters)
    }

    /// Argon2id itself, version 1.3, one lane, 32 bytes.
    public static func argon2id(
        _ password: [UInt8], salt: [UInt8], parameters: Parameters
    ) throws(Failure) -> [UInt8] {
        Sodium.ensureStarted()
        guard salt.count == 16 else { throw .saltLength(salt.count) }
        guard parameters.isBearable else { throw .parameters(parameters) }
        var output = [UInt8](repeating: 0, count: 32)
        let characters = password.map { CChar(bitPattern: $0) }
        let verdict = crypto_pwhash_argon2id(
            &output, 32, characters, UInt64(characters.count), salt, UInt64(parameters.passes),
            parameters.memoryKiB * 1024, crypto_pwhash_argon2id_alg_argon2id13())
        guard verdict == 0 else { throw .memoryRefused }
        return output
    }
}
