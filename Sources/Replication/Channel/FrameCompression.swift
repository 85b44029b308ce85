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
        let compressor: ZstdCompressor
        let decompressor: ZstdDecompressor
    }

    private let plainCompressor: ZstdCompressor
    private let plainDecompressor: ZstdDecompressor
    private let shipped: [Shipped]

    /// With the dictionaries that this program ships; their order is the order of preference.
    public init(dictionaries: [ZstdDictionary] = []) throws(ZstdError) {
        plainCompressor = try ZstdCompressor()
        plainDecompressor = try ZstdDecompressor()
        var shipped: [Shipped] = []
        for dictionary in dictionaries {
            shipped.append(
                Shipped(
                    id: dictionary.id, compressor: try ZstdCompressor(dictionary: dictionary),
                    decompressor: try ZstdDecompressor(dictionary: dictionary)))
        }
        self.shipped = shipped
    }

    /// The ids for `hello`, in order of preference.
    public var dictionaryIDs: [UInt32] { shipped.map(\.id) }

    /// A body as it is sent, with its flags: compressed where that is shorter.
    func pack(_ body: [UInt8], peerKnows: [UInt32]) throws(ZstdError) -> (FrameFlags, [UInt8]) {
        guard body.count >= Self.bodyBytesMin else { return (.plain, body) }
        let dictionary = shipped.first { peerKnows.contains($0.id) }
        let packed = try (dictionary?.compressor ?? plainCompressor).compress(body)
        guard packed.count < body.count else { return (.plain, body) }
        return (dictionary == nil ? .compressed : .withDictionary, packed)
    }

    /// The content of a compressed body.
    func unpack(
        _ body: [UInt8], of type: UInt8, flags: FrameFlags
    ) throws(ChannelFault) -> [UInt8] {
        let id = Zstd.dictionaryID(ofFrame: body)
        let decompressor = try decompressor(id, of: type, flags: flags)
        do throws(ZstdError) {
            return try decompressor.decompress(
                body, limit: ProtocolLimit.frameBytesMax, windowBytesMax: Self.windowBytesMax)
        } catch {
            throw .compression(type: type, error)
        }
    }

    private func decompressor(
        _ id: UInt32, of type: UInt8, flags: FrameFlags
    ) throws(ChannelFault) -> ZstdDecompressor {
        switch flags {
        case .plain, .compressed:
            guard id == 0 else { throw .dictionary(type: type, id: id) }
            return plainDecompressor
        case .withDictionary:
            guard let known = shipped.first(where: { $0.id == id }), id != 0 else {
                throw .dictionary(type: type, id: id)
            }
            return known.decompressor
        }
    }
}

/// What a frame's flags may say.
enum FrameFlags: UInt8, Sendable {
    case plain = 0
    /// Bit 0.
    case compressed = 1
    /// Bits 0 and 1.
    case withDictionary = 3
}
