public import Encoding

/// Names a fact for good: made at its creation, the same however often it arrives (protocol.md §3).
public struct ContentID: Hashable, Comparable, Sendable {
    public let id: Bytes16
    public init(_ id: Bytes16) { self.id = id }
    public static func < (a: Self, b: Self) -> Bool { a.id < b.id }
}

/// Names a publication: changes that become visible together (protocol.md, kind 15).
public struct PublicationID: Hashable, Comparable, Sendable {
    public let id: Bytes16
    public init(_ id: Bytes16) { self.id = id }
    public static func < (a: Self, b: Self) -> Bool { a.id < b.id }
}

/// A person who works here; the name itself is a sealed field elsewhere.
public struct PersonID: Hashable, Comparable, Sendable {
    public let id: Bytes16
    public init(_ id: Bytes16) { self.id = id }
    public static func < (a: Self, b: Self) -> Bool { a.id < b.id }
}

/// A customer; all that is personal is sealed elsewhere.
public struct CustomerID: Hashable, Comparable, Sendable {
    public let id: Bytes16
    public init(_ id: Bytes16) { self.id = id }
    public static func < (a: Self, b: Self) -> Bool { a.id < b.id }
}

/// The shop's own code of an item (SKU), 1 to 32 characters, compared as written.
public struct ItemCode: Hashable, Comparable, Sendable {
    public let text: String
    public init(_ text: String) { self.text = text }
    public static func < (a: Self, b: Self) -> Bool {
        a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
    }
}

/// Where stock lies in a store: `shop` unless the store has more places.
public struct Place: Hashable, Comparable, Sendable {
    public let name: String
    public init(_ name: String) { self.name = name }
    public static let shop = Place("shop")
    public static func < (a: Self, b: Self) -> Bool {
        a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
}

/// A receipt's number for people: gapless within its series (`014-03-000123`).
public struct ReceiptNumber: Hashable, Sendable, CustomStringConvertible {
    /// Store, lane and, for a later life of the lane, a suffix: `014-03` or `014-03k7q`.
    public let series: String
    public let number: UInt32

    public init(series: String, number: UInt32) {
        self.series = series
        self.number = number
    }

    public var description: String {
        let digits = String(number)
        let padding = String(repeating: "0", count: max(0, 6 - digits.utf8.count))
        return "\(series)-\(padding)\(digits)"
    }
}
