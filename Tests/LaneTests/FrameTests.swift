import Lane
import TestSupport
import Testing

/// Frames as a terminal gets them: only what changed, in runs of one style.
@Suite struct FrameTests {
    private static let size = FrameSize(columns: 24, rows: 3)
    private static let texts = [
        "Milk", "緑茶 12", "한글", "e\u{301}clair", "👍", "A", " ", "", "ñandú", "❤️x",
        "123456789012345678901234567890",
    ]
    private static let styles = [
        Style.normal, .bold, .reverse, .heading, Style(.dim, role: .training),
    ]

    private func scribble(_ frame: inout Frame, _ random: inout SplitMix64) {
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let text = Self.texts[Int.random(in: 0..<Self.texts.count, using: &random)]
            let style = Self.styles[Int.random(in: 0..<Self.styles.count, using: &random)]
            let row = Int.random(in: 0..<Self.size.rows, using: &random)
            let column = Int.random(in: 0..<Self.size.columns, using: &random)
            frame.write(text, row: row, column: column, style: style)
        }
    }

    /// What a terminal shows that had `old` and was sent what changed.
    private func cells(of row: Int, from old: Frame, to new: Frame) -> [Cell] {
        var cells = (0..<Self.size.columns).map { old[row, $0] }
        guard let columns = new.changes(ofRow: row, since: old) else { return cells }
        new.forEachRun(ofRow: row, in: columns) { begin, style, scalars in
            var column = begin
            for character in String(
                String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
            {
                cells[column] = Cell(character, style)
                if CellWidth.of(character) == 2 { cells[column + 1] = Cell(nil, style) }
                column += CellWidth.of(character)
            }
        }
        return cells
    }

    @Test func `what changed makes the new frame of the old one`() {
        for seed in 0..<400 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var old = Frame(size: Self.size)
            scribble(&old, &random)
            var new = Bool.random(using: &random) ? old : Frame(size: Self.size)
            scribble(&new, &random)
            for row in 0..<Self.size.rows {
                let expected = (0..<Self.size.columns).map { new[row, $0] }
                #expect(cells(of: row, from: old, to: new) == expected, "seed \(seed) row \(row)")
            }
        }
    }

    @Test func `a wide character is whole or not there`() {
        for seed in 0..<400 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var frame = Frame(size: Self.size)
            for _ in 0..<4 { scribble(&frame, &random) }
            for row in 0..<Self.size.rows {
                for column in 0..<Self.size.columns {
                    let isWide = frame[row, column].character.map { CellWidth.of($0) == 2 } ?? false
                    let isFollowed =
                        column + 1 < Self.size.columns && frame[row, column + 1].character == nil
                    #expect(isWide == isFollowed, "seed \(seed), \(row) \(column)")
                }
            }
        }
    }

    @Test func `frames are equal as their cells are`() {
        var (first, second) = (Frame(size: Self.size), Frame(size: Self.size))
        first.write("e\u{301}", row: 1, column: 2)
        second.write("緑", row: 1, column: 1)
        #expect(first != second)
        second.write("e\u{301}", row: 1, column: 2)
        #expect(first == second)
        #expect(first.changes(ofRow: 1, since: second) == nil)
        #expect(first.text(ofRow: 1) == "  e\u{301}")
    }

    @Test func `another size is drawn whole`() {
        let frame = Frame(size: Self.size)
        #expect(frame.changes(ofRow: 0, since: Frame(size: .least)) == 0..<Self.size.columns)
        #expect(frame.changes(ofRow: 0, since: nil) == 0..<Self.size.columns)
    }
}
