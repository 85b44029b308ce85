import CZstd

/// Bounded compression: one frame, its content's size declared, nothing allocated unchecked.
///
/// - Source: RFC 8878.
public enum Zstd {
    /// The level for what is written while a customer waits.
    public static let levelUsual: Int32 = 3
    /// The greatest window that is read, in bytes.
    public static let windowBytesMax: UInt64 = 8_388_608

    /// Compresses to one frame; a hot path keeps a ``ZstdCompressor`` instead.
    public static func compress(
        _ bytes: [UInt8], level: Int32 = levelUsual, dictionary: ZstdDictionary? = nil
    ) throws(ZstdError) -> [UInt8] {
        let compressor = try ZstdCompressor(level: level, dictionary: dictionary)
        return try compressor.compress(bytes)
    }

    /// Decompresses one frame of at most `limit` bytes of content; a hot path keeps a
    /// ``ZstdDecompressor`` instead.
    public static func decompress(
        _ bytes: [UInt8], limit: Int, dictionary: ZstdDictionary? = nil
    ) throws(ZstdError) -> [UInt8] {
        let decompressor = try ZstdDecompressor(dictionary: dictionary)
        return try decompressor.decompress(bytes, limit: limit)
    }

    /// The dictionary that a frame names; 0 where it names none, or is no frame.
    public static func dictionaryID(ofFrame bytes: [UInt8]) -> UInt32 {
        ZSTD_getDictID_fromFrame(bytes, bytes.count)
    }

    /// The error that a library call returned; nil when it returned a size.
    static func failure(_ result: Int) -> ZstdError? {
        guard ZSTD_isError(result) != 0 else { return nil }
        let code = ZSTD_getErrorCode(result)
        switch code {
        case ZSTD_error_dictionary_wrong: return .dictionaryDiffers
        case ZSTD_error_memory_allocation: return .outOfMemory
        default: return .damaged(code: Int32(code.rawValue))
        }
    }
}

/// Compresses one thing after another with one context; used by one thread at a time.
public final class ZstdCompressor {
    private let context: OpaquePointer
    private let level: Int32
    /// With which the next frame is made or read.
    public var dictionary: ZstdDictionary?

    /// With a dictionary its level counts, not this one.
    public init(
        level: Int32 = Zstd.levelUsual, dictionary: ZstdDictionary? = nil
    ) throws(ZstdError) {
        guard let context = ZSTD_createCCtx() else { throw .outOfMemory }
        self.context = context
        self.level = level
        self.dictionary = dictionary
    }

    deinit { ZSTD_freeCCtx(context) }

    /// One frame that declares its content's size.
    public func compress(_ bytes: [UInt8]) throws(ZstdError) -> [UInt8] {
        var written = 0
        let frame = [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) {
            buffer, count in
            written = bytes.withUnsafeBytes { source in
                compress(source, to: UnsafeMutableRawBufferPointer(buffer))
            }
            count = ZSTD_isError(written) == 0 ? written : 0
        }
        if let failure = Zstd.failure(written) { throw failure }
        return frame
    }

    private func compress(
        _ source: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard let dictionary else {
            return ZSTD_compressCCtx(
                context, target.baseAddress, target.count, source.baseAddress, source.count, level)
        }
        guard let compressing = dictionary.compressing else {
            preconditionFailure("a dictionary that only reads can't compress")
        }
        return ZSTD_compress_usingCDict(
            context, target.baseAddress, target.count, source.baseAddress, source.count,
            compressing)
    }
}

/// Decompresses one frame after another with one context; used by one thread at a time.
public final class ZstdDecompressor {
    private let context: OpaquePointer
    /// With which the next frame is made or read.
    public var dictionary: ZstdDictionary?

    public init(dictionary: ZstdDictionary? = nil) throws(ZstdError) {
        guard let context = ZSTD_createDCtx() else { throw .outOfMemory }
        self.context = context
        self.dictionary = dictionary
    }

    deinit { ZSTD_freeDCtx(context) }

    /// The content of one frame, at most `limit` bytes, that looks back no further than the window.
    public func decompress(
        _ bytes: [UInt8], limit: Int, windowBytesMax: UInt64 = Zstd.windowBytesMax
    ) throws(ZstdError) -> [UInt8] {
        let frame = try ZstdFrame(bytes, limit: limit, windowBytesMax: windowBytesMax)
        var written = 0
        let content = [UInt8](unsafeUninitializedCapacity: frame.contentBytes) { buffer, count in
            written = bytes.withUnsafeBytes { source in
                decompress(source, to: UnsafeMutableRawBufferPointer(buffer))
            }
            count = ZSTD_isError(written) == 0 ? written : 0
        }
        if let failure = Zstd.failure(written) { throw failure }
        guard written == frame.contentBytes else { throw .notOneFrame }
        return content
    }

    private func decompress(
        _ source: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard let dictionary else {
            return ZSTD_decompressDCtx(
                context, target.baseAddress, target.count, source.baseAddress, source.count)
        }
        return ZSTD_decompress_usingDDict(
            context, target.baseAddress, target.count, source.baseAddress, source.count,
            dictionary.decompressing)
    }
}
