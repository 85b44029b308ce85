import Glibc

/// What stands in a write-ahead log behind the last transaction that SQLite takes from it.
///
/// SQLite stops at the first frame whose checksum is wrong, without a word: what follows was never
/// confirmed, it says. But each of our transactions is synced before the next begins, so only the
/// last may be in pieces after a power cut. Where two whole ones or more stand behind a broken
/// frame, sales that were confirmed are gone.
///
/// The format: sqlite.org/fileformat2.html, section 4.
public struct WriteAheadLogTail: Sendable {
    private static let headerBytes = 32
    private static let frameHeaderBytes = 24

    /// Ends of transactions, with the log's salts, from the first broken frame on.
    public private(set) var transactions = 0

    private let isBigEndian: Bool
    private let pageBytes: Int
    private let salts: ArraySlice<UInt8>
    private var sum: (UInt32, UInt32)

    /// Whether transactions were lost that must have been confirmed.
    public var isLoss: Bool { transactions > 1 }

    /// Looks at the log of a database that no process has open.
    ///
    /// - Parameter path: of the database.
    /// - Returns: nil where there is no log, or one that was never begun.
    /// - Throws: ``StorageError/cannotOpen(path:errno:)``.
    public static func read(_ path: String) throws(StorageError) -> WriteAheadLogTail? {
        let path = path + "-wal"
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 && errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw .cannotOpen(path: path, errno: errno) }
        defer { close(descriptor) }
        guard let header = block(headerBytes, descriptor), var tail = Self(header: header) else {
            return nil
        }
        var isWhole = true
        while let frame = block(frameHeaderBytes + tail.pageBytes, descriptor) {
            if isWhole { isWhole = tail.takes(frame) }
            if !isWhole { tail.count(frame) }
        }
        return tail
    }

    /// So many bytes; nil where the file ends before.
    private static func block(_ count: Int, _ descriptor: Int32) -> [UInt8]? {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let read = Glibc.read(
                    descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
                if read < 0 && errno == EINTR { continue }
                guard read > 0 else { return }
                filled += read
            }
        }
        return bytes.count == count ? bytes : nil
    }

    /// A header whose own checksum is right.
    private init?(header: [UInt8]) {
        let magic = Self.word(header, 0)
        guard magic & ~1 == 0x377f_0682 else { return nil }
        isBigEndian = magic & 1 == 1
        let size = Self.word(header, 8)
        guard (512...65_536).contains(size), size.nonzeroBitCount == 1 else { return nil }
        pageBytes = Int(size)
        salts = header[16..<24]
        sum = Self.sum(header[..<24], after: (0, 0), isBigEndian: isBigEndian)
        guard sum == Self.stored(header, at: 24) else { return nil }
    }

    /// Whether a frame belongs to the log and is whole.
    private mutating func takes(_ frame: [UInt8]) -> Bool {
        guard frame[8..<16] == salts, Self.word(frame, 0) > 0 else {
            return false
        }
        let head = Self.sum(frame[..<8], after: sum, isBigEndian: isBigEndian)
        let whole = Self.sum(
            frame[Self.frameHeaderBytes...], after: head, isBigEndian: isBigEndian)
        guard whole == Self.stored(frame, at: 16) else { return false }
        sum = whole
        return true
    }

    /// Counts a frame that ends a transaction of this log; earlier logs had other salts.
    private mutating func count(_ frame: [UInt8]) {
        let endsTransaction = Self.word(frame, 4) > 0
        if frame[8..<16] == salts && endsTransaction { transactions += 1 }
    }

    private static func stored(_ bytes: [UInt8], at place: Int) -> (UInt32, UInt32) {
        (word(bytes, place), word(bytes, place + 4))
    }

    /// The checksum of whole pairs of words.
    private static func sum(
        _ bytes: ArraySlice<UInt8>, after start: (UInt32, UInt32), isBigEndian: Bool
    ) -> (UInt32, UInt32) {
        var (first, second) = start
        bytes.withUnsafeBytes { buffer in
            for place in stride(from: 0, to: buffer.count & ~7, by: 8) {
                var one = buffer.loadUnaligned(fromByteOffset: place, as: UInt32.self)
                var other = buffer.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
                one = isBigEndian ? UInt32(bigEndian: one) : UInt32(littleEndian: one)
                other = isBigEndian ? UInt32(bigEndian: other) : UInt32(littleEndian: other)
                first = first &+ one &+ second
                second = second &+ other &+ first
            }
        }
        return (first, second)
    }

    /// Headers are big-endian, whatever the checksums are.
    private static func word(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        bytes.withUnsafeBytes {
            UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt32.self))
        }
    }
}
