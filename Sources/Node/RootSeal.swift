public import CRDT
public import Crypto
import Encoding

/// The root key, sealed under the owner's passphrase; no running till holds it.
///
/// File and recovery sheet carry the same bytes: neither opens without the passphrase.
public struct RootSeal: Hashable, Sendable {
    /// Why a sealed root can't be opened.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case damaged
        case wrongPassphrase
        case shortPassphrase(atLeast: Int)
        case memoryRefused

        public var description: String {
            switch self {
            case .damaged: "the sealed root is damaged; use the recovery sheet"
            case .wrongPassphrase: "the passphrase is not the one that sealed the root"
            case .shortPassphrase(let least): "the passphrase needs at least \(least) characters"
            case .memoryRefused: "the machine has no 64 MiB to spare for the passphrase's check"
            }
        }
    }

    /// A passphrase guards the whole shop and is typed once a year.
    public static let passphraseCharactersMin = 10
    private static let parameters = PasswordHash.Parameters(memoryKiB: 64 * 1024, passes: 3)

    /// `[1, salt, sealed seed, root NodeID]` in CBOR.
    public let bytes: [UInt8]

    /// Takes what a file or a sheet holds.
    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// Seals a root's seed with 16 random bytes as salt and 24 as nonce.
    public init(
        _ root: Identity, passphrase: [UInt8], salt: [UInt8], nonce: [UInt8]
    ) throws(Failure) {
        guard passphrase.count >= Self.passphraseCharactersMin else {
            throw .shortPassphrase(atLeast: Self.passphraseCharactersMin)
        }
        let key = try Self.key(passphrase, salt)
        guard
            let sealed = try? Sealed.seal(
                root.seed.reveal(), context: root.publicKey, nonce: nonce, key: key)
        else { throw .damaged }
        var encoder = CBOREncoder()
        encoder.array(4)
        encoder.unsigned(1)
        encoder.bytes(salt)
        encoder.bytes(sealed)
        encoder.bytes(root.publicKey)
        bytes = encoder.finish()
    }

    /// The root's NodeID, which the seal names openly; nil where the seal is damaged.
    public var root: NodeID? {
        guard let parts = try? CBOR.decode(bytes).asArray, parts.count == 4,
            parts[0].asUnsigned == 1
        else { return nil }
        return parts[3].asFixed(Bytes32.self).map(NodeID.init)
    }

    /// Opens the seal.
    public func open(passphrase: [UInt8]) throws(Failure) -> Identity {
        guard let parts = try? CBOR.decode(bytes).asArray, parts.count == 4,
            parts[0].asUnsigned == 1, let salt = parts[1].asBytes, let sealed = parts[2].asBytes,
            let publicKey = parts[3].asBytes
        else { throw .damaged }
        let key = try Self.key(passphrase, salt)
        guard let seed = try? Sealed.open(sealed, context: publicKey, key: key) else {
            throw .wrongPassphrase
        }
        guard let identity = try? Identity(seed: seed) else { throw .damaged }
        return identity
    }

    private static func key(_ passphrase: [UInt8], _ salt: [UInt8]) throws(Failure) -> Secret {
        do {
            return Secret(
                try PasswordHash.argon2id(passphrase, salt: salt, parameters: parameters))
        } catch {
            switch error {
            case .memoryRefused: throw .memoryRefused
            case .saltLength, .keyLength, .verifierLength, .parameters: throw .damaged
            }
        }
    }
}
