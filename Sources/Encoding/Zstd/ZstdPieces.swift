import CZstd

/// Compresses small pieces to frames without what every frame would repeat.
///
/// That is the magic number and which dictionary; whoever keeps a piece knows both.
/// Used by one thread at a time.
public final class ZstdPieces {
    private let compressing: OpaquePointer
    private let decompressing: OpaquePointer

    public init() throws(ZstdError) {
        guard let compressing = ZSTD_createCCtx() else { throw .outOfMemory }
        guard let decompressing = ZSTD_createDCtx() else {
            ZSTD_freeCCtx(compressing)
            throw .outOfMemory
        }
        self.compressing = compressing
        self.decompressing = decompressing
        let result = ZSTD_CCtx_setParameter(compressing, ZSTD_c_dictIDFlag, 0)
        if let failure = Zstd.failure(result) { throw failure }
    }

    deinit {
        ZSTD_freeCCtx(compressing)
        ZSTD_freeDCtx(decompressing)
    }

    /// A frame that declares its content's size, without the magic number.
    public func compress(
        _ bytes: [UInt8], with dictionary: ZstdDictionary
    ) throws(ZstdError) -> [UInt8] {
        guard let prepared = dictionary.compressing else {
            preconditionFailure("a dictionary that only reads can't compress")
        }
        if let failure = Zstd.failure(ZSTD_CCtx_refCDict(compressing, prepared)) { throw failure }
        var written = 0
        var frame = [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) {
            buffer, count in
            written = ZSTD_compress2(
                compressing, buffer.baseAddress, buffer.count, bytes, bytes.count)
            count = ZSTD_isError(written) == 0 ? written : 0
        }
        if let failure = Zstd.failure(written) { throw failure }
        frame.removeFirst(ZstdFrame.magic.count)
        return frame
    }

    /// The content of a piece, at most `limit` bytes.
    public func decompress(
        _ piece: some Collection<UInt8>, limit: Int, with dictionary: ZstdDictionary
    ) throws(ZstdError) -> [UInt8] {
        var bytes = ZstdFrame.magic
        bytes.reserveCapacity(bytes.count + piece.count)
        bytes.append(contentsOf: piece)
        let frame = try ZstdFrame(bytes, limit: limit, windowBytesMax: Zstd.windowBytesMax)
        var written = 0
        let content = [UInt8](unsafeUninitializedCapacity: frame.contentBytes) { buffer, count in
            written = ZSTD_decompress_usingDDict(
                decompressing, buffer.baseAddress, buffer.count, bytes, bytes.count,
                dictionary.decompressing)
            count = ZSTD_isError(written) == 0 ? written : 0
        }
        if let failure = Zstd.failure(written) { throw failure }
        guard written == frame.contentBytes else { throw .notOneFrame }
        return content
    }
}
