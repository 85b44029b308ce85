/// A price for one unit, in ten-thousandths of the currency's major unit (3.459 = 34,590).
public struct UnitPrice: Hashable, Comparable, Sendable {
    public var tenThousandths: Int64

    public init(tenThousandths: Int64) { self.tenThousandths = tenThousandths }

    public static let zero = UnitPrice(tenThousandths: 0)

    public static func < (a: Self, b: Self) -> Bool { a.tenThousandths < b.tenThousandths }

    /// The line's amount: price × quantity, rounded once, half away from zero.
    ///
    /// - Parameters:
    ///   - quantity: how much of it.
    ///   - digits: the currency's minor-unit digits, 0 to 4 (ISO 4217).
    /// - Returns: the amount in minor units.
    public func amount(for quantity: Quantity, digits: Int) -> Money {
        // Ten-thousandths × thousandths = 10^-7 major units; a minor unit is 10^-digits.
        let divisor = Decimals.powerOfTen(7 - digits)
        return Money(Saturating.scale(tenThousandths, by: quantity.thousandths, over: divisor))
    }
}

/// How much of an item, in thousandths of its unit of sale (0.745 kg = 745, two pieces = 2,000).
public struct Quantity: Hashable, Comparable, Sendable {
    public var thousandths: Int64

    public init(thousandths: Int64) { self.thousandths = thousandths }

    /// Whole units; stops at the type's end.
    public init(units: Int64) { thousandths = Saturating.scale(units, by: 1000, over: 1) }

    public static let zero = Quantity(thousandths: 0)
    public static let one = Quantity(thousandths: 1000)

    public static func < (a: Self, b: Self) -> Bool { a.thousandths < b.thousandths }

    public static func + (a: Self, b: Self) -> Self {
        Quantity(thousandths: Saturating.add(a.thousandths, b.thousandths))
    }

    public static func - (a: Self, b: Self) -> Self {
        Quantity(thousandths: Saturating.subtract(a.thousandths, b.thousandths))
    }

    public static prefix func - (a: Self) -> Self { .zero - a }
}

/// A share, in millionths (8.875 % = 88,750).
public struct Rate: Hashable, Comparable, Sendable {
    public var millionths: Int64

    public init(millionths: Int64) { self.millionths = millionths }

    /// From hundredths of a percent, as tax tables print them.
    public init(basisPoints: Int64) {
        millionths = Saturating.scale(basisPoints, by: 100, over: 1)
    }

    public static let zero = Rate(millionths: 0)

    public static func < (a: Self, b: Self) -> Bool { a.millionths < b.millionths }

    public static func + (a: Self, b: Self) -> Self {
        Rate(millionths: Saturating.add(a.millionths, b.millionths))
    }
}

/// Powers of ten that fit in 64 bits.
enum Decimals {
    static func powerOfTen(_ exponent: Int) -> Int64 {
        precondition((0...18).contains(exponent), "10^\(exponent) is not in 64 bits")
        return (0..<exponent).reduce(Int64(1)) { power, _ in power * 10 }
    }
}
