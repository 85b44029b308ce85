import Glibc
public import Storage

/// The folder that is one lane: its files by name.
///
/// `docs/operations.md` tells what each is and what to back up.
public struct DataDirectory: Sendable {
    public let path: String

    public init(_ path: String) {
        var path = path
        while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// The SQLite database; its `-wal` and `-shm` lie beside it.
    public var database: String { path + "/tillmesh.sqlite" }
    /// The node's key and names (0600); in no backup.
    public var identity: String { path + "/identity" }
    /// The node's credential and the store's mesh keys (0600); in no backup.
    public var meshSecrets: String { path + "/mesh" }
    /// The key that a rotation is about to put in the place of the present one.
    var nextIdentity: String { path + "/identity.next" }
    /// The root key, sealed under the owner's passphrase.
    public var sealedRoot: String { path + "/root.sealed" }
    /// How often the database was opened for writing; tells one that was rolled back.
    public var generation: String { path + "/generation" }
    /// The open basket after the last two of a cashier's steps.
    var openBaskets: (String, String) { (path + "/basket.0", path + "/basket.1") }
    /// Held by the one process that owns the folder.
    public var lock: String { path + "/lock" }
    /// Where other `tillmesh` commands hand in theirs while a process owns the folder.
    public var controlSocket: String { path + "/control.sock" }
    /// Receipts as text, until a printer is named.
    public var paper: String { path + "/paper.txt" }
    /// Which printer, scanner, display; absent: none.
    public var devices: String { path + "/devices.conf" }
    /// Where this node tells of its health; absent: nowhere.
    public var health: String { path + "/health.conf" }
    /// How this node takes part in its store's mesh; absent: as MeshSettings has it.
    public var meshSettings: String { path + "/mesh.conf" }
    /// What a lane has to say to whoever looks after it; `node.log.1` is its older half.
    public var log: String { path + "/node.log" }
    /// Parts of snapshots that newcomers may fetch; may be removed whenever nothing runs.
    var snapshots: String { path + "/snapshots" }
    /// The practice till's own folder.
    public var training: DataDirectory { DataDirectory(path + "/training") }

    /// How to restore the root key; printed, put into a safe, and deleted by whoever ran `init`.
    public var recoverySheet: String { path + "/recovery-sheet.txt" }
    /// The sample shop's people and PINs, a line each; absent in a real shop.
    public var signOnHints: String { path + "/sample-people.txt" }
    /// There from the first to the last step of `join`.
    var joining: String { path + "/join-unfinished" }
    /// There from the first to the last step of `init`.
    var unfinished: String { path + "/init-unfinished" }

    /// True where `init` was run and finished.
    public var isInitialised: Bool {
        FileSystem.exists(identity) && !FileSystem.exists(unfinished)
            && !FileSystem.exists(joining)
    }

    /// Why there is no till to open here; nil where there is one.
    public var absence: StorageError? {
        if let code = FileSystem.hindrance(into: path), code != ENOENT {
            return .cannotOpen(path: path, errno: code)
        }
        let hasBooks = FileSystem.bytes(of: [database]) > 0
        if isInitialised { return hasBooks ? nil : .withoutBooks(path: path) }
        let isWhole = ![unfinished, joining].contains(where: FileSystem.exists)
        return isWhole && hasBooks && !FileSystem.exists(identity)
            ? .withoutIdentity(path: path) : .absent(path: path)
    }

    /// Lines that the sign-on screen shows; empty in a real shop.
    public func hints() throws(FileError) -> [String] {
        guard FileSystem.exists(signOnHints) else { return [] }
        let text = String(decoding: try FileSystem.read(signOnHints, limit: 1 << 16), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }
}
