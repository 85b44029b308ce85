import CZstd

/// What a frame's header declares, checked before anything is allocated (RFC 8878 §3.1.1.1).
struct ZstdFrame {
    /// A header's magic number; skippable frames have others.
    static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

    let contentBytes: Int

    /// Reads the header of the one frame that the bytes must be.
    init(_ bytes: [UInt8], limit: Int, windowBytesMax: UInt64) throws(ZstdError) {
        guard bytes.starts(with: Self.magic) else { throw .notOneFrame }
        let declared = ZSTD_getFrameContentSize(bytes, bytes.count)
        // libzstd's ZSTD_CONTENTSIZE_ERROR and ZSTD_CONTENTSIZE_UNKNOWN.
        if declared == .max - 1 { throw .notOneFrame }
        if declared == .max { throw .contentSizeMissing }
        guard let size = Int(exactly: declared), size <= limit else {
            throw .tooLong(declared: declared, limit: limit)
        }
        if let window = Self.window(bytes), window > windowBytesMax {
            throw .windowTooLarge(declared: window, limit: windowBytesMax)
        }
        guard ZSTD_findFrameCompressedSize(bytes, bytes.count) == bytes.count else {
            throw .notOneFrame
        }
        contentBytes = size
    }

    /// The window that a frame declares; nil for a single segment, whose window is its content.
    private static func window(_ bytes: [UInt8]) -> UInt64? {
        guard bytes.count > 5, bytes[4] & 0x20 == 0 else { return nil }
        let base: UInt64 = 1 << (10 + UInt64(bytes[5] >> 3))
        return base + base / 8 * UInt64(bytes[5] & 7)
    }
}
