import Encoding

extension CBOREncoder {
    /// An array of the elements, each written by the closure.
    mutating func list<Element>(
        _ elements: [Element], _ write: (Element, inout CBOREncoder) -> Void
    ) {
        array(elements.count)
        for element in elements { write(element, &self) }
    }

    /// The value as the closure writes it, or null.
    mutating func optional<Value>(
        _ value: Value?, _ write: (Value, inout CBOREncoder) -> Void
    ) {
        guard let value else { return null() }
        write(value, &self)
    }
}

// Each part is an array whose order is its own; a union begins with the number of its case.

extension BasketLine {
    func encode(_ encoder: inout CBOREncoder) {
        encoder.array(14)
        encoder.optional(item) { $1.text($0.text) }
        encoder.text(name)
        encoder.text(department)
        encoder.text(taxCategory)
        encoder.unsigned(UInt64(unit.rawValue))
        encoder.optional(minimumAge) { $1.unsigned(UInt64($0)) }
        encoder.integer(quantity.thousandths)
        encoder.integer(listPrice.tenThousandths)
        encoder.integer(price.tenThousandths)
        basis.encode(&encoder)
        encoder.optional(discount) { $0.encode(&$1) }
        encoder.optional(scanned) { $1.text($0) }
        encoder.optional(note) { $1.text($0) }
        encoder.bool(isVoided)
    }
}

extension BasketLine.Basis {
    func encode(_ encoder: inout CBOREncoder) {
        switch self {
        case .price:
            encoder.null()
        case .label(let amount):
            encoder.integer(amount.minorUnits)
        case .returned(let goods):
            goods.encode(&encoder)
        }
    }
}

extension ReturnedGoods {
    func encode(_ encoder: inout CBOREncoder) {
        encoder.array(7)
        encoder.fixed(origin.receipt.id)
        encoder.unsigned(UInt64(origin.line))
        encoder.integer(sold.thousandths)
        encoder.integer(cameBack.thousandths)
        encoder.integer(gross.minorUnits)
        encoder.integer(discount.minorUnits)
        encoder.list(taxes) { $0.encode(&$1) }
    }
}

extension ReceiptTax {
    func encode(_ encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.text(label)
        encoder.text(category)
        encoder.integer(rate.millionths)
        encoder.integer(base.minorUnits)
        encoder.integer(amount.minorUnits)
    }
}

extension Discount {
    func encode(_ encoder: inout CBOREncoder) {
        encoder.array(2)
        switch self {
        case .amount(let amount):
            encoder.unsigned(0)
            encoder.integer(amount.minorUnits)
        case .percent(let rate):
            encoder.unsigned(1)
            encoder.integer(rate.millionths)
        }
    }
}

extension TaxExemption {
    func encode(_ encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(UInt64(kind.rawValue))
        encoder.bool(hasCertificate)
        encoder.optional(expires) { $1.integer($0.milliseconds) }
    }
}

extension BasketEvent {
    func encode(_ encoder: inout CBOREncoder) {
        encoder.array(8)
        encoder.unsigned(UInt64(kind.rawValue))
        encoder.optional(line) { $1.unsigned(UInt64($0)) }
        encoder.optional(item) { $1.text($0.text) }
        encoder.integer(amount.minorUnits)
        encoder.integer(quantity.thousandths)
        encoder.optional(reason) { $1.unsigned(UInt64($0)) }
        encoder.optional(approver) { $1.fixed($0.id) }
        encoder.optional(text) { $1.text($0) }
    }
}

extension Tendering {
    func encode(_ encoder: inout CBOREncoder) {
        switch self {
        case .ringing:
            encoder.null()
        case .tendering(let tenders):
            encoder.array(1)
            encoder.list(tenders) { $0.encode(&$1) }
        case .settled(let tenders, let rounding, let change):
            encoder.array(3)
            encoder.list(tenders) { $0.encode(&$1) }
            encoder.integer(rounding.minorUnits)
            encoder.integer(change.minorUnits)
        }
    }
}

extension ReceiptTender {
    func encode(_ encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.text(tender)
        encoder.integer(amount.minorUnits)
        encoder.optional(reference) { $1.text($0) }
    }
}

extension OriginalTender {
    func encode(_ encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.fixed(receipt.id)
        encoder.text(tender)
        encoder.integer(amount.minorUnits)
    }
}
