import CRDT
import Encoding
import Glibc
import Replica
import Storage

extension Backup {
    /// Puts a backup in the place of a directory's books.
    ///
    /// The books that were there are put aside under another name, never removed. At its next
    /// opening the lane begins a new incarnation: its receipts get a series of their own, and what
    /// the backup lacks comes back from whoever has it.
    ///
    /// - Parameters:
    ///   - path: the backup; it is examined first and stays where it is.
    ///   - directory: of the lane that made it; no process may have it open.
    ///   - replacing: whether operations here that the backup lacks are put aside with the rest.
    ///   - progress: called as it goes on.
    /// - Returns: what was restored, and where the old books lie now.
    /// - Throws: ``BackupError``; then the directory is as it was.
    public static func restore(
        _ path: String, to directory: DataDirectory, replacing: Bool, progress: (Step) -> Void
    ) throws(BackupError) -> (content: Content, aside: String?) {
        let draft = FileSystem.draft(directory.database)
        do {
            let lock = try DirectoryLock(directory.lock)
            defer { _ = consume lock }
            try FileSystem.remove(draft)
            let content = try copy(path, to: draft, directory, replacing, progress)
            // First of all: whatever a crash leaves from here on is opened as a new incarnation.
            try beginAnew(directory)
            let aside = try putAside(directory)
            try FileSystem.take(draft, as: directory.database)
            return (content, aside)
        } catch {
            try? FileSystem.remove(draft)
            throw wrap(error, path: path)
        }
    }

    private static func copy(
        _ path: String, to draft: String, _ directory: DataDirectory, _ replacing: Bool,
        _ progress: (Step) -> Void
    ) throws -> Content {
        guard FileSystem.exists(path) else {
            throw BackupError.noBackup(path: path, isThere: false)
        }
        let identity = try IdentityFile.read(directory)
        let backup = try ShopReader(path: path, scope: identity.store, clock: SystemClock.wall)
        let kept = try backup.copy(to: draft) { progress(.copying($0, of: $1)) }
        progress(.examining)
        let found = try examined(draft, scope: identity.store).summary()
        guard found.heads == kept.heads else { throw BackupError.differs(path: path) }
        guard found.heads.contains(where: { $0.log.author == identity.node }) else {
            throw BackupError.anotherLane(path: path)
        }
        if !replacing { try check(directory, identity, against: found, path) }
        return Content(
            operations: found.operationCount, stateDigest: found.stateDigest,
            bytes: FileSystem.bytes(of: [draft]))
    }

    /// Refuses where the books that are here know more; damaged ones can't be asked.
    private static func check(
        _ directory: DataDirectory, _ identity: IdentityFile, against backup: StoreSummary,
        _ path: String
    ) throws {
        guard FileSystem.exists(directory.database),
            let reader = try? ShopReader(directory, scope: identity.store),
            let here = try? reader.summary()
        else { return }
        let known = Dictionary(
            backup.heads.map { ($0.log, $0.seq) }, uniquingKeysWith: { max($0, $1) })
        let lacking = here.heads.reduce(UInt64(0)) { sum, head in
            let held = known[head.log] ?? 0
            return head.seq > held ? sum + (head.seq - held) : sum
        }
        guard lacking == 0 else {
            throw BackupError.wouldForget(path: path, operations: lacking)
        }
    }

    private static func putAside(_ directory: DataDirectory) throws(FileError) -> String? {
        guard FileSystem.exists(directory.database) else { return nil }
        var number = 1
        while FileSystem.exists("\(directory.database).aside-\(number)") { number += 1 }
        let aside = "\(directory.database).aside-\(number)"
        // Books too damaged to be written keep what their write-ahead log holds beside them.
        try? WriteAheadLog.empty(directory.database)
        // A write-ahead log that stayed behind would be taken for the new file's.
        for suffix in ["-wal", "-shm", ""] where FileSystem.exists(directory.database + suffix) {
            try FileSystem.take(directory.database + suffix, as: aside + suffix)
        }
        return aside
    }

    /// Puts the side file ahead of any number that a copy holds: whoever opens one sees that it may
    /// have forgotten something.
    private static func beginAnew(_ directory: DataDirectory) throws(FileError) {
        let (next, overflow) = GenerationFile.read(directory).addingReportingOverflow(2)
        try GenerationFile.write(overflow ? .max : max(next, copiesMax), directory)
    }

    /// More openings than a till sees: a side file that was lost begins again from here.
    private static let copiesMax: UInt64 = 1 << 32
}
