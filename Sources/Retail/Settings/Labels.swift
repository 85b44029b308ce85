/// What the shop calls something, in both languages of the lane.
public struct Labels: Hashable, Sendable {
    public var english: String
    public var spanish: String

    public init(_ english: String, _ spanish: String) {
        self.english = english
        self.spanish = spanish
    }
}

/// A tender of the store: how people can pay.
public struct TenderType: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case cash = 0
        /// A card on a terminal of its own; only its slip's reference is kept.
        case card = 1
        case voucher = 2
        case other = 3
    }

    /// Stored on receipts, such as `cash`; 1 to 16 characters.
    public var code: String
    public var labels: Labels
    public var kind: Kind
    public var opensDrawer: Bool
    /// Whether more than is due may be given, the rest coming back in cash.
    public var givesChange: Bool
    public var needsReference: Bool

    public init(
        code: String, labels: Labels, kind: Kind, opensDrawer: Bool = false,
        givesChange: Bool = false, needsReference: Bool = false
    ) {
        self.code = code
        self.labels = labels
        self.kind = kind
        self.opensDrawer = opensDrawer
        self.givesChange = givesChange
        self.needsReference = needsReference
    }

    public static let cash = TenderType(
        code: "cash", labels: Labels("Cash", "Efectivo"), kind: .cash, opensDrawer: true,
        givesChange: true)
    public static let card = TenderType(
        code: "card", labels: Labels("Card", "Tarjeta"), kind: .card, needsReference: true)
    public static let voucher = TenderType(
        code: "voucher", labels: Labels("Voucher", "Vale"), kind: .voucher, needsReference: true)
}

/// A reason that a cashier picks by its digit.
public struct Reason: Hashable, Sendable {
    /// 1 to 9.
    public var number: UInt8
    public var labels: Labels

    public init(_ number: UInt8, _ labels: Labels) {
        self.number = number
        self.labels = labels
    }
}

/// What reasons are asked for.
public enum ReasonUse: UInt8, Hashable, Sendable, CaseIterable {
    case discount = 0
    case priceOverride = 1
    case goodsReturned = 2
    case noSale = 3
    case paidOut = 4
    case paidIn = 5
    case void = 6
}
