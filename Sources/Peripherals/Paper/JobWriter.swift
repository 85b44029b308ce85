import Retail

/// Writes the pieces of a job, sending a command only where the printer's state must change.
struct JobWriter {
    private(set) var bytes: [UInt8] = []
    private let profile: PrinterProfile
    private var alignment = Document.Style.Alignment.left
    private var size = Document.Style.Size.normal
    private var isEmphasised = false
    private var page: PrinterProfile.Page?

    init(_ profile: PrinterProfile) {
        self.profile = profile
        bytes = Command.initialise + Command.asciiAsItIs
        if profile.startsInKanjiMode { bytes += Command.leaveKanjiMode }
        if profile.font == .b { bytes += Command.fontB }
    }

    mutating func write(_ pieces: [Piece]) {
        var plan = PagePlan(profile)
        let characters = pieces.flatMap { piece -> [Character] in
            switch piece {
            case .line(let cells, _): cells.filter { $0.glyph == nil }.map(\.character)
            case .symbol, .action: []
            }
        }
        var pages = plan.pages(for: characters)[...]
        for piece in pieces {
            switch piece {
            case .line(let cells, let style): line(cells, style, &pages)
            case .symbol(let command):
                align(.centre)
                bytes += command
            case .action(let command): bytes += command
            }
        }
    }

    private mutating func line(
        _ cells: [Cell], _ style: Document.Style, _ pages: inout ArraySlice<PrinterProfile.Page?>
    ) {
        if !cells.isEmpty {
            align(style.alignment)
            emphasise(style.isEmphasised)
            resize(style.size)
        }
        for cell in cells {
            if let glyph = cell.glyph {
                bytes += Command.columnImage(
                    glyph.columns(cellDots: cell.columns * Typesetter.cellDots, across: size.across)
                )
            } else {
                character(cell.character, on: pages.popFirst() ?? nil)
            }
        }
        bytes.append(Command.lineFeed)
    }

    private mutating func character(_ character: Character, on next: PrinterProfile.Page?) {
        guard let next else {
            bytes.append(CodePage.cp437.byte(for: character) ?? 0x3F)
            return
        }
        if page != next {
            bytes += Command.page(next.number)
            page = next
        }
        bytes.append(next.page.byte(for: character) ?? 0x3F)
    }

    private mutating func align(_ next: Document.Style.Alignment) {
        guard alignment != next else { return }
        alignment = next
        switch next {
        case .left: bytes += Command.align(0)
        case .centre: bytes += Command.align(1)
        case .right: bytes += Command.align(2)
        }
    }

    private mutating func emphasise(_ next: Bool) {
        guard isEmphasised != next else { return }
        isEmphasised = next
        bytes += Command.emphasise(next)
    }

    private mutating func resize(_ next: Document.Style.Size) {
        guard size != next else { return }
        size = next
        bytes += Command.size(across: next.across, down: next.down)
    }
}

extension Glyph {
    /// The glyph in the middle of a cell 24 dots high, as columns of three bytes.
    ///
    /// Console glyphs of half the cell's size are doubled; `across` widens with the line's type.
    func columns(cellDots: Int, across: Int) -> [[UInt8]] {
        let scale = width * 2 <= cellDots && rows.count * 2 <= BitmapFont.dotsMax ? 2 : 1
        let left = (cellDots - width * scale) / 2
        let top = (BitmapFont.dotsMax - rows.count * scale) / 2
        return (0..<(cellDots * across)).map { dot in
            var column: [UInt8] = [0, 0, 0]
            let x = dot / across - left
            for y in 0..<BitmapFont.dotsMax where x >= 0 && y >= top {
                if isBlack(column: x / scale, row: (y - top) / scale) {
                    column[y / 8] |= 0x80 >> UInt8(y % 8)
                }
            }
            return column
        }
    }
}
