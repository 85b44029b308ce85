/// What a receipt's own figures contradict; a receiver that finds one raises an alarm.
public enum ReceiptError: Error, Hashable, Sendable {
    case noLines
    /// The kind says other than the lines do.
    case kind(Receipt.Kind, found: Receipt.Kind)
    /// A line's amount doesn't follow from its price and quantity.
    case lineAmount(line: Int, expected: Money, found: Money)
    /// A line's discount is more than its amount, or of the other sign.
    case lineDiscount(line: Int)
    /// Lines' shares don't sum to the taxes.
    case taxSum(lines: Money, taxes: Money)
    /// A tax isn't taken from what its category's lines come to.
    case taxBase(label: String, expected: Money, found: Money)
    /// A tax isn't its rate of its base.
    case taxAmount(label: String, expected: Money, found: Money)
    /// Tenders less change don't sum to the total with its rounding.
    case tenderSum(expected: Money, found: Money)
    case change(Money)
    case reference(tender: Int)
    /// An event names a line that isn't there.
    case event(Int)
}

extension Receipt {
    /// Computes everything anew that follows from something else, and compares.
    ///
    /// - Parameter digits: minor-unit digits of the currency.
    /// - Throws: the first ``ReceiptError`` found.
    public func verify(digits: Int) throws(ReceiptError) {
        guard !lines.isEmpty else { throw .noLines }
        let found = Self.kind(of: lines)
        guard kind == found else { throw .kind(kind, found: found) }
        for (index, line) in lines.enumerated() { try verify(line, index, digits: digits) }
        try verifyTaxes()
        try verifyTenders()
        for (index, event) in events.enumerated() {
            guard event.line.map({ Int($0) < lines.count }) ?? true else { throw .event(index) }
        }
    }

    /// A sale, a refund, or both at once.
    static func kind(of lines: [ReceiptLine]) -> Kind {
        guard lines.contains(where: { $0.quantity < .zero }) else { return .sale }
        return lines.contains { $0.quantity >= .zero } ? .exchange : .refund
    }

    private func verify(
        _ line: ReceiptLine, _ index: Int, digits: Int
    ) throws(ReceiptError) {
        let expected = line.price.amount(for: line.quantity, digits: digits)
        guard line.gross == expected || line.hasAmountOfItsOwn(digits: digits) else {
            throw .lineAmount(line: index, expected: expected, found: line.gross)
        }
        let isWithin =
            line.gross >= .zero
            ? (Money.zero...line.gross).contains(line.discount)
            : (line.gross...Money.zero).contains(line.discount)
        guard isWithin else { throw .lineDiscount(line: index) }
    }

    private func verifyTaxes() throws(ReceiptError) {
        let sums = (lines.map(\.tax).sum(), taxes.map(\.amount).sum())
        guard sums.0 == sums.1 else { throw .taxSum(lines: sums.0, taxes: sums.1) }
        for tax in taxes {
            if !tax.isReturned { try verifyBase(of: tax) }
            let expected = Saturating.scale(
                tax.base.minorUnits, by: tax.rate.millionths, over: Rate.one.millionths)
            guard (tax.amount - Money(expected)).magnitude <= tolerance(of: tax) else {
                throw .taxAmount(
                    label: tax.label, expected: Money(expected), found: tax.amount)
            }
        }
    }

    private func verifyBase(of tax: ReceiptTax) throws(ReceiptError) {
        let sold = lines.filter { $0.taxCategory == tax.category && $0.quantity >= .zero }
        let base = sold.map { taxIncluded ? $0.net - $0.tax : $0.net }.sum()
        guard tax.base == base else {
            throw .taxBase(label: tax.label, expected: base, found: tax.base)
        }
    }

    /// What rounding line by line and in shares may add up to: two units a line and of the base.
    private func tolerance(of tax: ReceiptTax) -> Money {
        let count = Int64(lines.filter { $0.taxCategory == tax.category }.count)
        let whole = Saturating.add(Rate.one.millionths, tax.rate.millionths)
        return Money(
            Saturating.scale(2 * count + 2, by: max(0, whole), over: Rate.one.millionths))
    }

    private func verifyTenders() throws(ReceiptError) {
        let found = tenders.map(\.amount).sum() - change
        guard found == total + rounding else {
            throw .tenderSum(expected: total + rounding, found: found)
        }
        let given = tenders.map(\.amount).filter { $0 > .zero }.sum()
        guard change >= .zero, change <= given else { throw .change(change) }
        let references = tenders.map { $0.reference ?? "" }
        if let index = references.firstIndex(where: { !ReceiptTender.isAllowed(reference: $0) }) {
            throw .reference(tender: index)
        }
    }
}

extension ReceiptLine {
    /// Whether the amount comes from elsewhere than price × quantity: the receipt whose goods come
    /// back, or the item's own label, from which then the weight follows.
    fileprivate func hasAmountOfItsOwn(digits: Int) -> Bool {
        if origin != nil { return quantity < .zero && gross <= .zero }
        guard unit == .weight, scanned != nil, quantity > .zero else { return false }
        return Quantity(of: gross, at: price, digits: digits) == quantity
    }
}
