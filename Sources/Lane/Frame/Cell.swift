/// One cell of the screen.
public struct Cell: Hashable, Sendable {
    /// A character of one or two cells with its marks; nil: the right half of the one before.
    public var character: Character?
    public var style: Style

    public init(_ character: Character?, _ style: Style = .normal) {
        self.character = character
        self.style = style
    }
}

/// A cell as a frame keeps it: one number, so that a screen is made, compared with the one before
/// and thrown away without a visit to each of its characters.
struct CellCode: Hashable, Sendable {
    /// From the lowest on: 21 bits of scalar, 1 for marks, 8 of style.
    private var bits: UInt32

    private static let scalarBits: UInt32 = 0x1F_FFFF
    private static let marksBit: UInt32 = 1 << 21
    private static let styleShift: UInt32 = 22

    static let blank = CellCode(.normal)

    /// A blank.
    init(_ style: Style) { bits = UInt32(style.code) << Self.styleShift | 0x20 }

    /// The first scalar of the character; 0: the right half of the one before.
    var scalar: UInt32 {
        get { bits & Self.scalarBits }
        set { bits = bits & ~Self.scalarBits | newValue }
    }

    /// Whether the character has more scalars, which stand beside.
    var hasMarks: Bool {
        get { bits & Self.marksBit != 0 }
        set { bits = newValue ? bits | Self.marksBit : bits & ~Self.marksBit }
    }

    var style: Style { Style(code: UInt8(truncatingIfNeeded: bits >> Self.styleShift)) }

    func hasStyle(of other: CellCode) -> Bool {
        bits >> Self.styleShift == other.bits >> Self.styleShift
    }

    /// Whether it is a cell of its own for certain, without looking anything up: what comes before
    /// U+0300 is neither wide nor a mark.
    var isPlain: Bool { (0x20..<0x300).contains(bits & (Self.scalarBits | Self.marksBit)) }
}

extension Style {
    /// From the lowest on: 2 bits of weight, 1 of reverse, 5 of role.
    var code: UInt8 { weight.rawValue | (isReverse ? 4 : 0) | role.rawValue << 3 }

    init(code: UInt8) {
        guard let weight = Weight(rawValue: code & 3), let role = Role(rawValue: code >> 3) else {
            preconditionFailure("\(code) is no style's code")
        }
        self.init(weight, isReverse: code & 4 != 0, role: role)
    }
}
