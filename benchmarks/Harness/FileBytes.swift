import Glibc

/// Files as whole arrays of bytes.
enum FileBytes {
    static func read(_ path: String) throws(BenchmarkError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        defer { close(descriptor) }
        return try all(of: descriptor, named: path)
    }

    static func all(of descriptor: Int32, named path: String) throws(BenchmarkError) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            guard count >= 0 else { throw .file(path: path, errno: errno) }
            if count == 0 { return bytes }
            bytes += block.prefix(count)
        }
    }

    /// Writes a file and waits until it is on disk, so that nothing is left to disturb a measure.
    static func write(
        _ bytes: [UInt8], to path: String, waits: Bool = true
    ) throws(BenchmarkError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(
                    descriptor, buffer.baseAddress?.advanced(by: written), bytes.count - written)
            }
            guard count > 0 else { throw .file(path: path, errno: errno) }
            written += count
        }
        guard !waits || fsync(descriptor) == 0 else { throw .file(path: path, errno: errno) }
    }

    static func copy(_ source: String, to target: String) throws(BenchmarkError) {
        try write(try read(source), to: target)
    }

    /// Removes a database with the files that SQLite keeps beside it; absent ones are fine.
    static func removeDatabase(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }

    /// Writes a line to standard error.
    static func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    /// Writes a line to standard output at once, for who waits for it there.
    static func tell(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        _ = Glibc.write(STDOUT_FILENO, bytes, bytes.count)
    }

    /// A file's length in bytes; an absent one has none.
    static func count(_ path: String) -> UInt64 {
        var facts = stat()
        return stat(path, &facts) == 0 ? UInt64(facts.st_size) : 0
    }
}
