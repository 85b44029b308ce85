import CSQLite
public import Encoding
import Glibc

/// Why the database refused; each case has its own message and its own next step.
public enum StorageError: Error, Hashable, Sendable {
    /// Pages that are no longer what SQLite wrote; what SQLite says of it.
    case damaged(path: String, detail: String)
    /// The file is no database at all.
    case notADatabase(path: String)
    /// A database of another program.
    case foreign(path: String)
    /// The disk, or the quota, is full; the transaction was undone.
    case full(path: String)
    /// The folder or file can't be written.
    case readOnly(path: String)
    /// There is no database there.
    case absent(path: String)
    /// The database is there, and the key that signed it is gone.
    case withoutIdentity(path: String)
    /// The key is there, and its database is gone or empty.
    case withoutBooks(path: String)
    /// The database is of another till than the key beside it.
    case strangeBooks(path: String)
    /// The file can't be opened; the operating system's code.
    case cannotOpen(path: String, errno: Int32)
    /// Another process owns the folder; its process id where it could be read.
    case inUse(path: String, process: Int32?)
    /// Another program held a lock on the database for longer than the wait.
    case busy(path: String)
    /// The disk gave an error; SQLite's extended code and the system's.
    case disk(path: String, code: Int32, errno: Int32)
    /// A later program wrote this database.
    case newer(path: String, found: Int32, known: Int32)
    /// What was to be stored contradicts what is there; nothing was stored.
    case contradiction(String)
    /// The compression library failed.
    case compression(ZstdError)
    /// A stored payload can't be decompressed.
    case payload(operation: Int64)
    /// Anything else: SQLite's extended code, its words, the statement.
    case failed(code: Int32, message: String, statement: String)
}

extension StorageError {
    /// Where the trouble lies, which says who can end it.
    public enum Cause: UInt64, Hashable, Sendable {
        /// The disk is full or broken.
        case device
        /// The files may not be written.
        case permission
        /// What is stored isn't what this program can work with.
        case data
        case absent
        /// Another process has it; it can be tried again.
        case busy
        /// None of these: the program itself.
        case program
    }

    public var cause: Cause {
        switch self {
        case .damaged, .notADatabase, .foreign, .newer, .contradiction, .payload,
            .withoutIdentity, .withoutBooks, .strangeBooks:
            .data
        case .cannotOpen(_, ENOTDIR): .absent
        case .cannotOpen(_, EACCES): .permission
        case .full, .disk, .cannotOpen, .compression: .device
        case .readOnly: .permission
        case .absent: .absent
        case .inUse, .busy: .busy
        case .failed: .program
        }
    }
}

extension StorageError: CustomStringConvertible {
    /// What happened, then what to do, in one line.
    public var description: String {
        switch self {
        case .damaged(let path, let detail):
            "the database \(path) is damaged (\(detail)): don't sell on it; run `tillmesh doctor`, "
                + "then restore the last backup or take this lane anew from a neighbour"
        case .notADatabase(let path):
            "\(path) is no database: restore the last backup of this file"
        case .foreign(let path):
            "\(path) is a database of another program: choose another data directory"
        case .full(let path):
            "the disk of \(path) is full; the last step was undone, nothing before it is lost: "
                + "free some space, then try again"
        case .readOnly(let path):
            "\(path) can't be written: give this user write permission for the folder and its "
                + "files, or choose another with --data"
        case .absent(let path):
            "there is no till in \(path): make one with `tillmesh init`"
        case .withoutIdentity(let path):
            "\(path) holds the books of a till whose identity file is gone: keep the folder, put "
                + "the file back if it was only moved, else make a new till in another folder"
        case .withoutBooks(let path):
            "\(path) holds a till's identity and no books: put tillmesh.sqlite back if it was only "
                + "moved, else `tillmesh restore` the last backup"
        case .strangeBooks(let path):
            "\(path) holds the books of another till than its identity file names: put this till's "
                + "own identity file back"
        case .cannotOpen(let path, let code):
            "\(path) can't be opened: \(Self.text(ofSystem: code))"
        case .inUse(let path, let process):
            "\(path) is in use by another tillmesh process\(process.map { " (\($0))" } ?? ""): "
                + "close it first, or give its commands there"
        case .busy(let path):
            "another program keeps \(path) locked: close what has the database open, then try again"
        case .disk(let path, let code, let errno):
            "the disk of \(path) reports an error (SQLite \(code), \(Self.text(ofSystem: errno))): "
                + "copy the folder to another disk now"
        case .newer(let path, let found, let known):
            "\(path) was written by a later version (schema \(found), this program knows "
                + "\(known)): install that version"
        case .contradiction(let detail):
            "the database contradicts the log (\(detail)); nothing was stored: "
                + "run `tillmesh doctor`, then `tillmesh rebuild`"
        case .compression(let error):
            "a payload can't be packed (\(error)); nothing was stored: restart the program"
        case .payload(let operation):
            "operation row \(operation) can't be unpacked: run `tillmesh doctor`"
        case .failed(let code, let message, let statement):
            "SQLite error \(code): \(message) [\(Self.line(of: statement))]"
        }
    }
}

extension StorageError {
    /// Reads the error that a connection holds.
    ///
    /// Call it before anything else asks the system: of a failed COMMIT only `errno` tells why.
    init(_ handle: OpaquePointer?, code: Int32, path: String, statement: String) {
        let extended = handle.map { sqlite3_extended_errcode($0) } ?? code
        let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? ""
        // A failed COMMIT leaves SQLite's copy of errno unset, see `Database.transaction(_:)`.
        let noted = handle.map { sqlite3_system_errno($0) } ?? 0
        let system = noted == 0 ? errno : noted
        switch code & 0xff {
        case SQLITE_CORRUPT: self = .damaged(path: path, detail: message)
        case SQLITE_NOTADB: self = .notADatabase(path: path)
        case SQLITE_FULL: self = .full(path: path)
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly(path: path)
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(path: path)
        case SQLITE_IOERR where Self.isFullDisk(system): self = .full(path: path)
        case SQLITE_IOERR: self = .disk(path: path, code: extended, errno: system)
        case SQLITE_CANTOPEN where Self.isReadOnly(system): self = .readOnly(path: path)
        case SQLITE_CANTOPEN: self = .cannotOpen(path: path, errno: system)
        case SQLITE_CONSTRAINT: self = .contradiction(message)
        default: self = .failed(code: extended, message: message, statement: statement)
        }
    }
}
