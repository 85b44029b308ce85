/// A key as the terminal's shell tells it, whatever bytes it came from.
public enum Key: Hashable, Sendable {
    /// One typed character, its combining marks included.
    case character(Character)
    case enter
    case escape
    case backspace
    case delete
    case left
    case right
    case up
    case down
    case pageUp
    case pageDown
    case home
    case end
    case tab
    /// F1 to F12.
    case function(UInt8)
    /// A character with Alt held: digits and `-`, `=` are the twins of F1 to F12.
    case alt(Character)
    /// A small letter with Control held.
    case control(Character)
}

extension Key {
    /// What stands for F1 to F12 with Alt held: the row of digits as it lies on the keyboard.
    ///
    /// Where `-` and `=` lie elsewhere, Alt with `c` (card) and `e` (cash, efectivo) do the same.
    static let functionTwins: [(key: Character, function: UInt8)] = [
        ("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5), ("6", 6), ("7", 7), ("8", 8), ("9", 9),
        ("0", 10), ("-", 11), ("=", 12), ("c", 11), ("e", 12),
    ]

    /// The same key with Alt's twins told as function keys.
    var plain: Key {
        guard case .alt(let character) = self,
            let twin = Self.functionTwins.first(where: { $0.key == character })
        else { return self }
        return .function(twin.function)
    }
}
