/// Goods as a code names them: where to look for the item, and what the label itself says.
public struct ScannedGoods: Hashable, Sendable {
    /// Tried in this order: scales know an item by its whole code with zeros or by its short
    /// number.
    public let codes: [LookupCode]
    /// How much of it; nil: the code doesn't say.
    public let measure: Basket.Measure?
    /// The last day on which it should be sold; nil: the code doesn't say.
    public let lastDay: BusinessDate?

    public init(
        _ codes: [LookupCode], measure: Basket.Measure? = nil, lastDay: BusinessDate? = nil
    ) {
        self.codes = codes
        self.measure = measure
        self.lastDay = lastDay
    }
}

extension Scan {
    /// What the code says of goods; nil: it names none.
    public var goods: ScannedGoods? {
        switch self {
        case .gtin(let gtin): ScannedGoods([gtin.lookup])
        case .plu(let code): ScannedGoods([code])
        case .embedded(let embedded):
            ScannedGoods(
                [embedded.item, LookupCode(embedded.itemDigits)], measure: embedded.measure)
        case .gs1(let elements):
            elements.gtin.map { gtin in
                ScannedGoods(
                    [gtin.lookup], measure: elements.netWeight.map(Basket.Measure.weighed),
                    lastDay: elements.expires?.businessDate)
            }
        case .receipt, .unknown: nil
        }
    }
}

extension EmbeddedCode {
    fileprivate var measure: Basket.Measure? {
        switch amount {
        case .weight(let weight): .weighed(weight)
        case .price(let price): .labelled(price)
        case .none: nil
        }
    }
}
