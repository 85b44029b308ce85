/// What an operation says: 1 to 63 the protocol reads itself, facts of the shop begin at 64.
///
/// - Source: protocol.md §3; docs/facts.md for the facts.
public struct Kind: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Of a body of a version that this program doesn't know; no body says it of itself.
    static let unread = Kind(rawValue: 0)

    public static let logOpened = Kind(rawValue: 1)
    public static let memberEnrolled = Kind(rawValue: 2)
    public static let memberRevoked = Kind(rawValue: 3)
    public static let memberRotated = Kind(rawValue: 4)
    public static let memberDormant = Kind(rawValue: 5)
    public static let forkProved = Kind(rawValue: 6)
    public static let forkAdopted = Kind(rawValue: 7)
    public static let acknowledged = Kind(rawValue: 8)
    public static let salvaged = Kind(rawValue: 9)
    public static let rightsGranted = Kind(rawValue: 10)
    public static let rightsSettled = Kind(rawValue: 11)
    public static let storePlaced = Kind(rawValue: 12)
    public static let memberRetired = Kind(rawValue: 13)
    public static let storeAdopted = Kind(rawValue: 14)
    public static let published = Kind(rawValue: 15)
    public static let memberArchive = Kind(rawValue: 16)

    /// The first kind of the shop's facts.
    public static let firstFact = Kind(rawValue: 64)

    /// Whether it is a fact of the shop, which counts on every branch of a fork.
    public var isFact: Bool { self >= .firstFact }

    /// Whether it says who is a member and what a member's logs are worth.
    public var isMembership: Bool {
        switch self {
        case .memberEnrolled, .memberRevoked, .memberRotated, .memberDormant, .forkAdopted,
            .salvaged, .storePlaced, .memberRetired, .storeAdopted, .memberArchive:
            true
        // A raw number, not an enum: every other kind is none of these.
        default: false
        }
    }

    /// Whether it decides about others, so that a forked log's author can't say it twice: 1 to 63
    /// except `log.opened` and `acknowledged`.
    public var isAuthority: Bool {
        self < .firstFact && self != .logOpened && self != .acknowledged
    }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
