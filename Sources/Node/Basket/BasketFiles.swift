import CPosix
import Crypto
import Encoding
import Glibc

/// Two small files that hold the open basket after the last two steps, written in turn.
///
/// A write goes to the page cache and waits for no disk: it outlives this process as soon as it
/// returns. What a kill cuts short is the older file, and the other one still tells of the step
/// before; after a power cut either may be missing, and the cashier scans again what the till no
/// longer shows.
final class BasketFiles {
    private let paths: [String]
    private var descriptors: [CInt?]
    /// Which file holds the older state.
    private var next = 0

    private static let label: Label = "Tillmesh-basket"
    private static let headBytes = 36
    private static let bytesMost = 16 << 20

    /// Files that need not be there yet.
    init(_ paths: (String, String)) {
        self.paths = [paths.0, paths.1]
        descriptors = [nil, nil]
    }

    deinit {
        for descriptor in descriptors { if let descriptor { close(descriptor) } }
    }

    /// The newest state that is whole.
    ///
    /// - Returns: nil in `newest` where there is none; `isUnreadable` where there are files and
    ///   not one of them can be read.
    func read() -> (newest: OpenBasketState?, isUnreadable: Bool) {
        var (newest, isAny): (OpenBasketState?, Bool) = (nil, false)
        for (place, path) in paths.enumerated() where FileSystem.exists(path) {
            isAny = true
            guard let bytes = try? FileSystem.read(path, limit: Self.bytesMost),
                let state = Self.state(in: bytes), state.number >= newest?.number ?? 0
            else { continue }
            newest = state
            next = 1 - place
        }
        return (newest, isAny && newest == nil)
    }

    /// Writes a state over the older one.
    ///
    /// - Throws: ``FileError``; the newer file is as it was.
    func write(_ state: OpenBasketState) throws(FileError) {
        let bytes = Self.bytes(of: state)
        let descriptor = try descriptor(next)
        let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        // A regular file takes all or has no room for the rest.
        guard count == bytes.count else {
            throw FileError(.write, paths[next], code: count < 0 ? errno : ENOSPC)
        }
        next = 1 - next
    }

    private func descriptor(_ place: Int) throws(FileError) -> CInt {
        if let open = descriptors[place] { return open }
        let opened = open(paths[place], O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw FileError(.create, paths[place]) }
        descriptors[place] = opened
        return opened
    }

    /// The content's length (4 bytes, big endian), its 32-byte BLAKE2b, the content; what follows
    /// is of an earlier, longer one.
    private static func bytes(of state: OpenBasketState) -> [UInt8] {
        let content = state.encoded
        let length = withUnsafeBytes(of: UInt32(content.count).bigEndian) { Array($0) }
        return length + BLAKE2b.hash(content, length: 32, label: label) + content
    }

    private static func state(in bytes: [UInt8]) -> OpenBasketState? {
        guard bytes.count >= headBytes else { return nil }
        let length = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count - headBytes >= length else { return nil }
        let content = Array(bytes[headBytes..<(headBytes + length)])
        guard BLAKE2b.hash(content, length: 32, label: label) == Array(bytes[4..<headBytes]) else {
            return nil
        }
        return OpenBasketState(content)
    }
}
