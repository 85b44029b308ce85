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
    private var codes: [CellCode]
    /// The characters of several scalars, by the place of their cell in `codes`.
    private var marked: [Int: Character] = [:]
    /// Nil: hidden.
    public var cursor: FramePosition?

    public init(size: FrameSize) {
        self.size = size
        codes = Array(repeating: .blank, count: size.columns * size.rows)
    }

    /// The cell of a place inside the frame.
    public subscript(row: Int, column: Int) -> Cell {
        precondition(
            (0..<size.rows).contains(row) && (0..<size.columns).contains(column),
            "no cell \(row), \(column) in \(size)")
        let index = row * size.columns + column
        return Cell(character(at: index), codes[index].style)
    }

    private func character(at index: Int) -> Character? {
        let code = codes[index]
        if code.hasMarks { return marked[index] }
        return code.scalar == 0 ? nil : Unicode.Scalar(code.scalar).map(Character.init)
    }

    /// The row's characters as text, without blanks at its end.
    public func text(ofRow row: Int) -> String {
        let start = row * size.columns
        var text = String((start..<(start + size.columns)).compactMap(character))
        while text.last == " " { text.removeLast() }
        return text
    }
}

// MARK: What a terminal is sent

extension Frame {
    /// The columns of a row from the first to the last that another frame shows otherwise.
    ///
    /// - Parameters:
    ///   - row: counts from 0.
    ///   - other: nil or of another size: all of them.
    /// - Returns: nil where the row is the same; never begins inside a wide character of either.
    public func changes(ofRow row: Int, since other: Frame?) -> Range<Int>? {
        let range = (row * size.columns)..<((row + 1) * size.columns)
        guard let other, other.size == size else { return 0..<size.columns }
        if !marked.isEmpty || !other.marked.isEmpty {
            let isSame = range.allSatisfy {
                codes[$0] == other.codes[$0] && marked[$0] == other.marked[$0]
            }
            return isSame ? nil : 0..<size.columns
        }
        guard var first = range.first(where: { codes[$0] != other.codes[$0] }),
            let last = range.last(where: { codes[$0] != other.codes[$0] })
        else { return nil }
        while first > range.lowerBound, codes[first].scalar == 0 || other.codes[first].scalar == 0 {
            first -= 1
        }
        return (first - range.lowerBound)..<(last + 1 - range.lowerBound)
    }

    /// Gives a row's characters in runs of one style.
    ///
    /// - Parameters:
    ///   - row: counts from 0.
    ///   - columns: inside the row, beginning at a whole character.
    ///   - take: is given the column where a run begins, its style, and its scalars.
    public func forEachRun(
        ofRow row: Int, in columns: Range<Int>, _ take: (Int, Style, [UInt32]) -> Void
    ) {
        let start = row * size.columns
        var column = columns.lowerBound
        var scalars: [UInt32] = []
        while column < columns.upperBound {
            let (begin, first) = (column, codes[start + column])
            scalars.removeAll(keepingCapacity: true)
            while column < columns.upperBound, codes[start + column].hasStyle(of: first) {
                append(start + column, to: &scalars)
                column += 1
            }
            take(begin, first.style, scalars)
        }
    }

    private func append(_ index: Int, to scalars: inout [UInt32]) {
        let code = codes[index]
        if code.hasMarks, let character = marked[index] {
            scalars += character.unicodeScalars.map(\.value)
        } else if code.scalar != 0 {
            scalars.append(code.scalar)
        }
    }
}

// MARK: What is written into it

extension Frame {
    /// Sets a cell inside the frame to a character that ``CellCode/isPlain``.
    mutating func put(plain code: CellCode, _ row: Int, _ column: Int) {
        let index = row * size.columns + column
        if !codes[index].isPlain { makeRoom(at: index, column, forHalf: false) }
        codes[index] = code
    }

    /// Sets a cell inside the frame; the right half of a wide character comes after its left one.
    mutating func put(_ cell: Cell, _ row: Int, _ column: Int) {
        let index = row * size.columns + column
        makeRoom(at: index, column, forHalf: cell.character == nil)
        let scalars = cell.character?.unicodeScalars
        var code = CellCode(cell.style)
        code.scalar = scalars?.first?.value ?? 0
        if let character = cell.character, let scalars, scalars.count > 1 {
            code.hasMarks = true
            marked[index] = character
        }
        codes[index] = code
    }

    /// The other half of a wide character that is written over goes too.
    private mutating func makeRoom(at index: Int, _ column: Int, forHalf isHalf: Bool) {
        let old = codes[index]
        guard !old.isPlain else { return }
        if old.scalar == 0, column > 0, !isHalf { clear(index - 1) }
        if let character = character(at: index), CellWidth.of(character) == 2,
            column + 1 < size.columns
        {
            clear(index + 1)
        }
        clear(index)
    }

    private mutating func clear(_ index: Int) {
        codes[index].scalar = 0x20
        codes[index].hasMarks = false
        marked[index] = nil
    }
}
