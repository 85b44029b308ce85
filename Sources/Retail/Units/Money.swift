/// An amount in the currency's minor unit (cents for EUR, yen for JPY).
///
/// Sums that leave 64 bits stop at the type's end (see ``Saturating``): a till's own figures are
/// checked by their limits long before, and a foreign figure must never end the process.
public struct Money: Hashable, Comparable, Sendable {
    public var minorUnits: Int64

    public init(_ minorUnits: Int64) { self.minorUnits = minorUnits }

    public static let zero = Money(0)

    public static func < (a: Self, b: Self) -> Bool { a.minorUnits < b.minorUnits }

    public static func + (a: Self, b: Self) -> Self {
        Money(Saturating.add(a.minorUnits, b.minorUnits))
    }

    public static func - (a: Self, b: Self) -> Self {
        Money(Saturating.subtract(a.minorUnits, b.minorUnits))
    }

    public static prefix func - (a: Self) -> Self { .zero - a }

    public static func += (a: inout Self, b: Self) { a = a + b }

    public static func -= (a: inout Self, b: Self) { a = a - b }

    /// The distance from zero.
    public var magnitude: Money { self < .zero ? -self : self }
}

extension Sequence where Element == Money {
    /// The sum of the amounts; zero for none.
    public func sum() -> Money { reduce(.zero, +) }
}
