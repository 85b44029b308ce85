/// One line of typed text with its cursor; only keys reach it, never a scan.
struct EditField: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case text
        case digits
        /// Digits that are shown as `*`.
        case secret
        /// Digits and one mark before the fraction.
        case number
        /// Digits, dashes and strokes.
        case date
    }

    enum Result: Hashable, Sendable {
        case taken
        /// It can't hold more, or not this character.
        case refused
        /// The key isn't one of a field's.
        case other
    }

    let kind: Kind
    /// Characters that fit.
    let most: Int
    private(set) var characters: [Character]
    /// 0 before the first character.
    private(set) var cursor: Int

    /// A field with text in it, of which it takes what it would let a person type.
    init(_ kind: Kind, most: Int = 32, text: String = "") {
        self.kind = kind
        self.most = most
        characters = Array(text.filter { Self.allows($0, kind) }.prefix(most))
        cursor = characters.count
    }

    var text: String { String(characters) }
    var isEmpty: Bool { characters.isEmpty }

    /// As it is shown.
    var shown: String { kind == .secret ? String(repeating: "*", count: cursorless) : text }

    private var cursorless: Int { characters.count }

    mutating func clear() { self = EditField(kind, most: most) }

    mutating func take(_ key: Key) -> Result {
        switch key {
        case .character(let character):
            guard characters.count < most, Self.allows(character, kind) else { return .refused }
            characters.insert(character, at: cursor)
            cursor += 1
        case .backspace:
            guard cursor > 0 else { return .refused }
            cursor -= 1
            characters.remove(at: cursor)
        case .delete:
            guard cursor < characters.count else { return .refused }
            characters.remove(at: cursor)
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(characters.count, cursor + 1)
        case .home: cursor = 0
        case .end: cursor = characters.count
        case .enter, .escape, .up, .down, .pageUp, .pageDown, .tab, .function, .alt, .control:
            return .other
        }
        return .taken
    }

    private static func allows(_ character: Character, _ kind: Kind) -> Bool {
        let isDigit = character.isASCII && character.isNumber
        switch kind {
        case .text: return CellWidth.visible(character) == character
        case .digits, .secret: return isDigit
        case .number: return isDigit || character == "." || character == ","
        case .date: return isDigit || character == "-" || character == "/" || character == "."
        }
    }

    func checkInvariants() {
        precondition((0...characters.count).contains(cursor), "cursor \(cursor) in \(text)")
        precondition(characters.count <= most, "\(characters.count) of \(most)")
    }
}
