import CZstd

/// Decompresses a file of any length piece by piece, with memory for one piece and the window.
///
/// Feed a piece, take content until there is none, feed the next; then ``finish()``. A file
/// may be several frames, as `zstd` itself allows.
public final class ZstdStream {
    /// The most content that ``next()`` gives at once, in bytes.
    public static let chunkBytesMax = 131_072

    private let context: OpaquePointer
    private var input: [UInt8] = []
    private var position = 0
    private var isBetweenFrames = false
    /// Content may wait in the context although all input was taken.
    private var mayHoldMore = false

    /// - Parameter windowLogMax: The greatest window that is read, as a power of two; files
    ///   made with `zstd --long` need up to 27.
    /// - Throws: ``ZstdError``, also for a power that the library doesn't have.
    public init(windowLogMax: Int32 = 27) throws(ZstdError) {
        guard let context = ZSTD_createDCtx() else { throw .outOfMemory }
        self.context = context
        let result = ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, windowLogMax)
        if let failure = Zstd.failure(result) { throw failure }
    }

    deinit { ZSTD_freeDCtx(context) }

    /// Takes the next piece of the file, after all content of the one before was taken.
    public func feed(_ bytes: [UInt8]) {
        precondition(position == input.count, "\(input.count - position) bytes not taken yet")
        input = bytes
        position = 0
    }

    /// Content that the pieces so far hold, at most ``chunkBytesMax``; nil when they hold none.
    public func next() throws(ZstdError) -> [UInt8]? {
        while position < input.count || mayHoldMore {
            let (content, result) = decompressOnce()
            if let failure = Zstd.failure(result) { throw failure }
            isBetweenFrames = result == 0
            mayHoldMore = !isBetweenFrames && content.count == Self.chunkBytesMax
            if !content.isEmpty { return content }
        }
        return nil
    }

    /// Confirms that the file ended with a frame's end; an empty file doesn't.
    public func finish() throws(ZstdError) {
        guard position == input.count, !mayHoldMore, isBetweenFrames else { throw .notOneFrame }
    }

    private func decompressOnce() -> (content: [UInt8], result: Int) {
        var result = 0
        let content = [UInt8](unsafeUninitializedCapacity: Self.chunkBytesMax) { buffer, count in
            result = input.withUnsafeBytes { source in
                var from = ZSTD_inBuffer(
                    src: source.baseAddress, size: source.count, pos: position)
                var to = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
                let result = ZSTD_decompressStream(context, &to, &from)
                position = from.pos
                count = to.pos
                return result
            }
        }
        return (content, result)
    }
}
