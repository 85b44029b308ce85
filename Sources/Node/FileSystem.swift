import CPosix
import Glibc

/// Why a file of the data directory could not be read or written.
public struct FileError: Error, Equatable, CustomStringConvertible {
    public enum Doing: String, Sendable { case read, write, create, lock }

    public let doing: Doing
    public let path: String
    public let code: Int32

    public init(_ doing: Doing, _ path: String, code: Int32) {
        self.doing = doing
        self.path = path
        self.code = code
    }

    /// Takes the code from `errno`.
    init(_ doing: Doing, _ path: String) { self.init(doing, path, code: errno) }

    public var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    public var isForbidden: Bool { code == EACCES || code == EPERM || code == EROFS }

    public var description: String {
        "cannot \(doing.rawValue) \(path): \(String(cString: strerror(code)))"
    }
}

/// Whole files, read at once and written so that a crash leaves the old one or the new one.
public enum FileSystem {
    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Whether two names lead to one file.
    public static func isSame(_ path: String, _ other: String) -> Bool {
        var (one, two) = (stat(), stat())
        return stat(path, &one) == 0 && stat(other, &two) == 0
            && one.st_dev == two.st_dev && one.st_ino == two.st_ino
    }

    /// What keeps this process from the files of a folder, by the system's code; nil: nothing.
    static func hindrance(into path: String) -> Int32? {
        access(path + "/.", X_OK) == 0 ? nil : errno
    }

    /// Whether the file or folder belongs to the user who runs this.
    public static func isCallers(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_uid == geteuid()
    }

    /// The file's bytes; refuses one of more than `limit`.
    public static func read(_ path: String, limit: Int = 64 << 20) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.read, path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileError(.read, path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else { throw FileError(.read, path, code: EFBIG) }
        }
    }

    /// Replaces the file durably: written beside, synced, renamed, the folder synced.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - bytes: the new content.
    ///   - mode: permissions, `0600` for what holds a key.
    /// - Throws: ``FileError`` with the path and what was tried on it.
    public static func replace(
        _ path: String, with bytes: [UInt8], mode: UInt32
    ) throws(FileError) {
        let draft = draft(path)
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError(.create, draft) }
        do throws(FileError) {
            try writeAll(bytes, to: descriptor, path: draft)
            guard fsync(descriptor) == 0 else { throw FileError(.write, draft) }
        } catch {
            close(descriptor)
            unlink(draft)
            throw error
        }
        close(descriptor)
        try take(draft, as: path)
    }

    /// Adds to a file's end, which a crash may cut.
    static func append(_ bytes: [UInt8], to path: String, mode: UInt32) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError(.create, path) }
        defer { close(descriptor) }
        try writeAll(bytes, to: descriptor, path: path)
    }

    /// Gives a file, whose content is on disk, its name, durably.
    static func take(_ draft: String, as path: String) throws(FileError) {
        guard rename(draft, path) == 0 else { throw FileError(.write, path) }
        try syncFolder(of: path)
    }

    /// Where a file's new content is written before it takes the name.
    static func draft(_ path: String) -> String { path + ".new" }

    /// Makes a folder and those above it; one that exists keeps its mode.
    public static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(FileError) {
        if mkdir(path, mode) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw FileError(.create, path)
        }
        try makeFolder(String(path[..<slash]), mode: 0o755)
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw FileError(.create, path) }
    }

    /// Removes a file; one that isn't there is no error.
    static func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw FileError(.write, path) }
    }

    /// The names in a folder, sorted.
    static func names(in path: String) throws(FileError) -> [String] {
        guard let folder = opendir(path) else { throw FileError(.read, path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Makes a folder its owner's alone.
    static func makePrivate(_ path: String) throws(FileError) {
        guard chmod(path, 0o700) == 0 else { throw FileError(.write, path) }
    }

    static func writeAll(
        _ bytes: [UInt8], to descriptor: Int32, path: String
    ) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileError(.write, path) }
            rest = rest.dropFirst(count)
        }
    }

    /// The folder in which a file lies.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func syncFolder(of path: String) throws(FileError) {
        let folder = folder(of: path)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.write, folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError(.write, folder) }
    }
}
