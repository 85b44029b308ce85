public import Encoding
public import Retail

/// Random values of the shop's types, within what a payload may hold.
public struct RandomValues<Generator: RandomNumberGenerator> {
    public var random: Generator

    public init(_ random: Generator) { self.random = random }

    public mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    public mutating func optional<Value>(_ make: (inout Self) -> Value) -> Value? {
        chance(50) ? make(&self) : nil
    }

    public mutating func list<Value>(
        upTo count: Int, _ make: (inout Self) -> Value
    ) -> [Value] {
        (0..<Int.random(in: 0...count, using: &random)).map { _ in make(&self) }
    }

    public mutating func integer(_ range: ClosedRange<Int64>) -> Int64 {
        Int64.random(in: range, using: &random)
    }

    public mutating func small<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self
    ) -> Number {
        Number(truncatingIfNeeded: chance(90) ? random.next() % 100 : random.next())
    }

    public mutating func id() -> Bytes16 { Bytes16(words: [random.next(), random.next()]) }

    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    public mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    /// Few, so that facts meet: the same item in several.
    public mutating func item() -> ItemCode { ItemCode("SKU-\(small(UInt8.self) % 8)") }

    public mutating func text() -> String {
        let words = ["", "Tea", "Café crème", "茶", "e\u{301}", "Wurst & Käse", "\u{202E}", "a\nb"]
        return pick(words) + (chance(20) ? String(repeating: "x", count: 30) : "")
    }

    public mutating func money() -> Money {
        Money(
            chance(80)
                ? integer(-99_999...99_999) : integer(-FactLimit.moneyMax...FactLimit.moneyMax))
    }

    public mutating func price() -> UnitPrice {
        let price = chance(80) ? integer(0...9999) * 100 : integer(-9...99_999_999)
        return UnitPrice(tenThousandths: price)
    }

    public mutating func rate() -> Rate { Rate(millionths: integer(0...300_000)) }

    public mutating func quantity() -> Quantity {
        if chance(60) { return .one }
        return Quantity(thousandths: chance(50) ? integer(-5...5) * 1000 : integer(-9999...9999))
    }

    public mutating func instant() -> Instant {
        Instant(milliseconds: integer(-1_000_000...4_000_000_000_000))
    }

    public mutating func time() -> LocalTime {
        let offset = chance(90) ? integer(-48...56) * 900 : integer(-86_400...86_400)
        return LocalTime(instant(), offsetSeconds: Int32(offset))
    }

    public mutating func date() -> BusinessDate {
        BusinessDate(days: Int32(integer(-9...40_000)))
    }

    public mutating func content() -> ContentID { ContentID(id()) }
    public mutating func person() -> PersonID { PersonID(id()) }
}
