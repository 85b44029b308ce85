/// The bytes of a customer display of two lines of 20 characters; performs no I/O.
public struct CustomerDisplay: Hashable, Sendable {
    /// The two languages that serial displays are sold with.
    public enum Dialect: String, CaseIterable, Hashable, Sendable {
        case cd5220
        case escpos
    }

    /// Characters of a line.
    public static let columns = 20

    public let dialect: Dialect

    public init(_ dialect: Dialect) { self.dialect = dialect }

    /// Forgets what was shown and switches the cursor off.
    public var start: [UInt8] {
        switch dialect {
        case .cd5220: [0x1B, 0x40, 0x1B, 0x5F, 0x00] + clear
        case .escpos: [0x1B, 0x40, 0x1F, 0x43, 0x00] + clear
        }
    }

    /// `CLR`, the same in both.
    public var clear: [UInt8] { [0x0C] }

    /// Shows two lines, each cut or padded to 20 characters, so nothing of the last ones stays.
    ///
    /// Displays differ in their upper characters, so all is spelt in ASCII: `ñ` as `n`.
    public func show(_ upper: String, _ lower: String) -> [UInt8] {
        switch dialect {
        case .cd5220:
            [0x1B, 0x51, 0x41] + CustomerDisplay.line(upper) + [0x0D]
                + [0x1B, 0x51, 0x42] + CustomerDisplay.line(lower) + [0x0D]
        case .escpos:
            [0x1F, 0x24, 0x01, 0x01] + CustomerDisplay.line(upper)
                + [0x1F, 0x24, 0x01, 0x02] + CustomerDisplay.line(lower)
        }
    }

    /// A name and an amount at the two edges of a line: the name gives way, the amount never.
    public static func pair(_ label: String, _ value: String) -> String {
        let value = String(decoding: ascii(value).prefix(columns), as: UTF8.self)
        let room = max(columns - value.count - 1, 0)
        let label = String(decoding: ascii(label).prefix(room), as: UTF8.self)
        let gap = columns - label.count - value.count
        return label + String(repeating: " ", count: gap) + value
    }

    private static func line(_ text: String) -> [UInt8] {
        let shown = ascii(text).prefix(columns)
        return shown + [UInt8](repeating: 0x20, count: columns - shown.count)
    }

    /// Printable ASCII alone: control characters become dots, what has no spelling `?`.
    private static func ascii(_ text: String) -> [UInt8] {
        text.flatMap { character -> [UInt8] in
            if character.isControl { return [0x2E] }
            return Transliteration.ascii(character).map { Array($0.utf8) } ?? [0x3F]
        }
    }
}
