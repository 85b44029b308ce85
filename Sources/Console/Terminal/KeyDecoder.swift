package import Lane

/// What the terminal sent: a character that may be part of a scan, or a key that can't.
package enum TerminalInput: Hashable, Sendable {
    case character(Unicode.Scalar)
    case key(Key)
    /// A key that a lane has no use for.
    case unknown
}

/// Tells keys and characters in the bytes of a terminal; performs no I/O.
///
/// The terminal's own sequences come from its description; what they don't explain is read by the
/// grammar that they share, so that a key nobody knows types nothing.
///
/// - Source: ECMA-48 §5.4 (control sequences) and §5.5 (single shift three), RFC 3629 (UTF-8).
package struct KeyDecoder: Sendable {
    private let sequences: [[UInt8]: TerminalInput]
    /// What some sequence goes on from.
    private let beginnings: Set<[UInt8]>
    /// The beginning of a character whose other bytes are to come.
    private var partial: [UInt8] = []
    /// An escape character and what followed, until it is clear what they are.
    private var escaped: [UInt8] = []
    private var inputs: [TerminalInput] = []

    /// Until when an escape character waits for what may follow it; nil where none does.
    package private(set) var deadline: Int64?

    /// Milliseconds after which an escape character is the key of that name.
    package static let escapeMilliseconds: Int64 = 25
    private static let escape: UInt8 = 0x1B
    private static let sequenceMost = 32

    /// - Parameter sequences: what the terminal sends for its keys; sequences of several bytes
    ///   begin with an escape character.
    package init(_ sequences: [[UInt8]: TerminalInput]) {
        self.sequences = sequences
        beginnings = sequences.keys.reduce(into: []) { beginnings, sequence in
            for count in 1..<max(sequence.count, 1) { beginnings.insert(Array(sequence[..<count])) }
        }
    }

    /// Takes what was read at one time; nothing but the time is a reading, too.
    ///
    /// - Parameters:
    ///   - bytes: in the order of their arrival.
    ///   - now: milliseconds of a clock that doesn't go back.
    ///   - isLate: whether they were there before anybody waited for them: then they may follow an
    ///     escape character that came long ago.
    /// - Returns: in the same order.
    package mutating func handle(
        _ bytes: some Sequence<UInt8>, at now: Int64, isLate: Bool = false
    ) -> [TerminalInput] {
        if let deadline, now >= deadline, !isLate { endEscaped() }
        for byte in bytes { take(byte) }
        deadline = escaped.isEmpty ? nil : deadline ?? now + Self.escapeMilliseconds
        defer { inputs = [] }
        return inputs
    }

    private mutating func take(_ byte: UInt8) {
        deadline = nil
        if !escaped.isEmpty {
            escaped.append(byte)
            return readEscaped()
        }
        if byte == Self.escape {
            partial = []
            escaped = [byte]
        } else if partial.isEmpty, (0x20..<0x7F).contains(byte) {
            inputs.append(.character(Unicode.Scalar(byte)))
        } else if byte < 0x80, let input = sequences[[byte]] {
            partial = []
            inputs.append(input)
        } else if let input = character(byte) {
            inputs.append(input)
        }
    }

    /// Adds a byte of UTF-8; nil while its character isn't whole.
    private mutating func character(_ byte: UInt8) -> TerminalInput? {
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

    // MARK: Escape

    /// Looks at an escape character and at least one byte more.
    private mutating func readEscaped() {
        if beginnings.contains(escaped) { return }
        if let input = sequences[escaped] { return emit(input) }
        let last = escaped[escaped.count - 1]
        switch escaped[1] {
        case UInt8(ascii: "["): readControlSequence(last)
        case UInt8(ascii: "O"):
            if escaped.count == 2 { return }
            (0x20..<0x7F).contains(last) ? emit(.unknown) : emit(.unknown, before: last)
        case 0x20..<0x7F: emit(.key(.alt(Character(Unicode.Scalar(last)))))
        // Two keys that came at once, or the scanner's prefix right after Escape.
        case _: emit(.key(.escape), before: last)
        }
    }

    /// Parameters and intermediates up to a final byte.
    private mutating func readControlSequence(_ last: UInt8) {
        guard escaped.count > 2 else { return }
        switch last {
        case 0x40..<0x7F: emit(.unknown)
        case 0x20..<0x40: if escaped.count == Self.sequenceMost { emit(.unknown) }
        case _: emit(.unknown, before: last)
        }
    }

    private mutating func emit(_ input: TerminalInput) {
        inputs.append(input)
        escaped = []
    }

    /// Ends a sequence that a byte was no part of.
    private mutating func emit(_ input: TerminalInput, before byte: UInt8) {
        emit(input)
        take(byte)
    }

    /// Nothing followed in time.
    private mutating func endEscaped() {
        guard escaped.count > 1 else { return emit(.key(.escape)) }
        if let input = sequences[escaped] { return emit(input) }
        let isAlt = escaped.count == 2
        emit(isAlt ? .key(.alt(Character(Unicode.Scalar(escaped[1])))) : .unknown)
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
