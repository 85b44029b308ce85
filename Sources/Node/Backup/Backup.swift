import CRDT
public import Encoding
import Replica
public import Storage

/// Why a backup was not made, or is of no use.
public enum BackupError: Error, Equatable, CustomStringConvertible {
    case exists(path: String)
    /// What examination found in the copy, in words.
    case damaged(path: String, finding: String)
    /// The copy doesn't say what the database said when it was made.
    case differs(path: String)
    /// The tables are another version's: the database has to be opened by its lane first.
    case notCurrent(path: String)
    /// What should be put back isn't there, or is no database.
    case noBackup(path: String, isThere: Bool)
    /// It holds no log that this directory's node wrote.
    case anotherLane(path: String)
    /// The directory's own books have operations that the backup lacks.
    case wouldForget(path: String, operations: UInt64)
    case storage(StorageError)
    case file(FileError)

    public var description: String {
        switch self {
        case .exists(let path): "\(path) is there already: name another file, or move it away"
        case .damaged(let path, let finding):
            "\(path) is damaged (\(finding)): it was not used; take an earlier backup, "
                + "or take this lane anew from a neighbour"
        case .differs(let path):
            "\(path) doesn't hold what the database held: it was removed; run `tillmesh doctor`, "
                + "then back up again"
        case .notCurrent(let path):
            "the tables of \(path) are another version's: run `tillmesh rebuild`, then back up"
        case .noBackup(let path, true):
            "\(path) is no backup: name a file that `tillmesh backup` wrote"
        case .noBackup(let path, false): "there is no file \(path): name the backup's own file"
        case .anotherLane(let path):
            "\(path) is no backup of this lane: a new machine takes its data from its neighbours "
                + "with `tillmesh join`"
        case .wouldForget(let path, let operations):
            "the books here have \(operations) operations that \(path) lacks: nothing was changed; "
                + "--replace puts these books aside and takes the backup all the same"
        case .storage(let error): error.description
        case .file(let error): error.description
        }
    }
}

/// Copies of a lane's database that were opened and read through before anyone relies on them.
///
/// No key of the node is in one: who finds a backup can't sign with it. Personal data can be read
/// with the keys that it holds, so it is to be kept like the till itself.
public enum Backup {
    /// What a backup holds.
    public struct Content: Hashable, Sendable {
        public let operations: UInt64
        public let stateDigest: Bytes32
        public let bytes: Int64
    }

    /// What is being done, with how much of it: pages copied, then none.
    public enum Step: Hashable, Sendable {
        case copying(Int, of: Int)
        case examining
    }

    /// Copies the books of a directory while its lane may be selling, and examines the copy.
    ///
    /// - Parameters:
    ///   - directory: one that `init` made.
    ///   - path: where nothing is yet; it has that name only once all is well with it.
    ///   - progress: called as it goes on.
    /// - Returns: what the copy holds.
    /// - Throws: ``BackupError``; then nothing lies at `path`.
    public static func make(
        of directory: DataDirectory, to path: String, progress: (Step) -> Void
    ) throws(BackupError) -> Content {
        guard !FileSystem.exists(path) else { throw .exists(path: path) }
        if let code = FileSystem.hindrance(into: FileSystem.folder(of: path)) {
            throw .file(FileError(.create, path, code: code))
        }
        let draft = FileSystem.draft(path)
        do {
            try FileSystem.remove(draft)
            let content = try copy(directory, to: draft, progress)
            try FileSystem.take(draft, as: path)
            return content
        } catch {
            try? FileSystem.remove(draft)
            throw wrap(error, path: path)
        }
    }

    private static func copy(
        _ directory: DataDirectory, to draft: String, _ progress: (Step) -> Void
    ) throws -> Content {
        let identity = try IdentityFile.read(directory)
        let source = try ShopReader(directory, scope: identity.store)
        guard try source.isCurrent() else { throw BackupError.notCurrent(path: directory.database) }
        let kept = try source.copy(to: draft) { progress(.copying($0, of: $1)) }
        progress(.examining)
        let copy = try examined(draft, scope: identity.store)
        let found = try copy.summary()
        guard found.heads == kept.heads, found.stateDigest == kept.stateDigest else {
            throw BackupError.differs(path: draft)
        }
        return Content(
            operations: found.operationCount, stateDigest: found.stateDigest,
            bytes: FileSystem.bytes(of: [draft]))
    }

    /// Reads every page, chain and row of a copy; what is wrong is thrown.
    static func examined(_ path: String, scope: ScopeID) throws -> ShopReader {
        let reader = try ShopReader(path: path, scope: scope, clock: SystemClock.wall)
        let isCurrent = try reader.isCurrent()
        if let finding = try reader.examine(isDeep: isCurrent).first {
            throw BackupError.damaged(path: path, finding: "\(finding)")
        }
        return reader
    }

    static func wrap(_ error: any Error, path: String) -> BackupError {
        switch error {
        case let error as BackupError: error
        case StorageError.notADatabase(path), StorageError.foreign(path):
            .noBackup(path: path, isThere: true)
        case let error as StorageError: .storage(error)
        case let error as FileError: .file(error)
        case let error as IdentityFile.Failure: .damaged(path: path, finding: "\(error)")
        case let error: .damaged(path: path, finding: "\(error)")
        }
    }
}
