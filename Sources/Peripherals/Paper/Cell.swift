/// One character as it will stand on paper.
struct Cell: Hashable, Sendable {
    let character: Character
    /// Columns it takes at normal size: two for the wide characters of East Asia.
    let columns: Int
    /// The picture that prints it, where no code page holds it.
    var glyph: Glyph?

    static let space = Cell(character: " ", columns: 1)
    static let dash = Cell(character: "-", columns: 1)

    init(character: Character, columns: Int, glyph: Glyph? = nil) {
        self.character = character
        self.columns = columns
        self.glyph = glyph
    }
}

extension [Cell] {
    /// Columns of all of them at normal size.
    var columns: Int { reduce(0) { $0 + $1.columns } }

    var text: String { String(map(\.character)) }
}

extension Character {
    /// Stands for a control character in foreign text, on screen and paper.
    static let controlMark: Character = "·"

    /// Whether it would steer a terminal or a printer, or turn the direction of reading.
    var isControl: Bool {
        guard let scalar = unicodeScalars.first else { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }

    /// Columns on paper and screen: two for East Asia's wide characters and emoji, else one.
    ///
    /// - Source: Unicode Standard Annex 11, the blocks whose characters are wide throughout.
    var columns: Int {
        guard let scalar = unicodeScalars.first, scalar.value >= 0x1100 else { return 1 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
