import CPosix
import Encoding
import Glibc

/// A file that is read in pieces: plain, gzip or zstd, told apart by its first bytes.
final class InputFile {
    private static let chunkBytes = 1 << 16

    let path: String
    /// The file's own length in bytes, compressed or not; nil for a pipe.
    let length: Int?
    /// Bytes of it read so far.
    private(set) var position = 0
    private var descriptor: Int32
    private let zstd: ZstdStream?
    private let unpacker: pid_t?
    private var head: [UInt8]

    /// Opens a file; `-` is standard input.
    init(_ path: String) throws(Failure) {
        self.path = path
        let opened = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw Self.cannotRead(path) }
        var status = stat()
        length =
            fstat(opened, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            ? Int(status.st_size) : nil
        let first = try Self.read(opened, path: path)
        position = first.count
        if first.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            (descriptor, unpacker, head) = (opened, nil, [])
            zstd = try Self.stream(path)
            zstd?.feed(first)
        } else if first.starts(with: [0x1F, 0x8B]), path != "-" {
            close(opened)
            (descriptor, unpacker) = try Self.gunzip(path)
            (zstd, head) = (nil, [])
        } else {
            (descriptor, unpacker, zstd, head) = (opened, nil, nil, first)
        }
    }

    deinit {
        close(descriptor)
        if let unpacker { waitpid(unpacker, nil, 0) }
    }

    /// The next bytes; nil at the end.
    ///
    /// - Throws: a ``Failure`` that names the file, also where packed bytes are damaged.
    func next() throws(Failure) -> [UInt8]? {
        if !head.isEmpty {
            defer { head = [] }
            return head
        }
        guard let zstd else {
            let bytes = try read()
            guard bytes.isEmpty else { return bytes }
            try checkUnpacker()
            return nil
        }
        do {
            while true {
                if let bytes = try zstd.next() { return bytes }
                let more = try Self.read(descriptor, path: path)
                position += more.count
                guard !more.isEmpty else {
                    try zstd.finish()
                    return nil
                }
                zstd.feed(more)
            }
        } catch let failure as Failure {
            throw failure
        } catch ZstdError.windowTooLarge {
            throw Failure(
                .badData, "\(path) needs too much memory to unpack: pack it without --long")
        } catch {
            throw Failure(
                .badData, "\(path) is no whole zstd file, or it is damaged: copy it again")
        }
    }

    private func read() throws(Failure) -> [UInt8] {
        let bytes = try Self.read(descriptor, path: path)
        position += bytes.count
        return bytes
    }

    private var hasEnded = false

    /// A gzip file that ends early or is damaged shows in how its unpacker ended.
    private func checkUnpacker() throws(Failure) {
        guard let unpacker, !hasEnded else { return }
        hasEnded = true
        var status: Int32 = 0
        guard waitpid(unpacker, &status, 0) == unpacker, status == 0 else {
            throw Failure(.badData, "\(path) is no whole gzip file; its last rows are missing")
        }
    }

    private static func read(_ descriptor: Int32, path: String) throws(Failure) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: chunkBytes)
        while true {
            let count = chunk.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw cannotRead(path) }
            return Array(chunk[..<count])
        }
    }

    private static func cannotRead(_ path: String) -> Failure {
        Failure(.noInput, "cannot read \(path): \(Program.errnoText())")
    }

    private static func stream(_ path: String) throws(Failure) -> ZstdStream {
        do {
            return try ZstdStream()
        } catch {
            throw Failure(.software, "cannot unpack \(path): \(error)")
        }
    }

    /// Debian's own gzip, which every system has, unpacks into a pipe.
    private static func gunzip(_ path: String) throws(Failure) -> (Int32, pid_t) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw cannotRead(path) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        var child = pid_t()
        let words = ["gzip", "-dcq", "--", path]
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let code = posix_spawnp(&child, "gzip", &actions, nil, &arguments, environ)
        close(ends[1])
        guard code == 0 else {
            close(ends[0])
            throw Failure(.noInput, "cannot unpack \(path): gzip is missing")
        }
        return (ends[0], child)
    }
}

extension Failure {
    /// A file of rows that holds not even a header.
    static func empty(_ path: String) -> Failure {
        Failure(.badData, "\(path) is empty; docs/imports.md has the columns")
    }
}
