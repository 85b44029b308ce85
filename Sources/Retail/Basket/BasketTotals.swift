/// What an open basket comes to at this moment.
public struct BasketTotals: Hashable, Sendable {
    /// One line's figures; all zero for a voided one.
    public struct Line: Hashable, Sendable {
        public var gross = Money.zero
        /// The line's own discount and its share of the basket's.
        public var discount = Money.zero
        public var tax = Money.zero

        public var net: Money { gross - discount }
    }

    /// One a line of the basket, in its order.
    public var lines: [Line]
    public var taxes: [ReceiptTax]
    public var taxIncluded: Bool
    /// True where the exemption took tax off.
    public var isTaxExempt: Bool

    /// Before discounts.
    public var gross: Money { lines.map(\.gross).sum() }
    public var discount: Money { lines.map(\.discount).sum() }
    /// After discounts, without exclusive tax.
    public var subtotal: Money { lines.map(\.net).sum() }
    public var tax: Money { taxes.map(\.amount).sum() }
    public var total: Money { subtotal + (taxIncluded ? .zero : tax) }
}

extension Basket {
    /// What it comes to under these terms.
    public func totals(_ terms: SaleTerms) -> BasketTotals {
        // By index: a line is many texts, each of which a copy would have to count.
        var figures = lines.indices.map { index in
            lines[index].isVoided
                ? BasketTotals.Line()
                : BasketTotals.Line(
                    gross: lines[index].gross(digits: digits),
                    discount: lines[index].ownDiscount(digits: digits))
        }
        spreadDiscount(over: &figures)
        let engine = terms.engine(exemption: exemption)
        let counting = lines.indices.filter { !lines[$0].isVoided }
        let result = engine.compute(
            counting.map { taxable(lines[$0], net: figures[$0].net, engine: engine) })
        for (place, tax) in result.lineTaxes.enumerated() { figures[counting[place]].tax = tax }
        return BasketTotals(
            lines: figures, taxes: result.taxes, taxIncluded: terms.settings.taxMode.isIncluded,
            isTaxExempt: result.isExempt)
    }

    /// What discounts of the whole basket are taken off.
    var discountableAmount: Money {
        lines.filter(\.isDiscountable).map {
            $0.gross(digits: digits) - $0.ownDiscount(digits: digits)
        }.sum()
    }

    private func spreadDiscount(over figures: inout [BasketTotals.Line]) {
        guard let discount else { return }
        let places = lines.indices.filter { lines[$0].isDiscountable }
        guard !places.isEmpty else { return }
        let taken = discount.taken(off: discountableAmount)
        let shares = LargestRemainder.spread(taken, over: places.map { figures[$0].net })
        for (place, share) in zip(places, shares) { figures[place].discount += share }
    }

    /// Goods coming back keep the taxes they were sold with; without a receipt, those of today.
    private func taxable(_ line: BasketLine, net: Money, engine: TaxEngine) -> TaxableLine {
        var taxable = TaxableLine(category: line.taxCategory, net: net)
        if let returned = line.returned {
            taxable.original = returned.taxes(of: -line.quantity)
        } else if line.quantity < .zero {
            // As if it were sold alone now, so that its tax never mixes with that of goods sold.
            let sold = TaxableLine(category: line.taxCategory, net: -net)
            taxable.original = engine.compute([sold]).taxes.map(\.turned).filter(\.isReturned)
        }
        return taxable
    }
}

extension ReceiptTax {
    /// The same with the signs turned.
    var turned: ReceiptTax {
        var tax = self
        (tax.base, tax.amount) = (-base, -amount)
        return tax
    }
}
