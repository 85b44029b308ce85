/// How a cell looks; whatever a colour says, a letter or a word beside it says too.
public struct Style: Hashable, Sendable {
    public enum Weight: UInt8, Hashable, Sendable {
        case normal
        case bold
        case dim
    }

    /// What a colour means; the shell chooses which one the terminal has for it.
    public enum Role: UInt8, Hashable, Sendable {
        case plain
        /// Done, in order.
        case good
        /// Look at it.
        case warning
        /// It did not work.
        case bad
        /// The keys at the bottom, headings.
        case heading
        /// The practice till.
        case training
    }

    public var weight: Weight
    public var isReverse: Bool
    public var role: Role

    public init(_ weight: Weight = .normal, isReverse: Bool = false, role: Role = .plain) {
        self.weight = weight
        self.isReverse = isReverse
        self.role = role
    }

    public static let normal = Style()
    public static let bold = Style(.bold)
    public static let dim = Style(.dim)
    public static let reverse = Style(isReverse: true)
    public static let heading = Style(role: .heading)
}
