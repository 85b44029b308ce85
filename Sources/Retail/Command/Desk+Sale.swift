// Baskets and receipts.

extension Desk {
    /// Ends a sale in the open drawer session: every receipt belongs to one.
    func complete(
        _ basket: Basket, _ standing: Standing, _ known: Known
    ) throws(Refusal) -> Decision {
        guard drawer != nil else { throw .drawerIsClosed }
        _ = try standing.approver(for: .sell)
        try checkReturns(of: basket, known)
        let basket = try unconfirmed(basket, standing, known)
        let receipt: Receipt
        do {
            try check(basket)
            receipt = try basket.complete(
                number: ReceiptNumber(series: series, number: nextReceipt),
                context: context(standing), terms: terms, isTraining: isTraining)
        } catch {
            throw .tender(error)
        }
        // A receiver that finds a contradiction raises an alarm: none leaves this lane.
        do {
            try receipt.verify(digits: basket.digits)
        } catch {
            throw .unsoundReceipt
        }
        return Decision(
            [.receiptCompleted(receipt)], print: PrintRequest(receipt.content),
            outcome: .receipt(receipt))
    }

    private func checkReturns(of basket: Basket, _ known: Known) throws(Refusal) {
        for content in basket.returnedReceipts where known.sources[content] == nil {
            throw .unknownReceipt(content)
        }
        do {
            try basket.checkReturns(against: known.sources, terms)
        } catch {
            throw .basket(error)
        }
    }

    /// Refuses what no till with these settings rings: another currency, tenders it doesn't take.
    private func check(_ basket: Basket) throws(TenderError) {
        guard basket.digits == terms.settings.currency.digits else {
            throw .notSettled(due: basket.totals(terms).total)
        }
        for tender in basket.stage.tenders where terms.settings.tender(tender.tender) == nil {
            throw .noSuchTender(tender.tender)
        }
    }

    func hold(
        _ basket: Basket, _ label: String?, _ standing: Standing, _ content: ContentID
    ) throws(Refusal) -> Decision {
        if let label { try checkText(label) }
        do {
            let record = try basket.hold(
                content: content, context: context(standing), label: label, terms: terms,
                by: standing.person, approval: standing.approval)
            return Decision(
                [.basketHeld(record)], print: PrintRequest(content), outcome: .held(record))
        } catch {
            throw Self.refusal(error)
        }
    }

    func recall(
        _ hold: ContentID, _ standing: Standing, _ known: Known, _ content: ContentID
    ) throws(Refusal) -> Decision {
        guard let record = known.hold else { throw .unknownHold(hold) }
        guard !known.isHoldRecalled else { throw .holdAlreadyRecalled(hold) }
        switch known.holdRights {
        case .held: break
        case .unreachable(let lane): throw .holdUnreachable(hold, lane: lane)
        case .elsewhere(let lane): throw .holdTaken(hold, lane: lane)
        }
        _ = try standing.approver(for: .sell)
        do {
            let (basket, fact) = try record.recall(content: content, context: context(standing))
            return Decision([.basketRecalled(fact)], outcome: .recalled(basket))
        } catch {
            throw .holdIsDamaged(hold)
        }
    }

    func cancel(
        _ basket: Basket, _ reason: UInt8?, _ standing: Standing, _ content: ContentID
    ) throws(Refusal) -> Decision {
        do {
            let record = try basket.cancel(
                content: content, context: context(standing), reason: reason, terms: terms,
                by: standing.person, approval: standing.approval)
            return Decision([.basketCancelled(record)])
        } catch {
            throw Self.refusal(error)
        }
    }

    /// A manager's void, while the drawer session that rang it is open and nothing came back.
    func void(
        _ content: ContentID, _ reason: UInt8, _ standing: Standing, _ known: Known,
        _ voidContent: ContentID
    ) throws(Refusal) -> Decision {
        guard let source = known.receipt else { throw .unknownReceipt(content) }
        let receipt = source.receipt
        let approver = try standing.approver(for: .voidReceipt)
        guard !source.isVoided else { throw .receiptAlreadyVoided(receipt.number) }
        // What another lane was given the right to take back may be coming back just now.
        guard known.lacking.isEmpty, source.cameBack.allSatisfy({ $0.value == .zero }) else {
            throw .receiptHasReturns(receipt.number)
        }
        guard let drawer, receipt.drawer == drawer.id else {
            throw .drawerOfReceiptClosed(receipt.number)
        }
        try checkReason(reason, for: .void)
        let fact = ReceiptVoid(
            content: voidContent, receipt: content, number: receipt.number, time: time,
            businessDate: businessDate, drawer: drawer.id, person: standing.person.person,
            approver: approver, reason: reason, lines: receipt.lines,
            tenders: receipt.netTenders(terms.settings),
            total: receipt.total, isTraining: receipt.isTraining)
        return Decision([.receiptVoided(fact)], print: PrintRequest(voidContent))
    }

    func reprint(
        _ content: ContentID, _ kind: Reprint.Kind, _ standing: Standing, _ known: Known,
        _ reprintContent: ContentID
    ) throws(Refusal) -> Decision {
        guard let source = known.receipt else { throw .unknownReceipt(content) }
        _ = try standing.approver(for: .reprint)
        let copy = known.copies + 1
        let fact = Reprint(
            content: reprintContent, receipt: content, kind: kind, copy: copy, time: time,
            businessDate: businessDate, drawer: drawer?.id, person: standing.person.person)
        let form: PrintRequest.Form =
            switch kind {
            case .copy: .copy(copy)
            case .gift: .gift
            }
        return Decision(
            [.receiptReprinted(fact)], print: PrintRequest(content, form),
            outcome: .reprinted(source.receipt, copy: copy))
    }

    private static func refusal(_ error: BasketError) -> Refusal {
        if case .needsApproval(let permission) = error { return .needsApproval(permission) }
        return .basket(error)
    }
}
