import Crypto
import Encoding
import TestSupport
import Testing

/// The dictionaries in the program are those that docs/protocol.md names.
@Suite struct ShippedDictionaryTests {
    @Test func `a dictionary is the published file, with the published digest`() throws {
        let protocolPage = String(decoding: try Files.bytes("docs/protocol.md"), as: UTF8.self)
        #expect(!ShippedDictionary.all.isEmpty)
        for (index, dictionary) in ShippedDictionary.all.enumerated() {
            #expect(Int(dictionary.number) == index + 1)
            let file = try Files.bytes("docs/dictionary-\(dictionary.number).zstd")
            #expect(dictionary.bytes == file)
            let digest = Hex.encode(BLAKE2b.hash(file, length: 32, label: "tillmesh-dict"))
            #expect(protocolPage.contains("| \(dictionary.id) | `\(digest)` |"), "\(digest)")
            // RFC 8878 §5: the magic number of dictionaries, then the id, little endian.
            let id = withUnsafeBytes(of: dictionary.id.littleEndian) { Array($0) }
            #expect(file.starts(with: [0x37, 0xA4, 0x30, 0xEC] + id))
        }
    }

    @Test func `a frame for the wire names its dictionary`() throws {
        let shipped = try #require(ShippedDictionary.all.last)
        let dictionary = try ZstdDictionary(shipped.bytes)
        let text = Array("Grocery, Household, VAT".utf8)
        let frame = try Zstd.compress(text, dictionary: dictionary)
        // Frame header: magic number, descriptor with two bytes of dictionary id.
        #expect(frame[4] & 3 == 2)
        #expect(UInt32(frame[5]) | UInt32(frame[6]) << 8 == shipped.id)
        #expect(try Zstd.decompress(frame, limit: 100, dictionary: dictionary) == text)
        #expect(throws: ZstdError.dictionaryDiffers) { try Zstd.decompress(frame, limit: 100) }
    }
}
