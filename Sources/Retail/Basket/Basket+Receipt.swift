extension Basket {
    /// Ends the sale: the receipt of all that counts, with what happened on the way.
    ///
    /// - Throws: ``TenderError/notSettled(due:)`` where something is still due, or where the terms
    ///   changed after the last tender.
    public func complete(
        number: ReceiptNumber, context: FactContext, terms: SaleTerms, isTraining: Bool = false
    ) throws(TenderError) -> Receipt {
        guard hasGoods else { throw .basketIsEmpty }
        let totals = totals(terms)
        let paid = stage.tenders.map(\.amount).sum() - stage.change
        guard case .settled(let tenders, let rounding, let change) = stage,
            paid == totals.total + rounding
        else { throw .notSettled(due: totals.total - paid) }
        return Receipt(
            content: id, number: number, kind: kind, time: context.time,
            businessDate: context.businessDate, drawer: context.drawer, person: context.person,
            customer: customer, isTaxExempt: totals.isTaxExempt, taxIncluded: totals.taxIncluded,
            lines: receiptLines(totals), taxes: totals.taxes, tenders: tenders,
            rounding: rounding, change: change, notes: notes, events: receiptEvents(totals),
            isTraining: isTraining)
    }

    /// A sale, a refund, or both at once.
    public var kind: Receipt.Kind {
        let counting = lines.filter { !$0.isVoided }
        guard counting.contains(where: { $0.quantity < .zero }) else { return .sale }
        return counting.contains { $0.quantity > .zero } ? .exchange : .refund
    }

    /// The lines that count, as a receipt writes them.
    func receiptLines(_ totals: BasketTotals) -> [ReceiptLine] {
        zip(lines, totals.lines).filter { !$0.0.isVoided }.map { line, figures in
            ReceiptLine(
                item: line.item, name: line.name, department: line.department,
                taxCategory: line.taxCategory, unit: line.unit, quantity: line.quantity,
                listPrice: line.listPrice, price: line.price, gross: figures.gross,
                discount: figures.discount, tax: figures.tax, scanned: line.tellingScan,
                origin: line.origin, note: line.note)
        }
    }

    /// The events with the receipt's line numbers and what each came to in the end.
    func receiptEvents(_ totals: BasketTotals) -> [BasketEvent] {
        let places = receiptPlaces
        return events.indices.map { index in
            var event = events[index]
            event.amount = finalAmount(ofEvent: index, totals)
            event.line = event.line.flatMap { places[Int($0)] }
            return event
        }
    }

    /// Each line's place among those that count; nil for a voided one.
    private var receiptPlaces: [UInt32?] {
        var next: UInt32 = 0
        return lines.map { line in
            guard !line.isVoided else { return nil }
            defer { next += 1 }
            return next
        }
    }

    /// What an override or discount came to: nothing where a later one took its place.
    private func finalAmount(ofEvent index: Int, _ totals: BasketTotals) -> Money {
        let event = events[index]
        switch event.kind {
        case .priceOverridden, .lineDiscounted, .basketDiscounted:
            let isReplaced = events[(index + 1)...].contains {
                $0.kind == event.kind && $0.line == event.line
            }
            return isReplaced ? .zero : currentAmount(of: event, totals)
        case .lineVoided, .ageAccepted, .ageRefused, .weightTyped, .unknownCode, .openItem,
            .returnedWithoutReceipt, .priceChecked, .heldCopied, .returnUnconfirmed,
            .expiredSold:
            return event.amount
        }
    }

    private func currentAmount(of event: BasketEvent, _ totals: BasketTotals) -> Money {
        guard let place = event.line.map({ Int($0) }) else {
            return totals.discount - ownDiscounts
        }
        let line = lines[place]
        guard !line.isVoided else { return .zero }
        guard event.kind == .priceOverridden else { return line.ownDiscount(digits: digits) }
        return line.gross(digits: digits)
            - line.listPrice.amount(for: line.quantity, digits: digits)
    }

    private var ownDiscounts: Money {
        lines.filter { !$0.isVoided }.map { $0.ownDiscount(digits: digits) }.sum()
    }
}
