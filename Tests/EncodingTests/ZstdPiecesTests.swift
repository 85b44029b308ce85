import Encoding
import TestSupport
import Testing

@Suite struct ZstdPiecesTests {
    private static let text = Array("WHITE HANGING HEART T-LIGHT HOLDER, grocery, ".utf8)

    /// Text with some noise in it, as payloads have ids.
    private static func content(_ random: inout SplitMix64) -> [UInt8] {
        (0..<Int.random(in: 0...9, using: &random)).flatMap { _ in
            text.prefix(Int.random(in: 0...text.count, using: &random)) + random.bytes(8)
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `pieces survive, shorter than frames`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pieces = try ZstdPieces()
        let whole = try ZstdDictionary(ShippedDictionary.all[0].bytes)
        let longer = try ZstdDictionary(ShippedDictionary.all[0].bytes + Self.text)
        for _ in 0..<50 {
            let content = Self.content(&random)
            for dictionary in [whole, longer] {
                let piece = try pieces.compress(content, with: dictionary)
                let frame = try Zstd.compress(content, dictionary: dictionary)
                // The magic number's four bytes and the id's two.
                #expect(piece.count == frame.count - 6)
                let back = try pieces.decompress(piece, limit: content.count, with: dictionary)
                #expect(back == content)
            }
        }
    }

    @Test func `a dictionary for reading alone reads the same`() throws {
        let pieces = try ZstdPieces()
        let bytes = ShippedDictionary.all[0].bytes + Self.text
        let piece = try pieces.compress(Self.text, with: ZstdDictionary(bytes))
        #expect(piece.count < 20)
        let reading = try ZstdDictionary(bytes, isForReading: true)
        #expect(try pieces.decompress(piece, limit: 100, with: reading) == Self.text)
    }

    @Test(arguments: UInt64(0)..<20)
    func `damaged pieces are refused or within the limit, never more`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let dictionary = try ZstdDictionary(ShippedDictionary.all[0].bytes)
        let pieces = try ZstdPieces()
        let content = Self.text + random.bytes(100)
        let piece = try pieces.compress(content, with: dictionary)
        #expect(throws: ZstdError.self) {
            try pieces.decompress(piece, limit: content.count - 1, with: dictionary)
        }
        for _ in 0..<500 {
            var bytes = piece
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
                UInt8.random(in: 1...255, using: &random)
            do throws(ZstdError) {
                let read = try pieces.decompress(bytes, limit: 4096, with: dictionary)
                #expect(read.count <= 4096)
            } catch {
                #expect(error != .outOfMemory)
            }
        }
        #expect(try pieces.decompress(piece, limit: 4096, with: dictionary) == content)
    }
}
