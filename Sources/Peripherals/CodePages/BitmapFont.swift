/// The picture of one character: rows top to bottom, each row's leftmost dot its highest bit.
public struct Glyph: Hashable, Sendable {
    /// Dots across, at most 32.
    public let width: Int
    /// One word a row; bit 31 is the leftmost dot.
    public let rows: [UInt32]

    public init(width: Int, rows: [UInt32]) {
        self.width = width
        self.rows = rows
    }

    /// Whether a dot is black; dots outside the picture are white.
    func isBlack(column: Int, row: Int) -> Bool {
        guard rows.indices.contains(row), column >= 0, column < width else { return false }
        return rows[row] & (0x8000_0000 >> UInt32(column)) != 0
    }
}

/// Why a file is no console font that a printer's line can carry.
public enum BitmapFontError: Error, Equatable {
    case notPSF
    case truncated(neededBytes: Int, hasBytes: Int)
    /// Glyphs larger than the 24 dots of a text line.
    case tooLarge(width: Int, height: Int)
    /// Without a table from characters to glyphs nothing can be looked up.
    case noCharacterTable
}

/// A console font (PSF1 or PSF2, unpacked), the source of characters that no code page holds.
///
/// - Source: the PC Screen Font format as Linux's kbd documents it (`psf.h`).
public struct BitmapFont: Sendable {
    public let width: Int
    public let height: Int
    private let glyphs: [Character: Glyph]

    /// The most dots across and down that a text line of a printer has room for.
    static let dotsMax = 24

    public init(psf bytes: [UInt8]) throws(BitmapFontError) {
        let layout = try PSFLayout(bytes)
        guard layout.hasTable else { throw .noCharacterTable }
        width = layout.width
        height = layout.height
        glyphs = layout.glyphs(in: bytes)
    }

    /// The picture of a character, nil where the font has none.
    public func glyph(for character: Character) -> Glyph? { glyphs[character] }
}

/// Where the parts of a PSF file lie, checked against its length.
private struct PSFLayout {
    let width: Int
    let height: Int
    let count: Int
    let glyphBytes: Int
    let glyphsStart: Int
    let hasTable: Bool
    let isVersion2: Bool

    init(_ bytes: [UInt8]) throws(BitmapFontError) {
        if bytes.starts(with: [0x72, 0xB5, 0x4A, 0x86]) {
            guard bytes.count >= 32 else {
                throw .truncated(neededBytes: 32, hasBytes: bytes.count)
            }
            let words = (0..<8).map { word in
                (0..<4).reduce(0) { $0 | Int(bytes[word * 4 + $1]) << (8 * $1) }
            }
            isVersion2 = true
            glyphsStart = words[2]
            hasTable = words[3] & 1 != 0
            count = words[4]
            glyphBytes = words[5]
            height = words[6]
            width = words[7]
        } else if bytes.starts(with: [0x36, 0x04]), bytes.count >= 4 {
            isVersion2 = false
            glyphsStart = 4
            hasTable = bytes[2] & 6 != 0
            count = bytes[2] & 1 != 0 ? 512 : 256
            glyphBytes = Int(bytes[3])
            height = Int(bytes[3])
            width = 8
        } else {
            throw .notPSF
        }
        let dots = 1...BitmapFont.dotsMax
        guard dots.contains(width), dots.contains(height) else {
            throw .tooLarge(width: width, height: height)
        }
        // Each of the header's words is below 2^32; within 31 bits their product can't overflow.
        let limit = Int(Int32.max)
        guard count <= limit, glyphBytes <= limit else { throw .notPSF }
        let needed = glyphsStart + count * glyphBytes
        guard glyphBytes >= height * ((width + 7) / 8), needed <= bytes.count else {
            throw .truncated(neededBytes: needed, hasBytes: bytes.count)
        }
    }

    func glyphs(in bytes: [UInt8]) -> [Character: Glyph] {
        var table: [Character: Glyph] = [:]
        for (index, characters) in characters(in: bytes).enumerated() where index < count {
            let glyph = glyph(index, in: bytes)
            for character in characters where table[character] == nil { table[character] = glyph }
        }
        return table
    }

    private func glyph(_ index: Int, in bytes: [UInt8]) -> Glyph {
        let rowBytes = (width + 7) / 8
        let start = glyphsStart + index * glyphBytes
        let rows = (0..<height).map { row in
            (0..<rowBytes).reduce(UInt32(0)) {
                $0 | UInt32(bytes[start + row * rowBytes + $1]) << UInt32(24 - 8 * $1)
            }
        }
        return Glyph(width: width, rows: rows)
    }

    /// The characters of each glyph in turn, sequences of combining marks left out.
    private func characters(in bytes: [UInt8]) -> [[Character]] {
        let table = bytes[(glyphsStart + count * glyphBytes)...]
        return isVersion2 ? PSFLayout.utf8Table(table) : PSFLayout.utf16Table(table)
    }

    private static func utf8Table(_ table: ArraySlice<UInt8>) -> [[Character]] {
        table.split(separator: 0xFF, omittingEmptySubsequences: false).map { entry in
            let singles = entry.prefix { $0 != 0xFE }
            return String(decoding: singles, as: UTF8.self).unicodeScalars.map { Character($0) }
        }
    }

    private static func utf16Table(_ table: ArraySlice<UInt8>) -> [[Character]] {
        let units = stride(from: table.startIndex, to: table.endIndex - 1, by: 2).map {
            UInt16(table[$0]) | UInt16(table[$0 + 1]) << 8
        }
        return units.split(separator: 0xFFFF, omittingEmptySubsequences: false).map { entry in
            entry.prefix { $0 != 0xFFFE }.compactMap { Unicode.Scalar($0).map(Character.init) }
        }
    }
}
