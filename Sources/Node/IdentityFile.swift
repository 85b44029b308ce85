public import CRDT
public import Crypto
import Encoding

/// What makes this machine this lane: its key and the names it needs before it opens anything.
///
/// The file is CBOR with mode 0600. It is in no backup: a lost lane gets a new key, not a copy.
public struct IdentityFile: Sendable {
    /// Why an identity file can't be used.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case damaged(offset: Int)
        case unknownVersion(UInt64)
        case seed
        case file(FileError)

        public var description: String {
            switch self {
            case .damaged(let offset):
                "the identity file is damaged at byte \(offset); this lane needs a new identity"
            case .unknownVersion(let version):
                "the identity file has version \(version), of a later program; upgrade this one"
            case .seed: "the identity file's key can't be used; this lane needs a new identity"
            case .file(let error): error.description
            }
        }
    }

    public let identity: Identity
    /// The store whose log this lane writes.
    public let store: ScopeID
    /// Pinned: the first author of every credential.
    public let root: NodeID
    /// The organisation's 32-byte key for PIN tags, verifiers and look-up tags.
    public let pinKey: Secret
    /// As receipts print it, digits only.
    public let storeNumber: String
    public let lane: UInt8
    /// A practice till: its receipts say so and move nothing.
    public let isTraining: Bool

    public init(
        identity: Identity, store: ScopeID, root: NodeID, pinKey: Secret, storeNumber: String,
        lane: UInt8, isTraining: Bool
    ) {
        self.identity = identity
        self.store = store
        self.root = root
        self.pinKey = pinKey
        self.storeNumber = storeNumber
        self.lane = lane
        self.isTraining = isTraining
    }

    /// The name under which this node signs.
    public var node: NodeID {
        guard let key = Bytes32(identity.publicKey) else {
            preconditionFailure("a public key has 32 bytes, not \(identity.publicKey.count)")
        }
        return NodeID(key)
    }

    public static func read(_ directory: DataDirectory) throws(Failure) -> IdentityFile {
        try read(at: directory.identity)
    }

    static func read(at path: String) throws(Failure) -> IdentityFile {
        do {
            return try decode(FileSystem.read(path, limit: 1 << 16))
        } catch let error as FileError {
            throw .file(error)
        } catch let error as CBORError {
            throw .damaged(offset: error.offset)
        } catch let error as Failure {
            throw error
        } catch {
            throw .seed
        }
    }

    public func write(_ directory: DataDirectory) throws(FileError) {
        try write(at: directory.identity)
    }

    func write(at path: String) throws(FileError) {
        try FileSystem.replace(path, with: encoded(), mode: 0o600)
    }

    /// The same lane under another key.
    func with(_ identity: Identity) -> IdentityFile {
        IdentityFile(
            identity: identity, store: store, root: root, pinKey: pinKey,
            storeNumber: storeNumber, lane: lane, isTraining: isTraining)
    }

    private func encoded() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 160)
        encoder.array(8)
        encoder.unsigned(1)
        encoder.bytes(identity.seed.reveal())
        encoder.fixed(store.id)
        encoder.fixed(root.key)
        encoder.bytes(pinKey.reveal())
        encoder.text(storeNumber)
        encoder.unsigned(UInt64(lane))
        encoder.bool(isTraining)
        return encoder.finish()
    }

    private static func decode(_ bytes: [UInt8]) throws -> IdentityFile {
        var reader = try CBORReader(bytes)
        let count = try reader.readArrayHeader()
        let version = try reader.readUnsigned()
        guard version == 1, count == 8 else { throw Failure.unknownVersion(version) }
        let identity = try Identity(seed: reader.readBytes())
        let store = ScopeID(try reader.readFixed(Bytes16.self))
        let root = NodeID(try reader.readFixed(Bytes32.self))
        let pinKey = Secret(try reader.readFixed(Bytes32.self).bytes)
        let storeNumber = try reader.readText()
        let laneOffset = reader.offset
        guard let lane = UInt8(exactly: try reader.readUnsigned()) else {
            throw Failure.damaged(offset: laneOffset)
        }
        let isTraining = try reader.readBool()
        return IdentityFile(
            identity: identity, store: store, root: root, pinKey: pinKey,
            storeNumber: storeNumber, lane: lane, isTraining: isTraining)
    }
}
