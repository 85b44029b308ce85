import Glibc
import Node

/// Where an export goes: a new file beside its name until it is whole, or standard output.
///
/// A file that is there stays, as with a backup: nobody means to lose the books for a wrong name.
final class ExportFile {
    private static let bufferBytes = 1 << 16

    private let path: String
    private let isStandardOutput: Bool
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isClosed = false

    init(_ path: String) throws(Failure) {
        self.path = path
        isStandardOutput = path == "-"
        if !isStandardOutput { try Self.checkFree(path) }
        descriptor =
            isStandardOutput
            ? STDOUT_FILENO
            : open(Self.draft(path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(.cannotCreate, "cannot write \(path): \(Program.errnoText())")
        }
    }

    deinit {
        guard !isStandardOutput, !isClosed else { return }
        Glibc.close(descriptor)
        unlink(Self.draft(path))
    }

    private static func checkFree(_ path: String) throws(Failure) {
        guard !FileSystem.exists(path) else {
            throw Failure(.cannotCreate, "\(BackupError.exists(path: path))")
        }
    }

    private static func draft(_ path: String) -> String { path + ".part" }

    func write(_ bytes: [UInt8]) throws(Failure) {
        buffer += bytes
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    private func flush() throws(Failure) {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw cannotWrite() }
            rest = rest.dropFirst(count)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes what is left; the file has its name, and is on disk, when this returns.
    func close() throws(Failure) {
        try flush()
        if isStandardOutput { return }
        // Somebody may have made one meanwhile.
        try Self.checkFree(path)
        guard fsync(descriptor) == 0, rename(Self.draft(path), path) == 0 else {
            throw cannotWrite()
        }
        isClosed = true
        Glibc.close(descriptor)
    }

    private func cannotWrite() -> Failure {
        Failure(.inputOutput, "cannot write \(path): \(Program.errnoText())")
    }
}
