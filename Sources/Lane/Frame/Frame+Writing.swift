extension Frame {
    /// Writes text from a place on; what doesn't fit before `end` is left out.
    ///
    /// Half a wide character is never shown: what would be cut is a blank.
    ///
    /// - Parameters:
    ///   - text: foreign controls are shown as `·`.
    ///   - row: counts from 0; outside the frame nothing is written.
    ///   - column: where it begins.
    ///   - end: the column before which it ends; nil: the frame's edge.
    ///   - style: of all its cells.
    package mutating func write(
        _ text: String, row: Int, column: Int, end: Int? = nil, style: Style = .normal
    ) {
        guard (0..<size.rows).contains(row) else { return }
        let end = min(end ?? size.columns, size.columns)
        if column >= 0, CellWidth.isPlain(text) {
            return write(plain: text.utf8, row: row, column: column, end: end, style: style)
        }
        var column = column
        for character in text {
            let shown = CellWidth.visible(character)
            let width = CellWidth.of(shown)
            guard width > 0, column >= 0 else { continue }
            guard column + width <= end else { return }
            put(Cell(shown, style), row, column)
            if width == 2 { put(Cell(nil, style), row, column + 1) }
            column += width
        }
    }

    /// Most text by far is printable ASCII: a cell a byte, which nothing has to be looked up for.
    private mutating func write(
        plain text: String.UTF8View, row: Int, column: Int, end: Int, style: Style
    ) {
        var (column, code) = (column, CellCode(style))
        for byte in text {
            guard column < end else { return }
            code.scalar = UInt32(byte)
            put(plain: code, row, column)
            column += 1
        }
    }

    /// Writes text that ends before a column.
    mutating func write(_ text: String, row: Int, endingAt end: Int, style: Style = .normal) {
        write(text, row: row, column: end - CellWidth.of(text), end: end, style: style)
    }

    /// Fills part of a row with one character of printable ASCII.
    mutating func fill(
        row: Int, from start: Int = 0, to end: Int? = nil, _ character: Unicode.Scalar = " ",
        style: Style = .normal
    ) {
        let end = min(end ?? size.columns, size.columns)
        guard (0..<size.rows).contains(row), 0 <= start, start < end else { return }
        var code = CellCode(style)
        code.scalar = character.value
        for column in start..<end { put(plain: code, row, column) }
    }
}
