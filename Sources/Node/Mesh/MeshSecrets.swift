public import CRDT
import Encoding
public import Replication

/// What lets a node into its store's mesh, beside its identity: the chain of enrolments that names
/// it, and the mesh keys that it accepts.
///
/// The file is CBOR with mode 0600 and is in no backup, like the identity.
public struct MeshSecrets: Sendable {
    /// Keys that are kept, the newest: more than a store makes in its life.
    static let keysMax = 64

    public var credential: Credential
    /// The one that goes before all others first.
    public private(set) var keys: [MeshKey]

    public init(credential: Credential, keys: [MeshKey] = []) {
        self.credential = credential
        self.keys = []
        for key in keys { _ = add(key) }
    }

    /// Takes a key that counts; its signature was verified.
    ///
    /// - Returns: whether it was new.
    public mutating func add(_ key: MeshKey) -> Bool {
        guard !keys.contains(where: { $0.id == key.id }) else { return false }
        keys.append(key)
        keys.sort { $0.id.precedes($1.id) }
        keys = Array(keys.prefix(Self.keysMax))
        return keys.contains { $0.id == key.id }
    }

    /// The keys under which channels are made now, the current one first (protocol.md §4).
    ///
    /// - Parameters:
    ///   - membership: what is known of members; a newcomer, who knows none yet, takes what it was
    ///     given when it joined.
    ///   - store: ours.
    ///   - holders: the members that are known here to have the current key.
    /// - Returns: at most one more than ``MeshKeys/earlierMax``.
    public func accepted(
        _ membership: Membership, in store: ScopeID, holders: Set<NodeID>
    ) -> [MeshKey] {
        var counting = MeshKeys()
        for key in keys { _ = counting.insert(verified: key) }
        let accepted = counting.accepted(membership, in: store, holders: holders)
        return accepted.isEmpty ? Array(keys.prefix(1 + MeshKeys.earlierMax)) : accepted
    }

    /// Reads the file; nil where there is none.
    ///
    /// - Throws: ``IdentityFile/Failure`` with what is wrong with it.
    public static func read(_ directory: DataDirectory) throws(IdentityFile.Failure) -> MeshSecrets?
    {
        guard FileSystem.exists(directory.meshSecrets) else { return nil }
        do {
            return try decode(FileSystem.read(directory.meshSecrets, limit: 1 << 18))
        } catch let error as FileError {
            throw .file(error)
        } catch let error as CBORError {
            throw .damaged(offset: error.offset)
        } catch let error as IdentityFile.Failure {
            throw error
        } catch {
            throw .damaged(offset: 0)
        }
    }

    public func write(_ directory: DataDirectory) throws(FileError) {
        try FileSystem.replace(directory.meshSecrets, with: encoded(), mode: 0o600)
    }

    /// `[1, credential, [mesh key …]]`, each as it is sent.
    private func encoded() -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(3)
        encoder.unsigned(1)
        encoder.bytes(credential.encoded())
        encoder.array(keys.count)
        for key in keys { encoder.bytes(key.encoded()) }
        return encoder.finish()
    }

    private static func decode(_ bytes: [UInt8]) throws -> MeshSecrets {
        var reader = try CBORReader(bytes)
        let count = try reader.readArrayHeader()
        let version = try reader.readUnsigned()
        guard version == 1, count == 3 else { throw IdentityFile.Failure.unknownVersion(version) }
        let credential = try Credential(decoding: reader.readBytes())
        var secrets = MeshSecrets(credential: credential)
        for _ in 0..<(try reader.readArrayHeader()) {
            let offset = reader.offset
            let key = try MeshKey(decoding: reader.readBytes())
            guard key.isSigned else { throw IdentityFile.Failure.damaged(offset: offset) }
            _ = secrets.add(key)
        }
        return secrets
    }
}

extension DataDirectory {
    /// Whether another member enrolled this node: only where the root did is its key sealed.
    public var wasEnrolledByMember: Bool {
        guard let secrets = try? MeshSecrets.read(self) else { return false }
        return secrets.credential.entries.count > 1
    }
}
