extension Receipt {
    /// The taxes of one line: its share of each of the receipt's taxes on its category.
    ///
    /// Shares of all lines sum exactly to the receipt's taxes, a line's to its ``ReceiptLine/tax``.
    ///
    /// - Returns: none for a line that doesn't exist.
    public func taxes(ofLine index: Int) -> [ReceiptTax] {
        guard lines.indices.contains(index) else { return [] }
        let line = lines[index]
        let isReturned = line.net < .zero
        var left = taxes.filter {
            $0.category == line.taxCategory && $0.isReturned == isReturned
        }
        let base = taxIncluded ? line.net - line.tax : line.net
        for earlier in lines.prefix(index) where earlier.isTaxed(with: line) {
            let shares = earlier.tax.spread(over: left)
            for (position, share) in shares.enumerated() { left[position].amount -= share }
        }
        let shares = line.tax.spread(over: left)
        return zip(left, shares).map { tax, share in
            ReceiptTax(
                label: tax.label, category: tax.category, rate: tax.rate, base: base,
                amount: share)
        }
    }

    /// The taxes that come back with some units of a line, their signs turned.
    ///
    /// - Parameters:
    ///   - index: the line, from 0.
    ///   - start: how much of it had come back before.
    ///   - end: how much of it has come back then.
    /// - Returns: one entry for each of the line's taxes, negative for a line that was sold.
    public func taxesReturned(
        ofLine index: Int, from start: Quantity, to end: Quantity
    ) -> [ReceiptTax] {
        guard lines.indices.contains(index) else { return [] }
        let count = lines[index].quantity
        return taxes(ofLine: index).map { tax in
            var tax = tax
            tax.base = -LargestRemainder.portion(of: tax.base, from: start, to: end, of: count)
            tax.amount = -LargestRemainder.portion(of: tax.amount, from: start, to: end, of: count)
            return tax
        }
    }
}

extension ReceiptLine {
    /// Whether both lines' taxes stand in the same entries of their receipt.
    fileprivate func isTaxed(with other: ReceiptLine) -> Bool {
        taxCategory == other.taxCategory && (net < .zero) == (other.net < .zero)
    }
}

extension Money {
    fileprivate func spread(over taxes: [ReceiptTax]) -> [Money] {
        LargestRemainder.spread(self, over: taxes.map(\.amount.minorUnits))
    }
}
