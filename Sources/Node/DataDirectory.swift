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
    /// The root key, sealed under the owner's passphrase.
    public var sealedRoot: String { path + "/root.sealed" }
    /// Held by the one process that owns the folder.
    public var lock: String { path + "/lock" }
    /// Where other `tillmesh` commands hand in theirs while a process owns the folder.
    public var controlSocket: String { path + "/control.sock" }
    /// Receipts as text, until a printer is named.
    public var paper: String { path + "/paper.txt" }
    /// Which printer, scanner, display; absent: none.
    public var devices: String { path + "/devices.conf" }
    /// The practice till's own folder.
    public var training: DataDirectory { DataDirectory(path + "/training") }

    /// True where `init` was run and finished.
    public var isInitialised: Bool { FileSystem.exists(identity) }
}
