import Peripherals
import PrinterEmulator
import Retail
import Testing

@Suite struct SymbolTests {
    private let full = BuiltInProfile.named("generic-42")
    private let small = BuiltInProfile.named("generic-58")

    private func paper(_ element: Document.Element, on profile: PrinterProfile?) throws
        -> (items: [Paper.Item], notices: [PrintNotice])
    {
        let profile = try #require(profile)
        let printout = ESCPOS(profile: profile).print(Document([element]))
        var decoder = PaperDecoder(profile)
        decoder.receive(printout.bytes)
        _ = decoder.run()
        #expect(decoder.paper.unknown.isEmpty && !decoder.isInsideCommand)
        return (decoder.paper.items, printout.notices)
    }

    @Test(
        arguments: [
            (.ean13, "5012345678900", 67, "5012345678900"),
            (.ean13, "501234567890", 67, "5012345678900"),
            (.ean8, "96385074", 68, "96385074"),
            (.upcA, "036000291452", 65, "036000291452"),
            (.code128, "A1b{2", 73, "{BA1b{{2"),
            // Pairs of digits travel as bytes 0-99: 12, 34, 56.
            (.code128, "123456", 73, "{C\u{0C}\u{22}\u{38}"),
            (.code128, "AB123456", 73, "{BAB{C\u{0C}\u{22}\u{38}"),
            // 16 20 would be DLE DC4, which opens drawers.
            (.code128, "16200105", 73, "{B16200105"),
        ] as [(Document.Barcode.Symbology, String, UInt8, String)])
    func `bars go to a printer that knows them`(
        symbology: Document.Barcode.Symbology, content: String, system: UInt8, sent: String
    ) throws {
        let (items, notices) = try paper(.barcode(.init(symbology, content)), on: full)
        #expect(items == [.barcode(system: system, content: Array(sent.utf8))])
        #expect(notices.isEmpty)
    }

    @Test(
        arguments: [
            (.ean13, "5012345678901", .wrongCheckDigit(expected: 0)),
            (.ean13, "50123", .wrongLength(5)),
            (.ean8, "9638507x", .notDigits),
            (.code128, "ñ", .notASCII),
            (.code128, "", .wrongLength(0)),
            (.code128, String(repeating: "W", count: 40), .tooWide(dots: 990, paperDots: 512)),
        ] as [(Document.Barcode.Symbology, String, BarcodeRefusal)])
    func `bars that can't be are printed as text, and said`(
        symbology: Document.Barcode.Symbology, content: String, refusal: BarcodeRefusal
    ) throws {
        let (items, notices) = try paper(.barcode(.init(symbology, content)), on: full)
        #expect(items.count == 1)
        #expect(notices.contains(.barcodeAsText(content: content, because: refusal)))
    }

    /// The modules that ISO/IEC 15420 and 15417 draw; python-barcode draws the same.
    @Test(
        arguments: [
            (
                .ean13, "5901234123457",
                "10100010110100111011001100100110111101001110101010"
                    + "110011011011001000010101110010011101000100101"
            ),
            (
                .ean8, "96385074",
                "1010001011010111101111010110111010101001110111001010001001011100101"
            ),
            (
                .upcA, "036000291452",
                "10100011010111101010111100011010001101000110101010"
                    + "110110011101001100110101110010011101101100101"
            ),
            (
                .code128, "AB1234",
                "110100100001010001100010001011000101110111101011"
                    + "001110010001011000111101011101100011101011"
            ),
        ] as [(Document.Barcode.Symbology, String, String)])
    func `where the printer knows no bars they are drawn`(
        symbology: Document.Barcode.Symbology, content: String, modules: String
    ) throws {
        let (items, _) = try paper(.barcode(.init(symbology, content)), on: small)
        guard case .picture(_, 80, let bytes)? = items.first, case .line(let digits)? = items.last
        else {
            Issue.record("\(items)")
            return
        }
        let expected = modules.flatMap { Array(repeating: $0, count: 3) }
        #expect(bits(of: bytes, count: expected.count) == String(expected))
        #expect(digits.text == content)
    }

    private func bits(of bytes: [UInt8], count: Int) -> String {
        String((0..<count).map { bytes[$0 / 8] & (0x80 >> UInt8($0 % 8)) != 0 ? "1" : "0" })
    }

    @Test func `a QR code goes to a printer that knows it`() throws {
        let (items, notices) = try paper(.qr("https://example.com/ñ"), on: full)
        #expect(items == [.qr(Array("https://example.com/ñ".utf8))] && notices.isEmpty)
    }

    /// Rows as an encoder draws them that shares nothing with ours.
    @Test(arguments: QRVector.all)
    func `where the printer knows no QR code it is drawn`(vector: QRVector) throws {
        let (items, _) = try paper(.qr(vector.text), on: small)
        // A tall picture comes in bands.
        var (width, height, bytes) = (0, 0, [UInt8]())
        for case .picture(let bandWidth, let bandHeight, let band) in items {
            (width, height, bytes) = (bandWidth, height + bandHeight, bytes + band)
        }
        try #require(height > 0)
        let squareDots = height / vector.rows.count
        let drawn = vector.rows.indices.map { row in
            let start = row * squareDots * (width / 8)
            return String(
                vector.rows.indices.map { column in
                    let dot = column * squareDots
                    let isBlack = bytes[start + dot / 8] & (0x80 >> UInt8(dot % 8)) != 0
                    return isBlack ? "1" : "0"
                })
        }
        #expect(drawn == vector.rows)
    }

    @Test func `a QR code too large for the paper is printed as text, and said`() throws {
        let text = String(repeating: "x", count: 2_000)
        let (items, notices) = try paper(.qr(text), on: small)
        #expect(notices == [.qrAsText(text)])
        #expect(items.count == 63)
    }

    @Test func `control characters in a QR code are shown, not sent`() throws {
        let (items, notices) = try paper(.qr("a\u{10}\u{14}b"), on: full)
        #expect(items == [.qr(Array("a··b".utf8))] && notices == [.controlCharacter])
    }

    @Test func `no logo, a wide logo and a printer without pictures are said`() throws {
        let profile = try #require(full)
        let wide = try Bitmap(pbm: Array("P4 800 1\n".utf8) + [UInt8](repeating: 1, count: 100))
        var blind = profile
        blind.hasRaster = false
        let document = Document([.logo])
        #expect(ESCPOS(profile: profile).print(document).notices == [.noLogo])
        #expect(
            ESCPOS(profile: profile, logo: wide).print(document).notices
                == [.logoTooWide(width: 800, dots: 512)])
        #expect(ESCPOS(profile: blind, logo: wide).print(document).notices == [.noPictures])
    }

    @Test func `a tall logo goes in bands`() throws {
        let profile = try #require(full)
        let rows = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        let logo = try Bitmap(pbm: Array("P4\n# a shop\n8 300\n".utf8) + rows)
        let bytes = ESCPOS(profile: profile, logo: logo).print(Document([.logo])).bytes
        var decoder = PaperDecoder(profile)
        decoder.receive(bytes)
        _ = decoder.run()
        #expect(
            decoder.paper.items == [
                .picture(width: 8, height: 255, bytes: Array(rows[..<255])),
                .picture(width: 8, height: 45, bytes: Array(rows[255...])),
            ])
    }

    @Test(arguments: [
        ("P1 1 1\n", PBMError.notP4), ("P4 x", .badSize), ("P4 0 1\n", .badSize),
        ("P4 99999 1\n", .tooLarge(width: 99_999, height: 1)),
        ("P4 99999999999999999999 1\n", .badSize),
        ("P4 9 2\nabc", .truncated(neededBytes: 4, hasBytes: 3)), ("P4 # no end", .badSize),
    ])
    func `a bad picture is refused`(text: String, error: PBMError) {
        #expect(throws: error) { try Bitmap(pbm: Array(text.utf8)) }
    }
}
