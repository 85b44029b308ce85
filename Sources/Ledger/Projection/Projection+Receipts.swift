import Retail

extension Projection {
    mutating func add(_ receipt: Receipt) {
        addHead(receipt)
        for number in receipt.lines.indices { add(receipt.lines[number], number) }
        for (number, tax) in receipt.taxes.enumerated() {
            whole(
                .receiptTax,
                [
                    scope, operation, .number(number), .text(tax.label), .text(tax.category),
                    .integer(tax.rate.millionths), .money(tax.base), .money(tax.amount),
                ])
        }
        for (number, tender) in receipt.tenders.enumerated() {
            whole(
                .receiptTender,
                [
                    scope, operation, .number(number), .text(tender.tender),
                    .money(tender.amount), .optional(tender.reference),
                ])
        }
        add(receipt.events)
        if !receipt.isTraining { move(receipt.lines) { -$0 } }
    }

    /// The row's sums are made from the lines here; a payload has none to trust.
    private mutating func addHead(_ receipt: Receipt) {
        let tax = receipt.taxes.map(\.amount).sum()
        let discount = receipt.lines.map(\.discount).sum()
        let notes = receipt.notes.isEmpty ? nil : receipt.notes.joined(separator: "\n")
        whole(
            .receipt,
            [
                scope, operation, .id(receipt.content), .time(receipt.time.instant),
                .integer(Int64(receipt.time.offsetSeconds)),
                .integer(Int64(receipt.businessDate.days)), .id(receipt.drawer),
                .id(receipt.person), .id(receipt.customer), .text(receipt.number.series),
                .number(receipt.number.number), .number(receipt.kind.rawValue),
                .number(receipt.lines.count), .money(receipt.total), .money(tax),
                .money(discount), .money(receipt.rounding), .money(receipt.change),
                .truth(receipt.isTaxExempt), .truth(receipt.taxIncluded),
                .truth(receipt.isTraining), .optional(notes),
            ])
    }

    private mutating func add(_ line: ReceiptLine, _ number: Int) {
        whole(
            .receiptLine,
            [
                scope, operation, .number(number), .optional(line.item?.text), .text(line.name),
                .text(line.department), .text(line.taxCategory), .number(line.unit.rawValue),
                .quantity(line.quantity), .price(line.listPrice), .price(line.price),
                .money(line.gross), .money(line.discount), .money(line.tax),
                .optional(line.scanned), .id(line.origin?.receipt), .number(line.origin?.line),
                .optional(line.note),
            ])
    }

    private mutating func add(_ events: [BasketEvent]) {
        for (number, event) in events.enumerated() {
            line(
                .receiptEvent, number,
                [
                    .number(event.kind.rawValue), .number(event.line), .optional(event.item?.text),
                    .money(event.amount), .quantity(event.quantity), .number(event.reason),
                    .id(event.approver), .optional(event.text),
                ])
        }
    }

    /// Moves the shop's stock of the lines' items; an open item has none.
    private mutating func move(_ lines: [ReceiptLine], by change: (Quantity) -> Quantity) {
        var stock = StockTotals(capacity: lines.count)
        for line in lines {
            guard let item = line.item else { continue }
            stock.change(item, by: change(line.quantity))
        }
        increase(stock, at: .shop)
    }

    /// What the receipt took is raised and what it brought back lowered.
    mutating func add(_ void: ReceiptVoid) {
        fact(
            .receiptVoid,
            moment(void.content, void.time, void.businessDate) + [
                .id(void.drawer), .id(void.person), .id(void.approver), .id(void.receipt),
                .text(void.number.series), .number(void.number.number), .number(void.reason),
                .money(void.total), .truth(void.isTraining),
            ])
        if !void.isTraining { move(void.lines) { $0 } }
    }

    mutating func add(_ reprint: Reprint) {
        fact(
            .reprint,
            moment(reprint.content, reprint.time, reprint.businessDate) + [
                .id(reprint.drawer), .id(reprint.person), .id(reprint.receipt),
                .number(reprint.kind.rawValue), .number(reprint.copy),
            ])
    }

    mutating func add(_ record: BasketRecord, isHold: Bool) {
        fact(
            .basketRecord,
            moment(record.content, record.time, record.businessDate) + [
                .id(record.drawer), .id(record.person), .id(record.approver), .truth(isHold),
                .id(record.basketID), .number(record.reason), .optional(record.label),
                .money(record.total), .number(record.lines.count), .bytes(record.basket),
            ])
        add(record.events)
    }

    mutating func add(_ recall: BasketRecall) {
        fact(
            .basketRecall,
            moment(recall.content, recall.time, recall.businessDate) + [
                .id(recall.person), .id(recall.hold),
            ])
    }
}
