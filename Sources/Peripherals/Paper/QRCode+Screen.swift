extension QRCode {
    /// White squares around a code on each side (ISO/IEC 18004, 6.3.8).
    public static let quietSquares = 4

    /// The code as text, two squares above each other in one character.
    ///
    /// The squares that are ink are the white ones where the terminal writes light on dark: most
    /// readers want dark squares on a light ground. All lines are equally long.
    ///
    /// - Parameter isLightOnDark: how the terminal shows text.
    /// - Returns: the lines from the top; 35 of 69 characters for an invitation's 250 bytes.
    public func screenLines(isLightOnDark: Bool) -> [String] {
        let side = squares.count + 2 * Self.quietSquares
        return stride(from: 0, to: side, by: 2).map { upper in
            String(
                (0..<side).map { x in
                    Self.character(
                        upper: isBlack(x, upper) != isLightOnDark,
                        // Below an odd number of rows there is ground, not a white square.
                        lower: upper + 1 < side && isBlack(x, upper + 1) != isLightOnDark)
                })
        }
    }

    /// Whether a place is black, counted from the corner of the quiet zone.
    private func isBlack(_ x: Int, _ y: Int) -> Bool {
        let (column, row) = (x - Self.quietSquares, y - Self.quietSquares)
        guard squares.indices.contains(row), squares[row].indices.contains(column) else {
            return false
        }
        return squares[row][column]
    }

    private static func character(upper: Bool, lower: Bool) -> Character {
        switch (upper, lower) {
        case (true, true): "█"
        case (true, false): "▀"
        case (false, true): "▄"
        case (false, false): " "
        }
    }
}
