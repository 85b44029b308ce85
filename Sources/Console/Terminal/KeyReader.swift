import CNcurses
package import Lane

/// What the terminal sent: a character that may be part of a scan, or a key that can't.
package enum TerminalInput: Hashable, Sendable {
    case character(Unicode.Scalar)
    case key(Key)
    /// A key that a lane has no use for.
    case unknown
}

/// Reads keys through ncurses, which knows the terminal's sequences; text is put together here.
///
/// ncurses' own reader of wide characters swallows what follows a byte that is no UTF-8.
struct KeyReader {
    private let pad: UnsafeMutablePointer<WINDOW>
    /// The beginning of a character whose other bytes are to come.
    private var partial: [UInt8] = []
    private static let escape: CInt = 0x1B

    init(pad: UnsafeMutablePointer<WINDOW>) { self.pad = pad }

    mutating func next() -> TerminalInput? {
        while true {
            let code = wgetch(pad)
            if code == ERR { return nil }
            guard let byte = UInt8(exactly: code) else {
                partial = []
                return Self.key(code)
            }
            if code == Self.escape {
                partial = []
                return afterEscape()
            }
            if let input = take(byte) { return input }
        }
    }

    /// Adds a byte of UTF-8; nil while its character isn't whole.
    private mutating func take(_ byte: UInt8) -> TerminalInput? {
        if byte & 0xC0 != 0x80 { partial = [] }
        partial.append(byte)
        let length =
            switch partial[0] {
            case 0..<0x80: 1
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            case _: 0
            }
        if partial.count < length { return nil }
        defer { partial = [] }
        let scalar = String(validating: partial, as: UTF8.self)?.unicodeScalars.first
        return scalar.map(TerminalInput.character) ?? .unknown
    }

    /// Alt sends an escape character before the key's own; ncurses has waited for what follows.
    private func afterEscape() -> TerminalInput {
        let code = wgetch(pad)
        if (0x20..<0x7F).contains(code), let scalar = Unicode.Scalar(UInt32(code)) {
            return .key(.alt(Character(scalar)))
        }
        // Two keys that came at once, or the scanner's prefix right after Escape.
        if code != ERR { ungetch(code) }
        return .key(.escape)
    }

    private static func key(_ code: CInt) -> TerminalInput {
        if (KEY_F0 + 1...KEY_F0 + 12).contains(code) {
            return .key(.function(UInt8(code - KEY_F0)))
        }
        switch code {
        case KEY_ENTER: return .character("\r")
        case KEY_BACKSPACE: return .key(.backspace)
        case KEY_DC: return .key(.delete)
        case KEY_LEFT: return .key(.left)
        case KEY_RIGHT: return .key(.right)
        case KEY_UP: return .key(.up)
        case KEY_DOWN: return .key(.down)
        case KEY_PPAGE: return .key(.pageUp)
        case KEY_NPAGE: return .key(.pageDown)
        case KEY_HOME: return .key(.home)
        case KEY_END: return .key(.end)
        default: return .unknown
        }
    }
}

extension Key {
    /// The key that types a character; nil for control characters that no key of a lane has.
    init?(typed character: Character) {
        let scalars = character.unicodeScalars
        guard let first = scalars.first, first.value < 0x20 || first.value == 0x7F else {
            self = .character(character)
            return
        }
        switch first.value {
        case 0x0A, 0x0D: self = .enter
        case 0x09: self = .tab
        case 0x08, 0x7F: self = .backspace
        case 1...26:
            guard let letter = Unicode.Scalar(first.value + 0x60) else { return nil }
            self = .control(Character(letter))
        case _: return nil
        }
    }
}
