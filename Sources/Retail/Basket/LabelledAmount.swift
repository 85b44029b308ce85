extension UnitPrice {
    /// The price of one thing that costs this amount.
    init(_ amount: Money, digits: Int) {
        let factor = Decimals.powerOfTen(4 - digits)
        self.init(tenThousandths: Saturating.scale(amount.minorUnits, by: factor, over: 1))
    }
}

extension Quantity {
    /// How much an amount buys at a price; nil where nothing is asked for it.
    init?(of amount: Money, at price: UnitPrice, digits: Int) {
        guard price > .zero else { return nil }
        let factor = Decimals.powerOfTen(7 - digits)
        self.init(
            thousandths: Saturating.scale(
                amount.minorUnits, by: factor, over: price.tenThousandths))
    }
}
