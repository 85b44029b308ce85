/// One version of an item of the catalogue; prices and barcodes have registers of their own.
public struct Item: Hashable, Sendable {
    public enum Unit: UInt8, Hashable, Sendable, CaseIterable { case piece = 0, weight = 1 }

    /// What is done when stock runs out (protocol.md §6).
    public enum StockPolicy: UInt8, Hashable, Sendable, CaseIterable {
        case open = 0
        case soft = 1
        case hard = 2
    }

    public var code: ItemCode
    /// At most 64 characters.
    public var name: String
    public var department: String
    /// A category of the tax table, such as `G`.
    public var taxCategory: String
    public var unit: Unit
    /// Years; nil where anyone may buy it.
    public var minimumAge: UInt8?
    public var cost: UnitPrice?
    public var stockPolicy: StockPolicy
    public var isActive: Bool

    public init(
        code: ItemCode, name: String, department: String = "", taxCategory: String = "",
        unit: Unit = .piece, minimumAge: UInt8? = nil, cost: UnitPrice? = nil,
        stockPolicy: StockPolicy = .open, isActive: Bool = true
    ) {
        self.code = code
        self.name = name
        self.department = department
        self.taxCategory = taxCategory
        self.unit = unit
        self.minimumAge = minimumAge
        self.cost = cost
        self.stockPolicy = stockPolicy
        self.isActive = isActive
    }
}

/// What a scanned or typed code leads to: a GTIN of 14 digits or a PLU of 4 or 5.
public struct LookupCode: Hashable, Comparable, Sendable {
    /// Digits only: 14 for a GTIN, 4 or 5 for a PLU.
    public let digits: String
    public init(_ digits: String) { self.digits = digits }
    public static func < (a: Self, b: Self) -> Bool {
        a.digits.utf8.lexicographicallyPrecedes(b.digits.utf8)
    }
}

/// One entry of an item's price register, keyed by (item, kind, from).
public struct DatedPrice: Hashable, Sendable {
    /// A special beats the regular price while it lasts.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable { case regular = 0, special = 1 }

    public var kind: Kind
    /// Store time from which it holds.
    public var from: Instant
    /// The end, itself excluded; nil: until a later one begins.
    public var until: Instant?
    /// Nil withdraws the entry.
    public var price: UnitPrice?

    public init(kind: Kind = .regular, from: Instant, until: Instant? = nil, price: UnitPrice?) {
        self.kind = kind
        self.from = from
        self.until = until
        self.price = price
    }
}

/// What the lane gets for a code: the item, its price at that moment, and the code that led to it.
public struct Sellable: Hashable, Sendable {
    public var item: Item
    public var price: UnitPrice
    public var priceKind: DatedPrice.Kind
    /// As it was scanned or typed.
    public var scanned: String
    /// The last day on which it may be used, where its own label says so (GS1 AI 17).
    public var expires: BusinessDate?

    public init(
        item: Item, price: UnitPrice, priceKind: DatedPrice.Kind = .regular, scanned: String,
        expires: BusinessDate? = nil
    ) {
        self.item = item
        self.price = price
        self.priceKind = priceKind
        self.scanned = scanned
        self.expires = expires
    }

    /// Whether its label's last day is over.
    public func isExpired(on today: BusinessDate) -> Bool { expires.map { $0 < today } ?? false }
}
