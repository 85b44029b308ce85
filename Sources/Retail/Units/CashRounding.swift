/// Rounds what is due in cash to the smallest coin; tax and other tenders never see it.
public struct CashRounding: Hashable, Sendable {
    /// The smallest coin, in minor units (5 for a nickel); 1: nothing is rounded.
    public let increment: Money

    /// No rounding: every minor unit has a coin.
    public static let none = CashRounding(increment: Money(1))

    /// Takes any increment; one below 1 rounds nothing.
    public init(increment: Money) { self.increment = max(increment, Money(1)) }

    /// The nearest multiple of the increment, an exact half away from zero.
    public func rounded(_ amount: Money) -> Money {
        let coins = Saturating.scale(amount.minorUnits, by: 1, over: increment.minorUnits)
        return Money(Saturating.scale(coins, by: increment.minorUnits, over: 1))
    }

    /// What rounding adds to the amount: the receipt's own line.
    public func difference(for amount: Money) -> Money { rounded(amount) - amount }
}
