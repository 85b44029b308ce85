import Encoding
import TestSupport
import Testing

@Suite struct ZstdTests {
    private let text = Array(
        String(repeating: "WHITE HANGING HEART T-LIGHT HOLDER ", count: 40).utf8)

    @Test(arguments: UInt64(0)..<20)
    func `content survives, with and without a dictionary`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bytes = random.bytes(Int.random(in: 0..<5000, using: &random)) + text
        let dictionary = try ZstdDictionary(text)
        let compressor = try ZstdCompressor()
        let decompressor = try ZstdDecompressor()
        for content in [bytes, text, []] {
            let frame = try compressor.compress(content)
            #expect(try decompressor.decompress(frame, limit: content.count) == content)
            let short = try Zstd.compress(content, dictionary: dictionary)
            #expect(short.count <= frame.count + 4)
            let back = try Zstd.decompress(short, limit: content.count, dictionary: dictionary)
            #expect(back == content)
        }
    }

    @Test func `a limit is inclusive and is checked on what the frame declares`() throws {
        let frame = try Zstd.compress(text)
        #expect(try Zstd.decompress(frame, limit: text.count) == text)
        #expect(
            throws: ZstdError.tooLong(declared: UInt64(text.count), limit: text.count - 1)
        ) { try Zstd.decompress(frame, limit: text.count - 1) }
        // Single segment, 8 bytes of size: 2^62 bytes are claimed and nothing is allocated.
        let claim: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x40, 1, 0, 0]
        #expect(throws: ZstdError.tooLong(declared: 1 << 62, limit: 1000)) {
            try Zstd.decompress(claim, limit: 1000)
        }
    }

    @Test func `anything but one whole frame that says its size is refused`() throws {
        let frame = try Zstd.compress(text)
        let limit = 1_000_000
        for bytes in [[], Array("plain".utf8), frame + [0], frame + frame, Array(frame.dropLast())]
        {
            #expect(throws: ZstdError.notOneFrame) { try Zstd.decompress(bytes, limit: limit) }
        }
        let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0]
        #expect(throws: ZstdError.notOneFrame) { try Zstd.decompress(skippable, limit: limit) }
        // A frame of one empty last block without a content size, window 1 KiB.
        let sizeless: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0, 0, 1, 0, 0]
        #expect(throws: ZstdError.contentSizeMissing) {
            try Zstd.decompress(sizeless, limit: limit)
        }
        // The same with 2 bytes of size (256) and a window of 16 MiB.
        let wide: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x40, 14 << 3, 0, 0, 1, 0, 0]
        #expect(
            throws: ZstdError.windowTooLarge(declared: 1 << 24, limit: Zstd.windowBytesMax)
        ) { try Zstd.decompress(wide, limit: limit) }
    }

    @Test func `a frame is nothing without the dictionary that it was made with`() throws {
        let frame = try Zstd.compress(text, dictionary: ZstdDictionary(text))
        #expect(frame.count < 30)
        #expect(throws: ZstdError.self) { try Zstd.decompress(frame, limit: text.count) }
    }

    @Test(arguments: UInt64(0)..<20)
    func `damaged frames are refused or within the limit, never more`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let frame = try Zstd.compress(text + random.bytes(200))
        let decompressor = try ZstdDecompressor()
        for _ in 0..<500 {
            var bytes = frame
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
                UInt8.random(in: 1...255, using: &random)
            do throws(ZstdError) {
                let content = try decompressor.decompress(bytes, limit: 4096)
                #expect(content.count <= 4096)
            } catch {
                #expect(error != .outOfMemory)
            }
        }
        #expect(try decompressor.decompress(frame, limit: 4096).prefix(text.count) == text[...])
    }

    @Test(arguments: [1, 7, 1000, 100_000])
    func `a stream gives the file whatever the pieces`(piece: Int) throws {
        var random = SplitMix64(seed: UInt64(piece))
        let zeros = [UInt8](repeating: 0, count: 3 * ZstdStream.chunkBytesMax)
        let first = random.bytes(10_000) + zeros
        let file = try Zstd.compress(first) + Zstd.compress(text)
        let stream = try ZstdStream()
        var content: [UInt8] = []
        for start in stride(from: 0, to: file.count, by: piece) {
            stream.feed(Array(file[start..<min(start + piece, file.count)]))
            while let chunk = try stream.next() {
                #expect(chunk.count <= ZstdStream.chunkBytesMax)
                content += chunk
            }
        }
        try stream.finish()
        #expect(content == first + text)
    }

    @Test func `a stream that ends inside a frame, or is none, is refused`() throws {
        let frame = try Zstd.compress(text)
        let cut = try ZstdStream()
        cut.feed(Array(frame.dropLast()))
        while try cut.next() != nil {}
        #expect(throws: ZstdError.notOneFrame) { try cut.finish() }
        let other = try ZstdStream()
        other.feed(Array("InvoiceNo,StockCode".utf8))
        #expect(throws: ZstdError.self) { try other.next() }
        #expect(throws: ZstdError.notOneFrame) { try ZstdStream().finish() }
    }

    @Test func `the real file unpacks as zstd itself unpacks it`() throws {
        guard let path = TestData.path("pos/online-retail.csv.zst") else { return }
        let stream = try ZstdStream()
        stream.feed(try Files.bytes(path))
        var content: [UInt8] = []
        while let chunk = try stream.next() { content += chunk }
        try stream.finish()
        #expect(content == (try Files.unpacked(path)))
        #expect(content.count == 28_311_123)
    }
}
