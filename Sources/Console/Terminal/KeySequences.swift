import CNcurses
import Glibc
import Lane

/// What a terminal sends for its keys.
enum KeySequences {
    /// Those of the current terminal's description, and those that most terminals share where it
    /// has nothing else for them: a TERM that is a little wrong costs no key.
    ///
    /// - Source: terminfo(5), the names of string capabilities.
    static func ofCurrentTerminal() -> [[UInt8]: TerminalInput] {
        var sequences = common
        for (name, input) in capabilities {
            guard let found = capability(name) else { continue }
            let sequence = found.dropLast().map(UInt8.init(bitPattern:))
            guard isKey(sequence) else { continue }
            sequences[sequence] = input
        }
        return sequences
    }

    private static let named: [(name: String, key: Key)] = [
        ("kbs", .backspace), ("kdch1", .delete), ("kcub1", .left), ("kcuf1", .right),
        ("kcuu1", .up), ("kcud1", .down), ("kpp", .pageUp), ("knp", .pageDown), ("khome", .home),
        ("kend", .end),
    ]

    private static let capabilities: [(name: String, input: TerminalInput)] =
        named.map { ($0.name, .key($0.key)) } + [("kent", .character("\r"))]
        + (1...12).map { ("kf\($0)", .key(.function(UInt8($0)))) }

    /// xterm's in both of its modes, the Linux console's, and VT220's.
    private static let common: [[UInt8]: TerminalInput] = {
        let cursor: [(String, Key)] = [
            ("A", .up), ("B", .down), ("C", .right), ("D", .left), ("H", .home), ("F", .end),
        ]
        let tilde: [(Int, Key)] = [
            (1, .home), (3, .delete), (4, .end), (5, .pageUp), (6, .pageDown), (7, .home),
            (8, .end),
        ]
        // VT220 left gaps between its groups of keys.
        let functions = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24]
        var texts: [(String, Key)] = []
        for (letter, key) in cursor { texts += [("[" + letter, key), ("O" + letter, key)] }
        for (number, key) in tilde { texts.append(("[\(number)~", key)) }
        for (index, number) in functions.enumerated() {
            texts.append(("[\(number)~", .function(UInt8(index + 1))))
        }
        for (index, letter) in ["P", "Q", "R", "S"].enumerated() {
            texts.append(("O" + letter, .function(UInt8(index + 1))))
        }
        for (index, letter) in ["A", "B", "C", "D", "E"].enumerated() {
            texts.append(("[[" + letter, .function(UInt8(index + 1))))
        }
        let pairs = texts.map { (Array("\u{1B}\($0)".utf8), TerminalInput.key($1)) }
        return Dictionary(pairs) { first, _ in first }
    }()

    /// A string of the current terminal's description, with its end; nil where it has none.
    private static func capability(_ name: String) -> [CChar]? {
        guard let found = tigetstr(name), UInt(bitPattern: found) != .max else { return nil }
        return Array(UnsafeBufferPointer(start: found, count: strlen(found) + 1))
    }

    /// A printable character is never a key of another kind, whatever a description says.
    private static func isKey(_ sequence: [UInt8]) -> Bool {
        guard let first = sequence.first else { return false }
        return sequence.count == 1 ? first < 0x20 || first == 0x7F : first == 0x1B
    }
}
