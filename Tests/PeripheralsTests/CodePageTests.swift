import Glibc
import Peripherals
import Testing

@Suite struct CodePageTests {
    @Test(arguments: CodePage.allCases)
    func `every byte is what the C library's iconv says`(page: CodePage) throws {
        for byte in UInt8(0x80)...0xFF {
            let expected = try iconv(byte, from: iconvName(page))
            let isControl = expected.map { (0x80..<0xA0).contains($0.value) } ?? false
            #expect(
                page.character(for: byte) == (isControl ? nil : expected.map(Character.init)),
                "\(page.rawValue) \(String(byte, radix: 16))")
        }
    }

    @Test(arguments: CodePage.allCases)
    func `what a byte prints is printed by that byte`(page: CodePage) {
        for byte in UInt8.min...UInt8.max {
            guard let character = page.character(for: byte) else { continue }
            #expect(page.byte(for: character) == byte)
        }
    }

    @Test(arguments: CodePage.allCases)
    func `no character becomes a command byte`(page: CodePage) {
        for value in UInt32(0)..<0x3000 {
            guard let scalar = Unicode.Scalar(value), let byte = page.byte(for: Character(scalar))
            else { continue }
            #expect(byte >= 0x20 && byte != 0x7F)
        }
        #expect(page.byte(for: "\r\n") == nil)
    }

    @Test func `combining marks find the composed character`() {
        #expect(CodePage.cp850.byte(for: "n\u{303}") == CodePage.cp850.byte(for: "ñ"))
    }

    private func iconvName(_ page: CodePage) -> String {
        page.rawValue.replacing("ISO_8859", with: "ISO-8859")
    }

    /// The character of a byte, nil where iconv has none.
    private func iconv(_ byte: UInt8, from name: String) throws -> Unicode.Scalar? {
        let converter = try #require(iconv_open("UCS-4LE", name))
        try #require(Int(bitPattern: converter) != -1, "iconv knows no \(name)")
        defer { iconv_close(converter) }
        var input = CChar(bitPattern: byte)
        var output: UInt32 = 0
        let converted = withUnsafeMutablePointer(to: &input) { input in
            withUnsafeMutableBytes(of: &output) { output in
                var source: UnsafeMutablePointer<CChar>? = input
                var sourceLeft = 1
                var target = output.baseAddress?.assumingMemoryBound(to: CChar.self)
                var targetLeft = 4
                return Glibc.iconv(converter, &source, &sourceLeft, &target, &targetLeft)
            }
        }
        return converted == 0 ? Unicode.Scalar(output) : nil
    }
}

@Suite struct TransliterationTests {
    @Test(arguments: [
        ("ñ", "n"), ("Ñ", "N"), ("€", "EUR"), ("ß", "ss"), ("Æ", "Ae"), ("ł", "l"), ("Đ", "D"),
        ("ế", "e"), ("Θ", "Th"), ("ώ", "o"), ("ς", "s"), ("Щ", "Shch"), ("є", "ye"), ("ı", "i"),
        ("“", "\""), ("—", "-"), ("\u{A0}", " "), ("\u{3000}", " "), ("Ａ", "A"), ("½", "1/2"),
        ("ĳ", "ij"), ("ø", "o"), ("A", "A"),
    ])
    func `says it in ASCII`(character: Character, expected: String) {
        #expect(Transliteration.ascii(character) == expected)
    }

    @Test(arguments: ["\u{1B}", "\u{7F}", "牛", "ก", "\u{0}", "\u{9B}"] as [Character])
    func `has no spelling`(character: Character) {
        #expect(Transliteration.ascii(character) == nil)
    }

    @Test func `every spelling is printable ASCII`() {
        for value in UInt32(0x80)..<0x2_0000 {
            guard let scalar = Unicode.Scalar(value),
                let spelling = Transliteration.ascii(Character(scalar))
            else { continue }
            #expect(spelling.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !spelling.isEmpty)
        }
    }
}
