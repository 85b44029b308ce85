import Retail
import Texts

// The sale: its lines, its totals, what is due, the change.

extension LaneState {
    /// Where the columns of goods end.
    private var taxEnd: Int { columns - 1 }
    private var amountEnd: Int { columns - 5 }
    private var priceEnd: Int { columns - 17 }
    private var quantityEnd: Int { columns - 29 }

    func drawSale(_ field: EditField, on frame: inout Frame) {
        let totals = basket.totals(terms)
        drawLines(totals, on: &frame, from: 3, to: size.rows - 9)
        drawTotals(totals, on: &frame)
        let end = min(26, columns - 30)
        if let last = basket.lastLine, basket.lines.indices.contains(last) {
            let line = basket.lines[last]
            frame.write(
                "\(line.name)  \(numbers.text(line.price))", row: size.rows - 5, column: end + 2,
                end: columns)
        }
        frame.write(field, row: size.rows - 5, from: 1, to: end)
    }

    func drawTotal(_ field: EditField, on frame: inout Frame) {
        let totals = basket.totals(terms)
        drawLines(totals, on: &frame, from: 3, to: size.rows - 16)
        drawTotals(totals, on: &frame)
        drawDue(on: &frame)
        frame.write(field, row: size.rows - 5, from: 1, to: min(26, columns - 30))
        let notes = zip("abcd", basket.quickNotes(terms)).map { "\($0) \(numbers.text($1))" }
        guard !notes.isEmpty, !basket.stage.isSettled else { return }
        frame.write(
            say(ScreenText.quickNotes(notes.joined(separator: "  "))), row: size.rows - 5,
            column: 28, end: columns)
    }

    private func drawDue(on frame: inout Frame) {
        let due = basket.due(terms)
        let top = size.rows - 15
        var label = say(due < .zero ? ScreenText.toRefund : .due)
        label += " " + numbers.textWithSymbol(due.magnitude)
        let cash = basket.cashDue(terms)
        if cash != due {
            label += "   \(say(ScreenText.cash)): " + numbers.textWithSymbol(cash.magnitude)
        }
        frame.write(label, row: top - 1, column: 1, end: columns, style: .bold)
        drawBig(due.magnitude, on: &frame, row: top)
    }

    private func drawBig(_ amount: Money, on frame: inout Frame, row: Int) {
        let rows = BigDigits.rows(of: numbers.text(amount), columns: columns - 4)
        for (index, line) in rows.enumerated() {
            frame.write(line, row: row + index, column: 2, end: columns, style: .bold)
        }
    }

    /// The receipt that just ended, its change as large as it goes.
    func draw(_ receipt: Receipt, on frame: inout Frame) {
        let isRefund = receipt.total < .zero
        let amount = receipt.change > .zero ? receipt.change : receipt.total.magnitude
        let key: ReceiptText =
            receipt.change > .zero ? .change : isRefund ? .refundTotal : .total
        frame.write(
            say(ScreenText.receipt(receipt.number.description)), row: 2, column: 2, style: .bold)
        frame.write(
            "\(say(key)) \(numbers.textWithSymbol(amount))", row: 4, column: 2, style: .bold)
        drawBig(amount, on: &frame, row: 5)
        frame.write(say(ReceiptText.total), row: 12, column: 2)
        frame.write(numbers.text(receipt.total), row: 12, endingAt: amountEnd, style: .bold)
        for (index, tender) in receipt.tenders.prefix(size.rows - 18).enumerated() {
            let words = ScreenText.paid(tenderName(tender.tender))
            frame.write(say(words), row: 13 + index, column: 2, end: columns - 16)
            frame.write(numbers.text(tender.amount), row: 13 + index, endingAt: amountEnd)
        }
    }
}

extension LaneState {
    private struct Row {
        var mark = " "
        var number = ""
        var name = ""
        var quantity = ""
        var price = ""
        var amount = ""
        var tax = ""
        var style = Style.normal
    }

    private func drawLines(
        _ totals: BasketTotals, on frame: inout Frame, from top: Int, to bottom: Int
    ) {
        drawHeads(on: &frame)
        let height = bottom - top
        // Only what fits is made: a sale may have thousands of lines.
        let focus = selected ?? basket.lines.count - 1
        var shown: [Row] = []
        var index = focus
        while index >= 0, shown.count < height {
            shown.insert(contentsOf: rows(of: index, totals), at: 0)
            index -= 1
        }
        shown = shown.suffix(height)
        var next = focus + 1
        while next < basket.lines.count, shown.count < height {
            shown += rows(of: next, totals)
            next += 1
        }
        for (offset, row) in shown.prefix(height).enumerated() {
            draw(row, on: &frame, row: top + offset)
        }
        frame.fill(row: size.rows - 9, to: columns, "-")
    }

    private func drawHeads(on frame: inout Frame) {
        frame.write("#", row: 2, endingAt: 4, style: .heading)
        frame.write(say(ScreenText.item), row: 2, column: 6, style: .heading)
        frame.write(say(ScreenText.quantity), row: 2, endingAt: quantityEnd, style: .heading)
        frame.write(say(ScreenText.price), row: 2, endingAt: priceEnd, style: .heading)
        frame.write(say(ScreenText.amount), row: 2, endingAt: amountEnd, style: .heading)
        frame.write(say(ScreenText.taxColumn), row: 2, endingAt: taxEnd, style: .heading)
    }

    private func rows(of index: Int, _ totals: BasketTotals) -> [Row] {
        let line = basket.lines[index]
        let isFocus = index == (selected ?? basket.lastLine)
        var row = Row(number: String(index + 1), name: line.name)
        row.mark = line.isVoided ? "x" : isFocus ? ">" : " "
        row.quantity = numbers.text(line.quantity, unit: line.unit)
        row.price = numbers.text(line.price)
        row.tax = line.taxCategory
        if line.unit == .weight {
            row.quantity += "kg"
            row.price += "/kg"
        }
        let figures = totals.lines[index]
        row.amount = line.isVoided ? say(ScreenText.voidedLine) : numbers.text(figures.gross)
        row.style = line.isVoided ? .dim : index == selected ? .reverse : .normal
        var rows = [row]
        if figures.discount != .zero, !line.isVoided {
            rows.append(
                Row(
                    name: "  " + say(ScreenText.discountLine),
                    amount: numbers.text(-figures.discount)))
        }
        if let note = line.note { rows.append(Row(name: "  \(note)", style: .dim)) }
        return rows
    }

    private func draw(_ row: Row, on frame: inout Frame, row at: Int) {
        if row.style.isReverse { frame.fill(row: at, to: columns, style: row.style) }
        frame.write(row.mark, row: at, column: 0, style: row.style)
        frame.write(row.number, row: at, endingAt: 5, style: row.style)
        let nameEnd = quantityEnd - max(5, CellWidth.of(row.quantity)) - 1
        frame.write(row.name, row: at, column: 6, end: nameEnd, style: row.style)
        frame.write(row.quantity, row: at, endingAt: quantityEnd, style: row.style)
        frame.write(row.price, row: at, endingAt: priceEnd, style: row.style)
        frame.write(row.amount, row: at, endingAt: amountEnd, style: row.style)
        frame.write(row.tax, row: at, endingAt: taxEnd, style: row.style)
    }

    private func drawTotals(_ totals: BasketTotals, on frame: inout Frame) {
        let top = size.rows - 8
        let labelColumn = max(30, columns - 31)
        if let customer {
            frame.write(
                say(ScreenText.customer("\(customer.number) \(customer.name)")), row: top,
                column: 1, end: labelColumn - 1)
        }
        if let heldSales, heldSales > 0 {
            frame.write(say(ScreenText.held(heldSales)), row: top + 1, column: 1)
        }
        let paid = basket.stage.tenders.map(\.amount).sum()
        if paid != .zero {
            frame.write(
                "\(say(ScreenText.paid(""))) \(numbers.text(paid))", row: top + 2, column: 1)
        }
        let tax = say(
            totals.isTaxExempt
                ? ReceiptText.taxExempt.translation
                : (totals.taxIncluded ? ScreenText.taxIncluded : .tax).translation)
        let rows = [
            (say(ReceiptText.subtotal), totals.subtotal), (tax, totals.tax),
            (say(ReceiptText.total), totals.total),
        ]
        for (index, row) in rows.enumerated() {
            let style = index == 2 ? Style.bold : .normal
            frame.write(row.0, row: top + index, column: labelColumn, style: style)
            frame.write(
                numbers.text(row.1), row: top + index, endingAt: amountEnd, style: style)
        }
    }

    private func say(_ translation: Translation) -> String { translation[language] }
}
