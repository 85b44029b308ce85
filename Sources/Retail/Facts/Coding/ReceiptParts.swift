import Encoding

extension ReceiptTax {
    /// `[label, category, rate]` where base and amount follow from the lines, else both after it;
    /// null is the label before.
    func encode(into encoder: inout CBOREncoder, after last: String?, of receipt: Receipt) {
        let implied = TaxSums(of: category, receipt.lines, isIncluded: receipt.taxIncluded)
        let isImplied = base == implied.base && amount == implied.amount
        encoder.array(isImplied ? 3 : 5)
        if let last, last.utf8.elementsEqual(label.utf8) {
            encoder.null()
        } else {
            encoder.text(label)
        }
        encoder.text(category)
        encoder.scaled(rate.millionths)
        guard !isImplied else { return }
        encoder.integer(base.minorUnits)
        encoder.integer(amount.minorUnits)
    }
}

/// What the lines of a category that were sold come to.
private struct TaxSums {
    var base = Money.zero
    var amount = Money.zero

    init(of category: String, _ lines: [ReceiptLine], isIncluded: Bool) {
        for line in lines
        where line.quantity >= .zero && line.taxCategory.utf8.elementsEqual(category.utf8) {
            base += isIncluded ? line.net - line.tax : line.net
            amount += line.tax
        }
    }
}

extension ReceiptTender {
    /// `[code, amount]`, then the reference; null is cash.
    func encodeFact(into encoder: inout CBOREncoder) {
        encoder.array(reference == nil ? 2 : 3)
        if tender == TenderType.cash.code { encoder.null() } else { encoder.text(tender) }
        encoder.integer(amount.minorUnits)
        if let reference { encoder.text(reference) }
    }
}

extension BasketEvent {
    func encodeFact(into encoder: inout CBOREncoder) {
        encoder.fields { writer in
            writer.number(0, kind.rawValue)
            writer.optional(1, line)
            writer.text(2, item?.text)
            writer.money(3, amount, unless: .zero)
            writer.number(4, quantity.thousandths, unless: 0)
            writer.optional(5, reason)
            writer.id(6, approver?.id)
            writer.text(7, text)
        }
    }
}

extension FieldReader {
    mutating func tax(
        after last: String?, _ lines: [ReceiptLine], isIncluded: Bool
    ) throws(FactError) -> ReceiptTax {
        let begin = offset
        let count = try array(3...5)
        guard count != 4 else { throw error(.type, at: begin) }
        let label: String
        if let last, isNull() { label = last } else { label = try self.label() }
        let category = try self.label()
        let rate = try rate()
        let implied = TaxSums(of: category, lines, isIncluded: isIncluded)
        return ReceiptTax(
            label: label, category: category, rate: rate,
            base: count == 5 ? try money() : implied.base,
            amount: count == 5 ? try money() : implied.amount)
    }

    mutating func tender() throws(FactError) -> ReceiptTender {
        let count = try array(2...3)
        let code = isNull() ? TenderType.cash.code : try label()
        let amount = try money()
        return ReceiptTender(
            tender: code, amount: amount, reference: count == 3 ? try label() : nil)
    }

    mutating func event() throws(FactError) -> BasketEvent {
        try map { reader throws(FactError) in
            var event = BasketEvent(
                kind: try reader.named(0), line: try reader.numberIfAny(1),
                item: try reader.textIfAny(2, FactLimit.codeBytesMax).map { ItemCode($0) })
            event.amount = try reader.money(3, else: .zero)
            if try reader.has(4) { event.quantity = try reader.quantity() }
            event.reason = try reader.numberIfAny(5)
            event.approver = try reader.personIfAny(6)
            event.text = try reader.textIfAny(7, FactLimit.textBytesMax)
            return event
        }
    }
}
