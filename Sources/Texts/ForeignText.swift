/// Text that came from outside: a name, a barcode, a note.
public enum ForeignText {
    /// The text with every control character as `·`, so that it can neither move a cursor, ring a
    /// bell nor turn a line around, on screen or on paper.
    public static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { shown.append(isControl(scalar) ? "·" : scalar) }
        return String(shown)
    }

    /// Controls, line and paragraph separators, and what changes the direction of writing
    /// (Unicode general categories Cc, Zl, Zp and the bidirectional formats of Cf).
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069,
            0x061C, 0xFEFF:
            true
        default: false
        }
    }
}
