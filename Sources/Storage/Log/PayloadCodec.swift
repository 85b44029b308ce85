import Encoding
import Replication

/// How a payload lies in the `operation` table: a form byte, then the bytes.
///
/// - Form 0: the payload as it is.
/// - Form 1: a whole zstd frame.
/// - Form 1 + n: a zstd frame without its magic number and dictionary id, made with shipped
///   dictionary n.
/// - Form 128 + n: by how many rows the base lies before the operation's predecessor (LEB128),
///   then a frame as in 1 + n, made with dictionary n followed by the base's payload.
///
/// A base is an earlier operation of the same log and kind, itself of a form below 128: one more
/// row is read, never a chain of them. Dictionaries are added and never changed, so every form
/// stays readable.
final class PayloadCodec {
    private static let plain: UInt8 = 0
    private static let whole: UInt8 = 1
    private static let based: UInt8 = 128
    /// Below it a frame's own head eats what is won.
    private static let bytesMin = 24

    /// What there is to know of a packed payload before it is unpacked.
    enum Form: Equatable {
        /// Unpacked by itself.
        case alone
        /// Needs the payload of the operation so many rows before its predecessor's.
        case based(distance: Int64)
        /// No form that this program knows.
        case unknown
    }

    private let pieces: ZstdPieces
    private let frames: ZstdDecompressor
    private let shipped: [ShippedDictionary]
    private let prepared: [ZstdDictionary]

    /// Takes the dictionaries, ascending from 1; with the last one it packs.
    init(shipped: [ShippedDictionary] = ShippedDictionary.all) throws(ZstdError) {
        precondition((1...126).contains(shipped.count), "a form byte names 1 to 126 dictionaries")
        pieces = try ZstdPieces()
        frames = try ZstdDecompressor()
        self.shipped = shipped
        var prepared: [ZstdDictionary] = []
        for dictionary in shipped { prepared.append(try ZstdDictionary(dictionary.bytes)) }
        self.prepared = prepared
    }

    private var newest: Int { shipped.count }

    // MARK: Packing

    /// The smaller of the payload and its frame.
    func pack(_ payload: [UInt8]) throws(ZstdError) -> [UInt8] {
        guard payload.count >= Self.bytesMin else { return [Self.plain] + payload }
        let piece = try pieces.compress(payload, with: prepared[newest - 1])
        guard piece.count < payload.count else { return [Self.plain] + payload }
        return [Self.whole + UInt8(newest)] + piece
    }

    /// The smallest of the payload, its frame and its frame beside a base.
    func pack(
        _ payload: [UInt8], beside base: ZstdDictionary, distance: Int64
    ) throws(ZstdError) -> [UInt8] {
        guard payload.count >= Self.bytesMin else { return [Self.plain] + payload }
        let piece = try pieces.compress(payload, with: base)
        let packed =
            [Self.based + UInt8(newest)] + Self.variableLength(UInt64(distance)) + piece
        return packed.count <= payload.count ? packed : try pack(payload)
    }

    /// The newest dictionary with a payload that others are packed beside.
    func base(_ payload: [UInt8]) throws(ZstdError) -> ZstdDictionary {
        try ZstdDictionary(shipped[newest - 1].bytes + payload)
    }

    // MARK: Unpacking

    func form(_ packed: [UInt8]) -> Form {
        guard let form = packed.first else { return .unknown }
        if form < Self.based { return Int(form) <= newest + 1 ? .alone : .unknown }
        guard (1...newest).contains(Int(form - Self.based)),
            let (distance, _) = Self.distance(packed)
        else { return .unknown }
        return .based(distance: distance)
    }

    /// A payload that stands alone; nil where the bytes don't fit their form.
    func unpack(_ packed: [UInt8]) -> [UInt8]? {
        guard let form = packed.first, form < Self.based else { return nil }
        let bytes = packed.dropFirst()
        switch form {
        case Self.plain: return Array(bytes)
        case Self.whole:
            return try? frames.decompress(Array(bytes), limit: Operation.bodyBytesMax)
        case _:
            guard Int(form) <= newest + 1 else { return nil }
            return try? pieces.decompress(
                bytes, limit: Operation.bodyBytesMax, with: prepared[Int(form) - 2])
        }
    }

    /// A payload that was packed beside a base; nil where the bytes don't fit.
    func unpack(_ packed: [UInt8], beside base: ZstdDictionary) -> [UInt8]? {
        guard let (_, start) = Self.distance(packed) else { return nil }
        return try? pieces.decompress(
            packed[start...], limit: Operation.bodyBytesMax, with: base)
    }

    /// The dictionary that a packed payload names with its base's payload, for reading alone.
    func base(_ payload: [UInt8], of packed: [UInt8]) -> ZstdDictionary? {
        guard let form = packed.first, form > Self.based, Int(form - Self.based) <= newest else {
            return nil
        }
        let bytes = shipped[Int(form - Self.based) - 1].bytes + payload
        return try? ZstdDictionary(bytes, isForReading: true)
    }

    // MARK: Distances

    private static func variableLength(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while rest >= 128 {
            bytes.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    /// The distance behind the form byte, and where the frame begins.
    private static func distance(_ packed: [UInt8]) -> (Int64, start: Int)? {
        var value: Int64 = 0
        for index in 0..<9 where index + 1 < packed.count {
            let byte = packed[index + 1]
            value |= Int64(byte & 127) << Int64(7 * index)
            if byte < 128 { return (value, index + 2) }
        }
        return nil
    }
}
