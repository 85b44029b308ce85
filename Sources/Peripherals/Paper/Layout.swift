import Retail

/// One piece of a document with its place on paper settled: lines are broken, pairs are fitted.
enum Placed: Hashable, Sendable {
    case line([Cell], Document.Style)
    /// A label and a value that stand at the two edges of one line.
    case edges(label: [Cell], value: [Cell], Document.Style)
    case logo
    case barcode(Document.Barcode)
    case qr(String)
    case cut
    case openDrawer
}

/// Fits a document to paper of so many columns.
struct Layout {
    /// Characters on a line at normal size.
    let columns: Int

    /// Empty lines in one go are limited, so that a wrong number can't eat a roll.
    static let blankLinesMax = 40

    /// Breaks lines and fits pairs; `set` turns text into cells for the device.
    func place(
        _ document: Document, set: (String, Document.Style) -> [Cell]
    ) -> [Placed] {
        var mark = ""
        return document.elements.flatMap { element in
            if case .mark(let text) = element { mark = text }
            return place(element, mark: mark, set: set)
        }
    }

    private func place(
        _ element: Document.Element, mark: String, set: (String, Document.Style) -> [Cell]
    ) -> [Placed] {
        switch element {
        case .mark: []
        case .text(let text, let style):
            lines(set(text, style), after: cells(of: mark, style, set), style)
        case .pair(let label, let value, let style):
            pair(set(label, style), set(value, style), after: cells(of: mark, style, set), style)
        case .rule: [rule(after: cells(of: mark, .plain, set))]
        case .blank(let count):
            Array(
                repeating: .line([], .plain), count: min(max(count, 0), Layout.blankLinesMax))
        case .logo: [.logo]
        case .barcode(let barcode): [.barcode(barcode)]
        case .qr(let text): [.qr(text)]
        case .cut: [.cut]
        case .openDrawer: [.openDrawer]
        }
    }

    /// Characters of a style on a line.
    func width(_ style: Document.Style) -> Int { max(columns / style.size.across, 1) }

    /// Nothing where it would leave no room for words.
    private func cells(
        of mark: String, _ style: Document.Style, _ set: (String, Document.Style) -> [Cell]
    ) -> [Cell] {
        let cells = mark.isEmpty ? [] : set(mark, style)
        return cells.columns < width(style) ? cells : []
    }

    private func rule(after mark: [Cell]) -> Placed {
        .line(mark + Array(repeating: .dash, count: columns - mark.columns), .plain)
    }

    private func lines(
        _ cells: [Cell], after mark: [Cell], _ style: Document.Style
    ) -> [Placed] {
        wrap(cells, width: width(style) - mark.columns).map { .line(mark + $0, style) }
    }

    /// Label left, value right; what doesn't fit beside the value wraps above it.
    private func pair(
        _ label: [Cell], _ value: [Cell], after mark: [Cell], _ style: Document.Style
    ) -> [Placed] {
        let width = width(style) - mark.columns
        let room = width - value.columns - 1
        var left = style
        left.alignment = .left
        // A value that leaves no room for words stands on its own line (or lines) below the label.
        guard room >= max(width / 4, 1) else {
            var right = style
            right.alignment = .right
            return lines(label, after: mark, left) + lines(value, after: mark, right)
        }
        let wrapped = wrap(label, width: room)
        let above = wrapped.dropLast().map { Placed.line(mark + $0, left) }
        return above + [.edges(label: mark + (wrapped.last ?? []), value: value, left)]
    }

    /// Breaks at spaces, else within the word; spaces at a break vanish, an indent stays.
    func wrap(_ cells: [Cell], width: Int) -> [[Cell]] {
        let indent = cells.prefix { $0.character == " " }
        var lines: [[Cell]] = []
        var line = indent.count < width ? Array(indent) : []
        var isLineStart = true
        for word in cells.dropFirst(indent.count).words {
            let gap = isLineStart ? 0 : word.gap
            if line.columns + gap + word.cells.columns > width, !isLineStart {
                lines.append(line)
                line = []
                isLineStart = true
            }
            if !isLineStart { line += Array(repeating: .space, count: word.gap) }
            for cell in word.cells {
                if line.columns + cell.columns > width, !line.isEmpty {
                    lines.append(line)
                    line = []
                }
                line.append(cell)
            }
            isLineStart = false
        }
        return lines + [line]
    }
}

/// A word and the spaces before it.
private struct Word {
    let gap: Int
    let cells: ArraySlice<Cell>
}

extension ArraySlice<Cell> {
    fileprivate var words: [Word] {
        var words: [Word] = []
        var rest = self
        while !rest.isEmpty {
            let gap = rest.prefix { $0.character == " " }.count
            rest = rest.dropFirst(gap)
            let word = rest.prefix { $0.character != " " }
            guard !word.isEmpty else { break }
            words.append(Word(gap: gap, cells: word))
            rest = rest.dropFirst(word.count)
        }
        return words
    }

    fileprivate var columns: Int { reduce(0) { $0 + $1.columns } }
}

extension Document.Style.Size {
    /// How many normal characters a character is wide.
    var across: Int {
        switch self {
        case .normal, .tall: 1
        case .wide, .double: 2
        }
    }

    /// How many normal characters a character is high.
    var down: Int {
        switch self {
        case .normal, .wide: 1
        case .tall, .double: 2
        }
    }
}
