import Retail
import Texts

// The total, the tenders, the end of a sale.

extension LaneState {
    mutating func total() {
        guard basket.hasGoods else { return refuse(GoodsMessage.nothingRung) }
        selected = nil
        screen = .total(Screen.entry())
        let due = basket.due(terms)
        show(on: text(ReceiptText.total, in: storeLanguage), due)
    }

    /// Pays with what was typed, else with all that is due.
    mutating func pay(_ code: String, typed: String) {
        guard basket.hasGoods else { return refuse(GoodsMessage.nothingRung) }
        var amount: Money?
        if !typed.isEmpty {
            guard let money = money(typed) else { return }
            amount = money
        }
        if case .sale = screen { total() }
        attempt(.pay(code, amount, reference: nil))
    }

    /// The first tender of this kind that the store takes.
    mutating func pay(_ kind: TenderType.Kind, typed: String) {
        guard let tender = settings.tenders.first(where: { $0.kind == kind }) else {
            return refuse(EntryMessage.notSetUp(text(ScreenText.kind(of: kind), in: language)))
        }
        pay(tender.code, typed: typed)
    }

    /// A tender was taken: the sale ends, or the rest is due.
    mutating func paid() {
        screen = .total(Screen.entry())
        guard basket.stage.isSettled else {
            effects.append(.beep(.good))
            return tell(MoneyMessage.partPaid(write(basket.due(terms).magnitude)))
        }
        attempt(.command(.complete(basket)))
    }

    /// Enter at the total: ends what is paid or even, pays a refund the way it came.
    mutating func endOrAsk() {
        if basket.stage.isSettled { return attempt(.command(.complete(basket))) }
        let due = basket.due(terms)
        if due == .zero { return settleEven() }
        guard due < .zero, let first = basket.refundPlan(terms).first(where: isUnpaid) else {
            return warn(MoneyMessage.chooseTender)
        }
        attempt(.pay(first.tender, first.amount, reference: nil))
    }

    private func isUnpaid(_ planned: ReceiptTender) -> Bool {
        !basket.stage.tenders.contains { $0.tender == planned.tender }
    }

    private mutating func settleEven() {
        do throws(TenderError) {
            try basket.settleEven(terms)
            attempt(.command(.complete(basket)))
        } catch {
            refuse(error)
        }
    }

    /// Escape at the total: back to the goods, or a tender back after a question.
    mutating func leaveTotal() {
        let tenders = basket.stage.tenders
        guard tenders.isEmpty else { return push(.confirm(.takeBack(tenders.count - 1))) }
        if basket.stage.isSettled {
            do throws(TenderError) { try basket.reopen() } catch { return refuse(error) }
        }
        screen = .newSale
    }

    mutating func takeBack(_ index: Int) {
        let tenders = basket.stage.tenders
        do throws(TenderError) {
            try basket.removeTender(index)
            tell(MoneyMessage.tenderTakenBack(write(tenders[index].amount.magnitude)))
        } catch {
            refuse(error)
        }
    }

    /// The receipt is in the books: the change stays on the screen until the next sale begins.
    mutating func completed(_ receipt: Receipt) {
        beginSale()
        dialogs = []
        screen = .done(receipt)
        effects.append(.beep(.good))
        lookAtCash()
        let key: ReceiptText = receipt.change > .zero ? .change : .total
        show(
            on: text(key, in: storeLanguage),
            receipt.change > .zero ? receipt.change : receipt.total)
    }
}

extension LaneState {
    /// The customer sees what was rung last.
    mutating func showLastLine() {
        guard let last = basket.lastLine, basket.lines.indices.contains(last) else { return }
        let figures = basket.totals(terms).lines
        show(on: basket.lines[last].name.shown, figures[last].net)
    }

    mutating func show(on top: String, _ amount: Money) {
        let format = NumberFormat(
            style: .of(language: storeLanguage.rawValue), currency: settings.currency)
        let figure = format.textWithSymbol(amount)
        let gap = max(0, CustomerLines.columns - CellWidth.of(figure))
        effects.append(
            .display(
                CustomerLines(
                    top: CellWidth.prefix(top, cells: CustomerLines.columns),
                    bottom: CellWidth.prefix(
                        String(repeating: " ", count: gap) + figure,
                        cells: CustomerLines.columns))))
    }
}
