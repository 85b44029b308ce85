/// Figures of five rows, to be read across a counter.
enum BigDigits {
    static let rows = 5

    /// Each digit's rows, three bits each, the left one first.
    private static let shapes: [Character: [UInt8]] = [
        "0": [7, 5, 5, 5, 7], "1": [2, 6, 2, 2, 7], "2": [7, 1, 7, 4, 7], "3": [7, 1, 7, 1, 7],
        "4": [5, 5, 7, 1, 1], "5": [7, 4, 7, 1, 7], "6": [7, 4, 7, 5, 7], "7": [7, 1, 2, 2, 2],
        "8": [7, 5, 7, 5, 7], "9": [7, 5, 7, 1, 7], "-": [0, 0, 7, 0, 0],
    ]

    /// The rows of an amount as text of blocks, two cells a bit, where there is room for them.
    static func rows(of text: String, columns: Int) -> [String] {
        let wide = rows(of: text, cellsABit: 2)
        return CellWidth.of(wide[0]) <= columns ? wide : rows(of: text, cellsABit: 1)
    }

    private static func rows(of text: String, cellsABit: Int) -> [String] {
        (0..<rows).map { row in
            text.map { line($0, row, cellsABit) }.joined(separator: " ")
        }
    }

    private static func line(_ character: Character, _ row: Int, _ cells: Int) -> String {
        let on = String(repeating: "█", count: cells)
        let off = String(repeating: " ", count: cells)
        guard let shape = shapes[character] else {
            // A mark: a point stands on the last row; what has no shape is a gap.
            return row == rows - 1 && (character == "." || character == ",") ? on : off
        }
        return [UInt8(4), 2, 1].map { shape[row] & $0 == 0 ? off : on }.joined()
    }
}
