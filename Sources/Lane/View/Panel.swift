import Retail

/// A dialog as it is drawn: a title, rows, at most one field.
struct Panel {
    enum Row {
        case text(String, Style)
        /// A label and a value at the other end.
        case pair(String, String, Style)
        case choice(String, String, isSelected: Bool)
        case field(String, EditField)
        /// A field that the keys don't go to now.
        case idleField(String, EditField)
    }

    let title: String
    var rows: [Row]

    init(_ title: String, _ rows: [Row]) {
        self.title = title
        self.rows = rows
    }

    /// The row that must be seen.
    private var focus: Int {
        rows.lastIndex { row in
            switch row {
            case .choice(_, _, let isSelected): isSelected
            case .field: true
            case .text, .pair, .idleField: false
            }
        } ?? 0
    }

    /// Draws it as a box; a second one stands a little lower and to the right.
    func draw(on frame: inout Frame, level: Int, columns: Int, bottom: Int) {
        let left = 3 + 4 * level
        let right = min(left + 66, columns - 3 + level)
        let top = 2 + 2 * level
        let shown = visible(bottom - top - 2)
        if level == 0 {
            // What lies beside it would read as if it belonged to it.
            for row in top..<(top + shown.count + 2) { frame.fill(row: row, to: columns) }
        }
        Self.edge(on: &frame, row: top, left, right, title: title)
        for (index, row) in shown.enumerated() {
            draw(row, on: &frame, row: top + 1 + index, left, right)
        }
        Self.edge(on: &frame, row: top + 1 + shown.count, left, right, title: "")
    }

    private func visible(_ height: Int) -> ArraySlice<Row> {
        guard rows.count > height else { return rows[...] }
        let start = min(max(0, focus - height / 2), rows.count - height)
        return rows[start..<(start + height)]
    }

    private static func edge(
        on frame: inout Frame, row: Int, _ left: Int, _ right: Int, title: String
    ) {
        frame.fill(row: row, from: left, to: right, "-")
        frame.write("+", row: row, column: left)
        frame.write("+", row: row, endingAt: right)
        guard !title.isEmpty else { return }
        frame.write(" \(title) ", row: row, column: left + 2, end: right - 2, style: .bold)
    }

    private func draw(
        _ entry: Row, on frame: inout Frame, row: Int, _ left: Int, _ right: Int
    ) {
        frame.fill(row: row, from: left, to: right)
        frame.write("|", row: row, column: left)
        frame.write("|", row: row, endingAt: right)
        let start = left + 2
        let end = right - 2
        switch entry {
        case .text(let text, let style):
            frame.write(text, row: row, column: start, end: end, style: style)
        case .pair(let label, let value, let style):
            frame.write(
                label, row: row, column: start, end: end - CellWidth.of(value) - 1, style: style)
            frame.write(value, row: row, endingAt: end, style: style)
        case .choice(let label, let value, let isSelected):
            let style = isSelected ? Style.reverse : .normal
            if isSelected { frame.fill(row: row, from: start, to: end, style: style) }
            frame.write(
                (isSelected ? "> " : "  ") + label, row: row, column: start,
                end: end - CellWidth.of(value) - 1, style: style)
            frame.write(value, row: row, endingAt: end, style: style)
        case .field(let label, let field):
            draw(field, label, on: &frame, row: row, start, end, hasCursor: true)
        case .idleField(let label, let field):
            draw(field, label, on: &frame, row: row, start, end, hasCursor: false)
        }
    }

    private func draw(
        _ field: EditField, _ label: String, on frame: inout Frame, row: Int, _ start: Int,
        _ end: Int, hasCursor: Bool
    ) {
        frame.write(label, row: row, column: start, end: end)
        let begin = min(start + CellWidth.of(label) + 1, end - 10)
        let room = min(end, begin + field.most + 3)
        frame.write(field, row: row, from: begin, to: room, hasCursor: hasCursor)
    }
}

extension Frame {
    /// Draws a field between brackets, the cursor in it, the end of a long text shown.
    mutating func write(
        _ field: EditField, row: Int, from: Int, to end: Int, hasCursor: Bool = true
    ) {
        let room = end - from - 3
        guard room > 0 else { return }
        write("[", row: row, column: from, style: .bold)
        write("]", row: row, column: end - 1, style: .bold)
        var start = 0
        let shown = Array(field.shown)
        while CellWidth.of(String(shown[start..<field.cursor])) > room { start += 1 }
        let text = String(shown[start...])
        fill(row: row, from: from + 1, to: end - 1)
        write(text, row: row, column: from + 1, end: end - 1, style: .bold)
        guard hasCursor else { return }
        let before = CellWidth.of(String(shown[start..<field.cursor]))
        cursor = FramePosition(row: row, column: from + 1 + before)
    }
}
