import CPosix

/// What the keys of a US keyboard type: scanners that act as one use its layout.
///
/// - Source: the key codes of Linux' `input-event-codes.h`.
enum KeyMap {
    /// The character of a key, nil for keys that type none.
    static func character(_ code: Int32, isShifted: Bool) -> Unicode.Scalar? {
        guard let pair = table[code] else { return nil }
        return isShifted ? pair.shifted : pair.plain
    }

    private static let table: [Int32: (plain: Unicode.Scalar, shifted: Unicode.Scalar)] = {
        var table: [Int32: (plain: Unicode.Scalar, shifted: Unicode.Scalar)] = [:]
        // Codes run along the rows of keys from the left.
        for (first, plain, shifted) in [
            (KEY_1, "1234567890-=", "!@#$%^&*()_+"), (KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}"),
            (KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
            (KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
            (KEY_KP7, "789-456+1230.", "789-456+1230."), (KEY_SPACE, " ", " "),
            (KEY_KPASTERISK, "*", "*"), (KEY_KPSLASH, "/", "/"),
        ] {
            for (offset, pair) in zip(plain.unicodeScalars, shifted.unicodeScalars).enumerated() {
                table[first + Int32(offset)] = (pair.0, pair.1)
            }
        }
        return table
    }()
}

/// Turns key events of a scanner's own input device into scans; performs no I/O.
///
/// The device is grabbed, so every key is the scanner's and nothing depends on time.
public struct KeyScanDecoder: Sendable {
    public enum Output: Hashable, Sendable {
        case scan(String)
        /// The kernel's queue overflowed: a scan may be missing, and says so.
        case lost
        /// So many characters without an end.
        case refused(length: Int)
    }

    private var text = String.UnicodeScalarView()
    private var isShiftDown = false
    private var isControlDown = false
    /// After an overflow the rest of the scan under way is worthless.
    private var skipsToEnd = false

    public init() {}

    /// Takes one `input_event` in; types and codes are those of `input-event-codes.h`.
    public mutating func handle(type: UInt16, code: UInt16, value: Int32) -> Output? {
        if Int32(type) == EV_SYN, Int32(code) == SYN_DROPPED {
            text = String.UnicodeScalarView()
            skipsToEnd = true
            return .lost
        }
        guard Int32(type) == EV_KEY else { return nil }
        switch Int32(code) {
        case KEY_LEFTSHIFT, KEY_RIGHTSHIFT: isShiftDown = value != 0
        case KEY_LEFTCTRL, KEY_RIGHTCTRL: isControlDown = value != 0
        // 1 is the press; 0 the release, 2 a repetition, which a scanner never means.
        default: return value == 1 ? press(Int32(code)) : nil
        }
        return nil
    }

    private mutating func press(_ code: Int32) -> Output? {
        if code == KEY_ENTER || code == KEY_KPENTER || code == KEY_TAB { return end() }
        guard let character = KeyMap.character(code, isShifted: isShiftDown) else { return nil }
        // Ctrl-] is how a keyboard types GS, which separates GS1's element strings.
        text.append(isControlDown && character == "]" ? "\u{1D}" : character)
        guard text.count > ScanDecoder.lengthMax else { return nil }
        defer { text = String.UnicodeScalarView() }
        return .refused(length: text.count)
    }

    private mutating func end() -> Output? {
        defer {
            text = String.UnicodeScalarView()
            skipsToEnd = false
        }
        return skipsToEnd || text.isEmpty ? nil : .scan(String(text))
    }
}
