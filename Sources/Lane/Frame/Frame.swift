/// Columns and rows of a terminal.
public struct FrameSize: Hashable, Sendable {
    public var columns: Int
    public var rows: Int

    /// Sizes below 1 count as 1, above 1,000 as 1,000.
    public init(columns: Int, rows: Int) {
        self.columns = min(max(columns, 1), 1000)
        self.rows = min(max(rows, 1), 1000)
    }

    /// The smallest that a lane is shown in.
    public static let least = FrameSize(columns: 80, rows: 24)
}

/// One cell of the screen.
public struct Cell: Hashable, Sendable {
    /// A character of one or two cells with its marks; nil: the right half of the one before.
    public var character: Character?
    public var style: Style

    public init(_ character: Character?, _ style: Style = .normal) {
        self.character = character
        self.style = style
    }

    public static let blank = Cell(" ")
}

/// Where the cursor stands; both count from 0.
public struct FramePosition: Hashable, Sendable {
    public var row: Int
    public var column: Int

    public init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

/// A whole screen, cell by cell; the shell draws what differs from the one before.
public struct Frame: Hashable, Sendable {
    public let size: FrameSize
    /// Row by row.
    public private(set) var cells: [Cell]
    /// Nil: hidden.
    public var cursor: FramePosition?

    public init(size: FrameSize) {
        self.size = size
        cells = Array(repeating: .blank, count: size.columns * size.rows)
    }

    /// The cell of a place inside the frame.
    public subscript(row: Int, column: Int) -> Cell {
        precondition(
            (0..<size.rows).contains(row) && (0..<size.columns).contains(column),
            "no cell \(row), \(column) in \(size)")
        return cells[row * size.columns + column]
    }

    /// The row's characters as text, without blanks at its end.
    public func text(ofRow row: Int) -> String {
        let start = row * size.columns
        var text = String(cells[start..<(start + size.columns)].compactMap(\.character))
        while text.last == " " { text.removeLast() }
        return text
    }
}

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
    mutating func write(
        _ text: String, row: Int, column: Int, end: Int? = nil, style: Style = .normal
    ) {
        guard (0..<size.rows).contains(row) else { return }
        let end = min(end ?? size.columns, size.columns)
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
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
        guard column >= 0 else { return }
        for (place, byte) in zip(column..., text) {
            guard place < end else { return }
            put(Cell(Character(Unicode.Scalar(byte)), style), row, place)
        }
    }

    private mutating func put(_ cell: Cell, _ row: Int, _ column: Int) {
        let index = row * size.columns + column
        let old = cells[index]
        guard old.character != " " else {
            cells[index] = cell
            return
        }
        // The other half of a wide character that is written over goes too.
        if old.character == nil, column > 0, cell.character != nil {
            cells[index - 1].character = " "
        }
        if let character = old.character, CellWidth.of(character) == 2,
            column + 1 < size.columns
        {
            cells[index + 1].character = " "
        }
        cells[index] = cell
    }

    /// Writes text that ends before a column.
    mutating func write(_ text: String, row: Int, endingAt end: Int, style: Style = .normal) {
        write(text, row: row, column: end - CellWidth.of(text), end: end, style: style)
    }

    /// Fills part of a row with one character of one cell.
    mutating func fill(
        row: Int, from start: Int = 0, to end: Int? = nil, _ character: Character = " ",
        style: Style = .normal
    ) {
        let end = min(end ?? size.columns, size.columns)
        guard start < end else { return }
        write(
            String(repeating: character, count: end - start), row: row, column: start, end: end,
            style: style)
    }
}
