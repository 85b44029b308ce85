/// Writes comma-separated values that a spreadsheet can open without running anything.
public enum CSVWriter {
    /// One row with its line end (CRLF, RFC 4180).
    ///
    /// Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are
    /// left alone.
    public static func row(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    /// One field, guarded and quoted where needed.
    public static func field(_ text: String) -> String {
        let guarded = isFormula(text) ? "'" + text : text
        let needsQuotes = guarded.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13
                || $0 == UInt8(ascii: ";")
        }
        guard needsQuotes else { return guarded }
        return "\""
            + guarded.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        switch first {
        case UInt8(ascii: "="), UInt8(ascii: "@"), 9, 13: return true
        case UInt8(ascii: "+"), UInt8(ascii: "-"): return !isNumber(text.dropFirst())
        default: return false
        }
    }

    private static func isNumber(_ text: Substring) -> Bool {
        Digits.areAll(text.replacing(".", with: "", maxReplacements: 1))
    }
}
