import Peripherals
import PrinterEmulator
import Retail
import Testing

@Suite struct FontTests {
    /// A PSF2 font of our own: 8 × 4 dots, "A" a block, "牛" a frame.
    private func psf2(width: UInt8 = 8, hasTable: Bool = true) -> [UInt8] {
        let header: [UInt8] = [0x72, 0xB5, 0x4A, 0x86]
        let words: [UInt8] = [0, 32, hasTable ? 1 : 0, 2, 4 * ((width + 7) / 8), 4, width]
        let glyphs: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 0x81, 0xFF]
        return header + words.flatMap { [$0, 0, 0, 0] } + glyphs
            + Array("A".utf8) + [0xFF] + Array("牛".utf8) + [0xFE] + Array("xy".utf8) + [0xFF]
    }

    @Test func `a PSF2 font gives its glyphs`() throws {
        let font = try BitmapFont(psf: psf2())
        #expect(font.width == 8 && font.height == 4)
        #expect(font.glyph(for: "A")?.rows == [UInt32](repeating: 0xFF00_0000, count: 4))
        #expect(font.glyph(for: "牛")?.rows[1] == 0x8100_0000)
        #expect(font.glyph(for: "x") == nil)
    }

    @Test func `a PSF1 font gives its glyphs`() throws {
        var bytes: [UInt8] = [0x36, 0x04, 0x02, 0x02]
        bytes += (0..<256).flatMap { [UInt8($0), 0xF0] }
        bytes += (0..<256).flatMap { code in [UInt8(code), 0x01, 0xFF, 0xFF] }
        let font = try BitmapFont(psf: bytes)
        #expect(font.glyph(for: "\u{141}")?.rows == [0x4100_0000, 0xF000_0000])
    }

    @Test func `no font traps, whatever its bytes`() {
        let whole = psf2()
        for length in 0..<whole.count { _ = try? BitmapFont(psf: Array(whole[..<length])) }
        for place in 4..<32 {
            for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[place] = value
                _ = try? BitmapFont(psf: bytes)
            }
        }
        #expect(throws: BitmapFontError.notPSF) { try BitmapFont(psf: [1, 2, 3]) }
        #expect(throws: BitmapFontError.noCharacterTable) {
            try BitmapFont(psf: psf2(hasTable: false))
        }
        #expect(throws: BitmapFontError.tooLarge(width: 25, height: 4)) {
            try BitmapFont(psf: psf2(width: 25))
        }
    }

    @Test func `what no page holds is drawn inside its line`() throws {
        let profile = try #require(BuiltInProfile.named("epson-tm-t88"))
        let escpos = ESCPOS(profile: profile, fallback: .raster(try BitmapFont(psf: psf2())))
        let printout = escpos.print(Document([.text("1牛", .plain), .text("牛", .title)]))
        #expect(printout.notices == [.unprintable("牛")], "tall type has no room for a picture")
        // One cell of 12 columns; the 8 × 4 glyph in its middle, rows 10 to 13.
        let frame: [UInt8] = [0, 0, 0x3C, 0x24, 0x24, 0x24, 0x24, 0x24, 0x24, 0x3C, 0, 0]
        let image: [UInt8] = [0x1B, 0x2A, 0x21, 12, 0] + frame.flatMap { [0, $0, 0] as [UInt8] }
        let start: [UInt8] = [0x1B, 0x40, 0x1B, 0x52, 0, 0x31]
        #expect(printout.bytes.starts(with: start + image + [0x0A]))
        var decoder = PaperDecoder(profile)
        decoder.receive(printout.bytes)
        _ = decoder.run()
        #expect(decoder.paper.texts == ["1\u{FFFC}", "?"])
    }
}
