import Encoding
import Replication

/// How a payload lies in the `operation` table: a form byte, then the bytes.
///
/// Form 0 is the payload as it is, 1 a zstd frame, 1 + n a zstd frame made with shipped
/// dictionary n. Dictionaries are added and never changed, so every form stays readable.
final class PayloadCodec {
    private static let plain: UInt8 = 0
    private static let compressed: UInt8 = 1
    /// Below it a frame's own head eats what is won.
    private static let bytesMin = 48

    private let compressor: ZstdCompressor
    private let decompressors: [ZstdDecompressor]
    private let newest: UInt8

    /// Takes the dictionaries shipped so far, n = 1, 2 …; the last one is written with.
    init(dictionaries: [ZstdDictionary] = PayloadDictionaries.shipped) throws(ZstdError) {
        precondition(dictionaries.count < 254, "a form byte names at most 254 dictionaries")
        compressor = try ZstdCompressor(dictionary: dictionaries.last)
        var decompressors = [try ZstdDecompressor()]
        for dictionary in dictionaries {
            decompressors.append(try ZstdDecompressor(dictionary: dictionary))
        }
        self.decompressors = decompressors
        newest = Self.compressed + UInt8(dictionaries.count)
    }

    /// The smaller of the payload and its frame.
    func pack(_ payload: [UInt8]) throws(ZstdError) -> [UInt8] {
        guard payload.count >= Self.bytesMin else { return [Self.plain] + payload }
        let frame = try compressor.compress(payload)
        return frame.count < payload.count ? [newest] + frame : [Self.plain] + payload
    }

    /// The payload, or nil where the form is unknown or the bytes don't fit it.
    func unpack(_ packed: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let form = packed.first else { return nil }
        let bytes = Array(packed.dropFirst())
        if form == Self.plain { return bytes }
        guard Int(form) <= decompressors.count else { return nil }
        let decompressor = decompressors[Int(form - Self.compressed)]
        return try? decompressor.decompress(bytes, limit: Operation.bodyBytesMax)
    }
}
