import CRDT
import Crypto
import Encoding
import Glibc
import Ledger
import Replica
import Replication
import Retail
import Storage

/// Makes this machine a lane of a store that is there already (protocol.md §4, Joining).
///
/// It can be cut short anywhere and begun again with the same line: the key that was made first is
/// the one that is enrolled.
public struct Joining {
    let directory: DataDirectory
    private let invitation: Invitation

    /// - Parameters:
    ///   - line: what `tillmesh invite` printed.
    ///   - directory: empty, or one in which joining with this line was begun.
    /// - Throws: ``JoinError`` for a line that is none, or a folder that can't be used.
    public init(_ line: String, _ directory: DataDirectory) throws(JoinError) {
        do throws(InvitationFault) {
            invitation = try Invitation(line: line)
        } catch {
            throw .line(error)
        }
        self.directory = directory
        try check()
    }

    /// Where lanes of the store may be met.
    public var addresses: [String] { invitation.addresses }

    private func check() throws(JoinError) {
        guard FileSystem.exists(directory.path) else { return }
        guard FileSystem.exists(directory.joining) else {
            if directory.isInitialised { throw .alreadyThere(path: directory.path) }
            let names = (try? FileSystem.names(in: directory.path)) ?? []
            if let file = names.first(where: { $0 != "lost+found" && $0 != "mesh.conf" }) {
                throw .notEmpty(path: directory.path, file: file)
            }
            return
        }
        if let begun = try? IdentityFile.read(directory), begun.store != invitation.store {
            throw .anotherStore(path: directory.path)
        }
    }

    /// Whether the inviter has enrolled this machine: its books are to be fetched.
    public var isEnrolled: Bool { FileSystem.exists(directory.meshSecrets) }

    /// Redeems the invitation, unless that was done; on disk when it returns.
    ///
    /// - Parameter label: what people call this machine.
    /// - Throws: ``JoinError``.
    public func enrol(label: String) throws(JoinError) {
        if isEnrolled { return }
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        guard !invitation.isExpired(atMilliseconds: now) else { throw .expired }
        let identity = try key()
        let call = JoinCall(invitation: invitation, identity: identity, label: label)
        let welcome = try call.welcome()
        let enrolment = try checked(welcome, identity)
        do {
            try found(welcome, enrolment, identity)
        } catch let error as FileError {
            throw .file(error)
        } catch let error as StorageError {
            throw .storage(error)
        } catch {
            throw .key("\(error)")
        }
    }

    /// The key that was made for this joining, or a new one, kept before anybody hears of it.
    private func key() throws(JoinError) -> Identity {
        do {
            if FileSystem.exists(directory.joining), FileSystem.exists(directory.identity) {
                return try IdentityFile.read(directory).identity
            }
            try FileSystem.makeFolder(directory.path)
            try FileSystem.makePrivate(directory.path)
            try FileSystem.replace(directory.joining, with: [], mode: 0o600)
            let identity = try Identity(seed: SystemRandom().bytes(32))
            try file(identity, pinKey: Secret([UInt8](repeating: 0, count: 32)), lane: 0)
                .write(directory)
            return identity
        } catch let error as FileError {
            throw .file(error)
        } catch {
            throw .key("\(error)")
        }
    }

    private func file(_ identity: Identity, pinKey: Secret, lane: UInt8) -> IdentityFile {
        // The store's number comes with its books.
        IdentityFile(
            identity: identity, store: invitation.store, root: invitation.root, pinKey: pinKey,
            storeNumber: "", lane: lane, isTraining: false)
    }

    /// Holds the welcome against the invitation (protocol.md §4).
    private func checked(
        _ welcome: Welcome, _ identity: Identity
    ) throws(JoinError) -> MemberEnrolled {
        let holder: Credential.Holder
        do throws(Credential.Failure) {
            holder = try welcome.credential.holder(
                root: invitation.root, store: invitation.store,
                membership: Membership(root: invitation.root))
        } catch {
            throw .welcome("its credential is refused (\(error))")
        }
        let entries = welcome.credential.entries
        guard holder.node.key.bytes == identity.publicKey else {
            throw .welcome("its credential names another node")
        }
        guard let last = entries.last, last.operation.log.author == invitation.inviter else {
            throw .welcome("somebody else than the inviter enrolled this machine")
        }
        guard welcome.roots.contains(invitation.root), welcome.scopes.contains(invitation.store)
        else { throw .welcome("it is for another store") }
        guard let enrolment = try? MemberEnrolled(decoding: last.operation.payload) else {
            throw .welcome("its last entry enrols nobody")
        }
        return enrolment
    }

    private func found(
        _ welcome: Welcome, _ enrolment: MemberEnrolled, _ identity: Identity
    ) throws {
        let notice = welcome.meshKey
        guard notice.epoch <= UInt64(UInt32.max),
            let key = MeshKey(
                epoch: UInt32(notice.epoch), key: Secret(notice.key.bytes),
                steward: notice.steward, signature: notice.signature),
            key.isSigned
        else { throw JoinError.welcome("nobody signed its mesh key") }
        let file = file(
            identity, pinKey: Secret(welcome.pinKey.bytes), lane: enrolment.lane)
        try makeBooks(file)
        try file.write(directory)
        try MeshSecrets(credential: welcome.credential, keys: [key]).write(directory)
    }

    /// An empty database with this node's first operations; what a crash left is made anew.
    private func makeBooks(_ file: IdentityFile) throws {
        for suffix in ["", "-wal", "-shm"] { try FileSystem.remove(directory.database + suffix) }
        let store = try SQLiteStore(
            path: directory.database, mayCreate: true, tables: Tables.all,
            projection: Replica.projectionVersion)
        var replica = try Replica(
            Replica.Place(
                node: file.node, scope: file.store,
                incarnation: Incarnation(Bytes8(words: [SystemRandom().next()])),
                root: file.root),
            identity: file.identity, store: store)
        let opening = LogOpened(previous: nil, reason: "joined").encoded()
        for scope in [file.store.control, file.store] {
            let commit = try replica.commit(
                payloads: [(.logOpened, opening)], in: scope,
                now: UInt64(max(0, SystemClock.wall().milliseconds)), store: store)
            try store.apply(commit.transaction)
            replica.confirm(commit)
        }
    }

    /// Ends joining once the books are here: the store's number comes from its settings.
    ///
    /// - Returns: the lane as it is from now on.
    /// - Throws: ``JoinError`` where the books have no settings, or a file can't be written.
    public func finish() throws(JoinError) -> IdentityFile {
        do {
            let begun = try IdentityFile.read(directory)
            let reader = try ShopReader(directory, scope: begun.store)
            let terms = LaneTerms(changes: try reader.settings(), taxRules: [])
            guard !terms.settings.storeNumber.isEmpty else {
                throw JoinError.welcome("the store's books have no settings")
            }
            let file = IdentityFile(
                identity: begun.identity, store: begun.store, root: begun.root,
                pinKey: begun.pinKey, storeNumber: terms.settings.storeNumber, lane: begun.lane,
                isTraining: begun.isTraining)
            try file.write(directory)
            try FileSystem.remove(directory.joining)
            return file
        } catch let error as JoinError {
            throw error
        } catch let error as FileError {
            throw .file(error)
        } catch let error as StorageError {
            throw .storage(error)
        } catch {
            throw .key("\(error)")
        }
    }
}
