import Retail

/// What becomes of characters that no code page of the printer holds.
public enum Fallback: Sendable {
    /// `ñ` as `n`, `€` as `EUR`.
    case transliterate
    /// Drawn from a console font where it has them, else transliterated.
    case raster(BitmapFont)
}

/// Turns text into cells that a printer can print.
struct Typesetter {
    let profile: PrinterProfile
    let fallback: Fallback
    var notices = NoticeList()

    /// Dots of a character of font A.
    static let cellDots = 12

    mutating func cells(_ text: String, _ style: Document.Style) -> [Cell] {
        var cells: [Cell] = []
        for character in text {
            if character.isControl {
                notices.add(.controlCharacter)
                cells += spelling(of: .controlMark, tells: false)
            } else if isInPages(character) {
                cells.append(Cell(character: character, columns: 1))
            } else if let drawn = drawn(character, style) {
                cells.append(drawn)
            } else {
                cells += spelling(of: character, tells: true)
            }
        }
        return cells
    }

    private func isInPages(_ character: Character) -> Bool {
        character.isASCII || profile.pages.contains { $0.page.byte(for: character) != nil }
    }

    /// A picture in the line; tall type and the small font have no room for one.
    private func drawn(_ character: Character, _ style: Document.Style) -> Cell? {
        guard case .raster(let font) = fallback, profile.hasColumnImage, profile.font == .a,
            style.size.down == 1, let glyph = font.glyph(for: character)
        else { return nil }
        let columns = glyph.width > Typesetter.cellDots ? 2 : 1
        return Cell(character: character, columns: columns, glyph: glyph)
    }

    private mutating func spelling(of character: Character, tells: Bool) -> [Cell] {
        if !tells, isInPages(character) { return [Cell(character: character, columns: 1)] }
        guard let ascii = Transliteration.ascii(character) else {
            notices.add(.unprintable(character))
            return [Cell(character: "?", columns: 1)]
        }
        if tells { notices.add(.transliterated(character, as: ascii)) }
        return ascii.map { Cell(character: $0, columns: 1) }
    }
}
