/// What is taken off a line or a basket.
public enum Discount: Hashable, Sendable {
    case amount(Money)
    case percent(Rate)

    /// What it takes off an amount: never more than the amount, never less than nothing.
    func taken(off amount: Money) -> Money {
        let asked =
            switch self {
            case .amount(let asked): asked
            case .percent(let rate):
                Money(
                    Saturating.scale(
                        amount.minorUnits, by: rate.millionths, over: Rate.one.millionths))
            }
        return max(.zero, min(asked, amount))
    }

    /// Whether it takes off something, and no more than everything.
    var isInRange: Bool {
        switch self {
        case .amount(let amount): amount > .zero
        case .percent(let rate): rate > .zero && rate <= .one
        }
    }
}

extension Rate {
    /// The whole: 100 %.
    static let one = Rate(millionths: 1_000_000)
}
