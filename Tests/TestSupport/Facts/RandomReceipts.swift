public import Retail

extension RandomValues {
    public mutating func line() -> ReceiptLine {
        let (quantity, price) = (quantity(), price())
        var line = ReceiptLine(
            item: chance(90) ? item() : nil, name: text(), department: pick(["", "Deli", "Tea"]),
            taxCategory: pick(["", "G", "F"]), unit: pick(Item.Unit.allCases), quantity: quantity,
            listPrice: chance(80) ? price : self.price(), price: price,
            gross: price.amount(for: quantity, digits: 2), tax: Money(integer(-99...999)))
        if chance(10) { line.gross = money() }
        if chance(20) { line.discount = Money(integer(-999...999)) }
        if chance(20) { line.scanned = text() }
        if chance(20) { line.origin = LineOrigin(receipt: content(), line: small()) }
        if chance(10) { line.note = text() }
        return line
    }

    public mutating func tax() -> ReceiptTax {
        ReceiptTax(
            label: text(), category: pick(["", "G", "F"]), rate: rate(), base: money(),
            amount: money())
    }

    public mutating func tender() -> ReceiptTender {
        ReceiptTender(
            tender: pick(["cash", "card", "voucher"]), amount: money(),
            reference: optional { _ in "REF-1" })
    }

    public mutating func event() -> BasketEvent {
        BasketEvent(
            kind: pick(BasketEvent.Kind.allCases), line: optional { $0.small() },
            item: optional { $0.item() }, amount: money(), quantity: quantity(),
            reason: optional { $0.small() }, approver: optional { $0.person() },
            text: optional { $0.text() })
    }

    public mutating func receiptNumber() -> ReceiptNumber {
        ReceiptNumber(series: pick(["014-03", "014-03k7q"]), number: small())
    }

    public mutating func receipt() -> Receipt {
        Receipt(
            content: content(), number: receiptNumber(), kind: pick(Receipt.Kind.allCases),
            time: time(), businessDate: date(), drawer: optional { $0.content() },
            person: person(), customer: optional { CustomerID($0.id()) },
            isTaxExempt: chance(20), taxIncluded: chance(50), lines: list(upTo: 8) { $0.line() },
            taxes: list(upTo: 3) { $0.tax() }, tenders: list(upTo: 3) { $0.tender() },
            rounding: chance(80) ? .zero : money(), change: chance(50) ? .zero : money(),
            notes: list(upTo: 2) { $0.text() }, events: list(upTo: 3) { $0.event() },
            isTraining: chance(20))
    }

    public mutating func receiptVoid() -> ReceiptVoid {
        ReceiptVoid(
            content: content(), receipt: content(), number: receiptNumber(), time: time(),
            businessDate: date(), drawer: optional { $0.content() }, person: person(),
            approver: optional { $0.person() }, reason: small(),
            lines: list(upTo: 8) { $0.line() }, tenders: list(upTo: 3) { $0.tender() },
            total: money(), isTraining: chance(20))
    }

    public mutating func reprint() -> Reprint {
        Reprint(
            content: content(), receipt: content(), kind: pick(Reprint.Kind.allCases),
            copy: small(), time: time(), businessDate: date(),
            drawer: optional { $0.content() }, person: person())
    }

    public mutating func basketRecord() -> BasketRecord {
        BasketRecord(
            content: content(), basketID: content(), time: time(), businessDate: date(),
            drawer: optional { $0.content() }, person: person(),
            approver: optional { $0.person() }, reason: optional { $0.small() },
            label: optional { $0.text() }, total: money(), lines: list(upTo: 4) { $0.line() },
            events: list(upTo: 3) { $0.event() }, basket: bytes(chance(50) ? 0 : 40))
    }

    public mutating func basketRecall() -> BasketRecall {
        BasketRecall(
            content: content(), hold: content(), time: time(), businessDate: date(),
            person: person())
    }
}
