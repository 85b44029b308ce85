/// A single-byte character set of receipt printers; the raw name is the capabilities database's.
///
/// Bytes below 0x80 are ASCII in all of them. Bytes below 0x20 and 0x7F are commands to a
/// printer, so no page encodes to them.
public enum CodePage: String, CaseIterable, Hashable, Sendable {
    case cp437 = "CP437"
    case cp737 = "CP737"
    case cp775 = "CP775"
    case cp850 = "CP850"
    case cp852 = "CP852"
    case cp855 = "CP855"
    case cp857 = "CP857"
    case cp858 = "CP858"
    case cp860 = "CP860"
    case cp861 = "CP861"
    case cp863 = "CP863"
    case cp865 = "CP865"
    case cp866 = "CP866"
    case cp869 = "CP869"
    case cp1125 = "CP1125"
    case cp1250 = "CP1250"
    case cp1251 = "CP1251"
    case cp1252 = "CP1252"
    case cp1253 = "CP1253"
    case cp1254 = "CP1254"
    case cp1257 = "CP1257"
    case iso8859part2 = "ISO_8859-2"
    case iso8859part7 = "ISO_8859-7"
    case iso8859part15 = "ISO_8859-15"

    /// The byte that prints a character, nil where this page hasn't got it.
    ///
    /// A character matches in any of its canonical spellings, composed or with combining marks.
    public func byte(for character: Character) -> UInt8? {
        if let ascii = character.asciiValue, character != "\r\n" {
            return ascii >= 0x20 && ascii < 0x7F ? ascii : nil
        }
        return CodePage.bytes[self]?[character]
    }

    /// The character that a byte prints, nil for commands and for bytes without a meaning.
    public func character(for byte: UInt8) -> Character? {
        guard byte >= 0x80 else {
            return byte >= 0x20 && byte < 0x7F ? Character(Unicode.Scalar(byte)) : nil
        }
        return CodePage.characters[self]?[Int(byte) - 0x80]
    }
}

extension CodePage {
    /// Characters of 0x80-0xFF by page, built once.
    private static let characters: [CodePage: [Character?]] = Dictionary(
        uniqueKeysWithValues: allCases.map { page in (page, page.upperHalf) })

    /// Bytes by page and character, built once.
    private static let bytes: [CodePage: [Character: UInt8]] = characters.mapValues { upper in
        var bytes: [Character: UInt8] = [:]
        for (offset, character) in upper.enumerated() {
            guard let character, bytes[character] == nil else { continue }
            bytes[character] = UInt8(truncatingIfNeeded: 0x80 + offset)
        }
        return bytes
    }

    private var upperHalf: [Character?] {
        switch self {
        case .cp437: CodePage.read(CodePageTables.cp437)
        case .cp737: CodePage.read(CodePageTables.cp737)
        case .cp775: CodePage.read(CodePageTables.cp775)
        case .cp850: CodePage.read(CodePageTables.cp850)
        case .cp852: CodePage.read(CodePageTables.cp852)
        case .cp855: CodePage.read(CodePageTables.cp855)
        case .cp857: CodePage.read(CodePageTables.cp857)
        case .cp858: CodePage.read(CodePageTables.cp850, changed: [0xD5: "€"])
        case .cp860: CodePage.read(CodePageTables.cp860)
        case .cp861: CodePage.read(CodePageTables.cp861)
        case .cp863: CodePage.read(CodePageTables.cp863)
        case .cp865: CodePage.read(CodePageTables.cp865)
        case .cp866: CodePage.read(CodePageTables.cp866)
        case .cp869: CodePage.read(CodePageTables.cp869)
        case .cp1125: CodePage.read(CodePageTables.cp1125)
        case .cp1250: CodePage.read(CodePageTables.cp1250)
        case .cp1251: CodePage.read(CodePageTables.cp1251)
        case .cp1252: CodePage.read(CodePageTables.cp1252)
        case .cp1253: CodePage.read(CodePageTables.cp1253)
        case .cp1254: CodePage.read(CodePageTables.cp1252, changed: CodePage.turkish)
        case .cp1257: CodePage.read(CodePageTables.cp1257)
        case .iso8859part2: CodePage.read(CodePageTables.iso88592)
        case .iso8859part7: CodePage.read(CodePageTables.iso88597)
        case .iso8859part15: CodePage.latin9
        }
    }

    /// Where Windows' Turkish page differs from its western one.
    private static let turkish: [UInt8: Character?] = [
        0x8E: nil, 0x9E: nil, 0xD0: "Ğ", 0xDD: "İ", 0xDE: "Ş", 0xF0: "ğ", 0xFD: "ı", 0xFE: "ş",
    ]

    /// ISO 8859-15: Latin-1, whose characters are numbered as Unicode's, with eight exchanged.
    private static let latin9: [Character?] = {
        let exchanged: [UInt8: Character] = [
            0xA4: "€", 0xA6: "Š", 0xA8: "š", 0xB4: "Ž", 0xB8: "ž", 0xBC: "Œ", 0xBD: "œ", 0xBE: "Ÿ",
        ]
        return (UInt8(0x80)...0xFF).map { byte in
            byte < 0xA0 ? nil : exchanged[byte] ?? Character(Unicode.Scalar(byte))
        }
    }()

    private static func read(
        _ table: String, changed: [UInt8: Character?] = [:]
    ) -> [Character?] {
        var upper: [Character?] = table.unicodeScalars.filter { $0 != "\n" }.map {
            $0 == "?" ? nil : Character($0)
        }
        precondition(upper.count == 128, "a code page has 128 upper bytes, not \(upper.count)")
        for (byte, character) in changed { upper[Int(byte) - 0x80] = character }
        return upper
    }
}
