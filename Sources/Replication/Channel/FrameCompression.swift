public import Encoding

/// Compresses and decompresses the bodies of frames, for any number of channels.
///
/// One for each thread that runs sessions, not one for each channel: libzstd's tables take more
/// memory than a known lane may cost.
public final class FrameCompression {
    /// The greatest window of a frame's body, in bytes.
    public static let windowBytesMax: UInt64 = 4_194_304
    /// Below so many bytes zstd's own header eats what it saves.
    static let bodyBytesMin = 48

    /// A shipped dictionary with the tables of both directions.
    private struct Shipped {
        let id: UInt32
        /// Nil for one that only tests have.
        let bytes: [UInt8]?
        let compressor: ZstdCompressor
        let decompressor: ZstdDecompressor
    }

    private let plainCompressor: ZstdCompressor
    private let plainDecompressor: ZstdDecompressor
    private let shipped: [Shipped]
    /// With contexts of their own, whose tables are made anew when the history is another: a live
    /// operation goes to all neighbours beside the same one.
    private let besideCompressor: ZstdCompressor
    private let besideDecompressor: ZstdDecompressor
    private var packing: Beside?
    private var unpacking: Beside?

    /// A shipped dictionary with a history behind it.
    private struct Beside: Equatable {
        let id: UInt32
        let history: [UInt8]
    }

    /// With the dictionaries that this program ships; their order is the order of preference.
    public init(dictionaries: [ZstdDictionary] = []) throws(ZstdError) {
        plainCompressor = try ZstdCompressor()
        plainDecompressor = try ZstdDecompressor()
        besideCompressor = try ZstdCompressor()
        besideDecompressor = try ZstdDecompressor()
        var shipped: [Shipped] = []
        for dictionary in dictionaries {
            shipped.append(
                Shipped(
                    id: dictionary.id,
                    bytes: ShippedDictionary.all.first { $0.id == dictionary.id }?.bytes,
                    compressor: try ZstdCompressor(dictionary: dictionary),
                    decompressor: try ZstdDecompressor(dictionary: dictionary)))
        }
        self.shipped = shipped
    }

    /// The ids for `hello`, in order of preference.
    public var dictionaryIDs: [UInt32] { shipped.map(\.id) }

    /// A body as it is sent, with its flags: compressed where that is shorter, beside what went
    /// before on this channel where the peer keeps that.
    func pack(
        _ body: [UInt8], peerKnows: [UInt32], beside history: [UInt8] = []
    ) throws(ZstdError) -> (FrameFlags, [UInt8]) {
        guard body.count >= Self.bodyBytesMin else { return (.plain, body) }
        let dictionary = shipped.first { peerKnows.contains($0.id) }
        if let dictionary, let bytes = dictionary.bytes, !history.isEmpty {
            let packed = try compressor(dictionary.id, bytes, history).compress(body)
            return packed.count < body.count ? (.besideHistory, packed) : (.plain, body)
        }
        let packed = try (dictionary?.compressor ?? plainCompressor).compress(body)
        guard packed.count < body.count else { return (.plain, body) }
        return (dictionary == nil ? .compressed : .withDictionary, packed)
    }

    /// The content of a compressed body.
    func unpack(
        _ body: [UInt8], of type: UInt8, flags: FrameFlags, beside history: [UInt8] = []
    ) throws(ChannelFault) -> [UInt8] {
        let id = Zstd.dictionaryID(ofFrame: body)
        let known = try decompressor(id, of: type, flags: flags)
        do throws(ZstdError) {
            let decompressor: ZstdDecompressor
            if let known {
                decompressor = known
            } else {
                decompressor = try self.decompressor(id, history)
            }
            return try decompressor.decompress(
                body, limit: ProtocolLimit.frameBytesMax, windowBytesMax: Self.windowBytesMax)
        } catch {
            throw .compression(type: type, error)
        }
    }

    /// Nil: one that knows the channel's history, too.
    private func decompressor(
        _ id: UInt32, of type: UInt8, flags: FrameFlags
    ) throws(ChannelFault) -> ZstdDecompressor? {
        switch flags {
        case .plain, .compressed:
            guard id == 0 else { throw .dictionary(type: type, id: id) }
            return plainDecompressor
        case .withDictionary, .besideHistory:
            guard let known = shipped.first(where: { $0.id == id }), id != 0 else {
                throw .dictionary(type: type, id: id)
            }
            return flags == .besideHistory ? nil : known.decompressor
        }
    }

    private func compressor(
        _ id: UInt32, _ bytes: [UInt8], _ history: [UInt8]
    ) throws(ZstdError) -> ZstdCompressor {
        let wanted = Beside(id: id, history: history)
        if packing != wanted {
            besideCompressor.dictionary = try ZstdDictionary(bytes + history)
            packing = wanted
        }
        return besideCompressor
    }

    private func decompressor(
        _ id: UInt32, _ history: [UInt8]
    ) throws(ZstdError) -> ZstdDecompressor {
        let wanted = Beside(id: id, history: history)
        if unpacking != wanted {
            guard let bytes = shipped.first(where: { $0.id == id })?.bytes else {
                throw .dictionaryDiffers
            }
            besideDecompressor.dictionary = try ZstdDictionary(
                bytes + history, isForReading: true)
            unpacking = wanted
        }
        return besideDecompressor
    }
}

/// What a frame's flags may say.
enum FrameFlags: UInt8, Sendable {
    case plain = 0
    /// Bit 0.
    case compressed = 1
    /// Bits 0 and 1.
    case withDictionary = 3
    /// Bits 0 to 2.
    case besideHistory = 7
}
