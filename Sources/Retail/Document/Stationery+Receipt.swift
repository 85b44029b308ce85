import Texts

/// Which paper of a receipt is printed.
public enum ReceiptCopy: Hashable, Sendable {
    case original
    /// `COPY n`.
    case copy(UInt32)
    /// Without prices, to come with a present.
    case gift(UInt32)
}

extension Stationery {
    /// A receipt on paper; voided lines aren't on it.
    ///
    /// - Parameters:
    ///   - receipt: as it was made.
    ///   - copy: which paper it is; only the original opens the drawer.
    ///   - cashier: the number of who rang it.
    ///   - customer: how the customer is called on paper, if at all.
    /// - Returns: the document, its last element the cut.
    public func receipt(
        _ receipt: Receipt, _ copy: ReceiptCopy = .original, cashier: UInt32,
        customer: String? = nil
    ) -> Document {
        if case .gift = copy { return gift(receipt, cashier: cashier) }
        var elements = opening(receipt, copy) + header() + titles(receipt, copy)
        elements += place(
            cashier: cashier, time: receipt.time, businessDate: receipt.businessDate)
        elements.append(.pair(say(.receiptNumber), receipt.number.description, .plain))
        if let customer { elements.append(.pair(say(.customer), customer, .plain)) }
        elements.append(.rule)
        elements += receipt.lines.flatMap(goods)
        elements.append(.rule)
        elements += sums(receipt) + payments(receipt)
        elements += receipt.notes.map { .text(say(.note($0)), .plain) }
        return finished(elements + ending(receipt, copy), isTraining: receipt.isTraining)
    }

    private func gift(_ receipt: Receipt, cashier: UInt32) -> Document {
        var elements = header() + [.text(say(.giftReceipt), .title)]
        elements += place(
            cashier: cashier, time: receipt.time, businessDate: receipt.businessDate)
        elements.append(.pair(say(.receiptNumber), receipt.number.description, .plain))
        elements.append(.rule)
        for line in receipt.lines where line.quantity > .zero {
            elements.append(.pair(line.name, measure(line), .plain))
        }
        elements.append(.rule)
        elements += settings.receiptFooter.map { .text($0, .centred) }
        elements += [numberCode(receipt), .cut]
        return finished(elements, isTraining: receipt.isTraining)
    }

    private func opening(_ receipt: Receipt, _ copy: ReceiptCopy) -> [Document.Element] {
        guard copy == .original else { return [] }
        let opens =
            receipt.change != .zero
            || receipt.tenders.contains { settings.tender($0.tender)?.opensDrawer ?? false }
        return opens ? [.openDrawer] : []
    }

    private func titles(_ receipt: Receipt, _ copy: ReceiptCopy) -> [Document.Element] {
        var titles: [Document.Element] = []
        switch receipt.kind {
        case .sale: break
        case .refund: titles.append(.text(say(.refund), .title))
        case .exchange: titles.append(.text(say(.exchange), .title))
        }
        if case .copy(let number) = copy {
            titles.append(.text(say(.copy(number)), Document.Style(.centre, isEmphasised: true)))
        }
        return titles
    }

    private func ending(_ receipt: Receipt, _ copy: ReceiptCopy) -> [Document.Element] {
        var elements: [Document.Element] = []
        if receipt.isTaxExempt {
            elements.append(
                .text(say(.taxExempt), Document.Style(.centre, isEmphasised: true)))
        }
        elements += settings.receiptFooter.map { .text($0, .centred) }
        if case .copy(let number) = copy {
            elements.append(
                .text(say(.copy(number)), Document.Style(.centre, isEmphasised: true)))
        }
        return elements + [numberCode(receipt), .cut]
    }

    private func numberCode(_ receipt: Receipt) -> Document.Element {
        .barcode(Document.Barcode(.code128, receipt.number.description))
    }
}

extension Stationery {
    /// One line of goods: its name and amount, and beneath what explains the amount.
    func goods(_ line: ReceiptLine) -> [Document.Element] {
        let amount = "\(write(line.gross)) \(line.taxCategory.isEmpty ? " " : line.taxCategory)"
        let name = line.quantity < .zero ? "\(line.name) (\(say(.returned)))" : line.name
        var elements: [Document.Element]
        if line.unit == .piece, line.quantity == .one {
            elements = [.pair(name, amount, .plain)]
        } else {
            let price = "  \(measure(line)) x \(numbers.text(line.price))"
            elements = [.text(name, .plain), .pair(price, amount, .plain)]
        }
        if line.price < line.listPrice, line.origin == nil {
            elements.append(.text("  \(say(.wasPrice(numbers.text(line.listPrice))))", .plain))
        }
        if line.discount != .zero {
            elements.append(.pair("  \(say(.discount))", "\(write(-line.discount))  ", .plain))
        }
        if let note = line.note { elements.append(.text("  \(note)", .plain)) }
        return elements
    }

    /// `2`, `0.745 kg`.
    private func measure(_ line: ReceiptLine) -> String {
        let number = numbers.text(line.quantity, unit: line.unit)
        switch line.unit {
        case .piece: return number
        case .weight: return "\(number) kg"
        }
    }

    private func sums(_ receipt: Receipt) -> [Document.Element] {
        var elements: [Document.Element] = []
        if !receipt.taxIncluded {
            elements.append(.pair(say(.subtotal), write(receipt.lines.map(\.net).sum()), .plain))
            elements += taxes(receipt)
        }
        let isRefund = receipt.total < .zero
        let total = isRefund ? -receipt.total : receipt.total
        elements.append(
            .pair(
                say(isRefund ? .refundTotal : .total), numbers.textWithSymbol(total),
                Document.Style(size: .tall, isEmphasised: true)))
        if receipt.taxIncluded { elements += taxes(receipt) }
        return elements
    }

    private func taxes(_ receipt: Receipt) -> [Document.Element] {
        receipt.taxes.filter { $0.base != .zero }.map { tax in
            let rate = numbers.text(tax.rate)
            let base = write(tax.base)
            let label =
                receipt.taxIncluded
                ? say(.taxIncluded(label: tax.label, rate: rate, base: base))
                : say(.tax(label: tax.label, rate: rate, base: base))
            return .pair(label, write(tax.amount), .plain)
        }
    }

    private func payments(_ receipt: Receipt) -> [Document.Element] {
        var elements: [Document.Element] = []
        if receipt.rounding != .zero {
            elements.append(.pair(say(ReceiptText.rounding), write(receipt.rounding), .plain))
        }
        for tender in receipt.tenders {
            let name = tenderName(tender.tender)
            let label = tender.amount < .zero ? say(.paidOut(name)) : name
            elements.append(.pair(label, write(tender.amount.magnitude), .plain))
            if let reference = tender.reference {
                elements.append(.text("  \(say(.reference(reference)))", .plain))
            }
        }
        if receipt.change != .zero {
            elements.append(.pair(say(.change), write(receipt.change), .strong))
        }
        return elements
    }
}
