import CZstd

/// A dictionary prepared once for both directions.
// Unchecked: both tables are written in `init` alone, and libzstd lets any thread read them.
public final class ZstdDictionary: @unchecked Sendable {
    /// The level at which what is compressed with it is compressed.
    public let level: Int32
    /// The number that frames made with it name; 0 for bytes that weren't trained.
    public let id: UInt32
    /// Nil for one that only decompresses.
    let compressing: OpaquePointer?
    let decompressing: OpaquePointer

    /// Prepares a trained dictionary, or any bytes that contents are expected to repeat.
    ///
    /// Bytes that follow a trained dictionary count as its latest content.
    ///
    /// - Parameters:
    ///   - bytes: the dictionary; copied.
    ///   - level: for what is compressed with it.
    ///   - isForReading: whether it only decompresses, which makes it ten times faster to prepare.
    /// - Throws: ``ZstdError/outOfMemory``, also for a damaged trained dictionary: libzstd
    ///   answers both with no table.
    public init(
        _ bytes: [UInt8], level: Int32 = Zstd.levelUsual, isForReading: Bool = false
    ) throws(ZstdError) {
        guard
            let decompressing = bytes.withUnsafeBytes({
                ZSTD_createDDict($0.baseAddress, $0.count)
            })
        else { throw .outOfMemory }
        let compressing =
            isForReading
            ? nil
            : bytes.withUnsafeBytes { ZSTD_createCDict($0.baseAddress, $0.count, level) }
        guard isForReading || compressing != nil else {
            ZSTD_freeDDict(decompressing)
            throw .outOfMemory
        }
        self.level = level
        id = ZSTD_getDictID_fromDict(bytes, bytes.count)
        self.compressing = compressing
        self.decompressing = decompressing
    }

    deinit {
        ZSTD_freeCDict(compressing)
        ZSTD_freeDDict(decompressing)
    }
}
