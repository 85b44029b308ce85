import Glibc

/// Held by the one process that owns a data directory; released when it ends, however it ends.
///
/// - Source: flock(2): the lock belongs to the open file, so a crash leaves none behind.
public final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock or says who has it.
    ///
    /// - Throws: ``StorageError/inUse(path:process:)``, or why the file can't be written.
    public init(_ path: String) throws(StorageError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.refused(path) }
        guard Self.take(descriptor) else {
            let owner = Self.owner(descriptor)
            close(descriptor)
            throw .inUse(path: path, process: owner)
        }
        self.descriptor = descriptor
        try writeOwner(path)
    }

    deinit { close(descriptor) }

    /// Milliseconds for which a lock is waited for that another is just giving up.
    ///
    /// A process that starts a program shares its open files with it until the program runs, so a
    /// released lock can be held a moment longer.
    private static let patienceMilliseconds: Int32 = 500

    private static func take(_ descriptor: Int32) -> Bool {
        let step: Int32 = 10
        for _ in 0..<(patienceMilliseconds / step) {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK || errno == EINTR else { return false }
            poll(nil, 0, step)
        }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    private static func refused(_ path: String) -> StorageError {
        let code = errno
        return StorageError.isReadOnly(code)
            ? .readOnly(path: path)
            : code == ENOENT ? .absent(path: path) : .cannotOpen(path: path, errno: code)
    }

    /// The process id is for the other's message only; the lock is the kernel's.
    private func writeOwner(_ path: String) throws(StorageError) {
        let text = Array("\(getpid())\n".utf8)
        let isWritten =
            ftruncate(descriptor, 0) == 0
            && pwrite(descriptor, text, text.count, 0) == text.count
        guard isWritten else {
            throw StorageError.isFullDisk(errno)
                ? .full(path: path) : .cannotOpen(path: path, errno: errno)
        }
    }

    private static func owner(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let digits = bytes[..<count].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return Int32(String(decoding: digits, as: UTF8.self))
    }
}
