extension Basket {
    /// What is still to pay, or, negative, to pay out; before cash rounding.
    public func due(_ terms: SaleTerms) -> Money {
        stage.isSettled ? .zero : totals(terms).total - stage.tenders.map(\.amount).sum()
    }

    /// What is due if it is paid in cash.
    public func cashDue(_ terms: SaleTerms) -> Money {
        terms.settings.cashRounding.rounded(due(terms))
    }

    /// The quick cash keys for what is due.
    public func quickNotes(_ terms: SaleTerms) -> [Money] {
        let due = cashDue(terms)
        let fixed = terms.settings.quickNotes
        guard fixed.isEmpty else { return fixed.filter { $0 >= due && due > .zero } }
        return Denominations.quickNotes(for: due, among: terms.settings.denominations)
    }

    /// Takes a tender, or pays out by it where goods came back.
    ///
    /// The amount is positive whichever way the money goes; nil is all that is due. The reference
    /// is a card slip's or a voucher's, of at most 12 characters.
    ///
    /// - Throws: ``TenderError``; the basket is then as it was.
    public mutating func pay(
        _ code: String, amount: Money? = nil, reference: String? = nil, terms: SaleTerms,
        by cashier: Authority, approval: Authority? = nil
    ) throws(TenderError) {
        guard hasGoods else { throw .basketIsEmpty }
        guard !stage.isSettled else { throw .alreadySettled }
        guard let type = terms.settings.tender(code) else { throw .noSuchTender(code) }
        guard cashier.rights.allows(.sell) || approval?.rights.allows(.sell) ?? false else {
            throw .needsApproval(.sell)
        }
        let reference = try type.checked(reference)
        let due = due(terms)
        let payment = Payment(type: type, reference: reference, due: due, terms: terms)
        if due < .zero {
            let amount = try payment.paidOut(amount)
            try checkWayBack(
                ReceiptTender(tender: code, amount: amount), tolerance: payment.coin,
                terms: terms, cashier, approval)
            settle(payment, amount: amount, change: .zero)
        } else {
            let (amount, change) = try payment.paidIn(amount)
            settle(payment, amount: amount, change: change)
        }
    }

    /// Ends an even exchange or a sale at nothing, where no money moves.
    public mutating func settleEven(_ terms: SaleTerms) throws(TenderError) {
        guard hasGoods else { throw .basketIsEmpty }
        guard !stage.isSettled else { throw .alreadySettled }
        let due = due(terms)
        guard due == .zero else { throw .notSettled(due: due) }
        stage = .settled(stage.tenders, rounding: .zero, change: .zero)
    }

    /// Takes a tender back; what it paid is due again.
    public mutating func removeTender(_ index: Int) throws(TenderError) {
        var tenders = stage.tenders
        guard tenders.indices.contains(index) else { throw .noSuchTenderGiven(index) }
        tenders.remove(at: index)
        stage = tenders.isEmpty ? .ringing : .tendering(tenders)
    }

    /// Goes back from "settled" with nothing paid to ringing.
    public mutating func reopen() throws(TenderError) {
        guard stage.tenders.isEmpty else { throw .alreadySettled }
        stage = .ringing
    }

    private mutating func settle(_ payment: Payment, amount: Money, change: Money) {
        let tender = ReceiptTender(
            tender: payment.type.code, amount: amount, reference: payment.reference)
        // A tender of nothing (two pennies rounded away) is no tender.
        let tenders = stage.tenders + (amount == .zero ? [] : [tender])
        let left = payment.due - (amount - change)
        guard change > .zero || payment.settles(leaving: left) else {
            return stage = .tendering(tenders)
        }
        stage = .settled(tenders, rounding: -left, change: change)
    }
}

/// One tender against what is due.
private struct Payment {
    let type: TenderType
    let reference: String?
    let due: Money
    let terms: SaleTerms

    /// What is due by this tender: cash is rounded, others are not.
    var dueHere: Money {
        type.kind == .cash ? terms.settings.cashRounding.rounded(due) : due
    }

    /// What rounding may add to what is owed.
    var coin: Money {
        type.kind == .cash ? terms.settings.cashRounding.increment : .zero
    }

    /// What is given, and the cash that goes back.
    func paidIn(_ asked: Money?) throws(TenderError) -> (amount: Money, change: Money) {
        let amount = asked ?? dueHere
        guard amount >= .zero, amount <= Self.most, amount > .zero || dueHere == .zero else {
            throw .amountOutOfRange(amount)
        }
        guard amount > dueHere else { return (amount, .zero) }
        guard type.givesChange else { throw .moreThanDue(due: dueHere, given: amount) }
        // Of an amount that the smallest coin can't show, no more goes back than was given.
        return (amount, min(amount, terms.settings.cashRounding.rounded(amount - dueHere)))
    }

    /// What is paid out, negative.
    func paidOut(_ asked: Money?) throws(TenderError) -> Money {
        let amount = asked ?? -dueHere
        guard amount >= .zero, amount <= Self.most, amount > .zero || dueHere == .zero else {
            throw .amountOutOfRange(amount)
        }
        guard amount <= -dueHere else { throw .moreThanDue(due: dueHere, given: amount) }
        return -amount
    }

    /// Whether nothing is left but what coins can't show.
    func settles(leaving left: Money) -> Bool {
        if left == .zero || (left < .zero) != (due < .zero) { return true }
        return type.kind == .cash && terms.settings.cashRounding.rounded(left) == .zero
    }

    /// Ten thousand million of a currency with two digits.
    private static let most = Money(1_000_000_000_000)
}

extension TenderType {
    /// The reference as it may be kept.
    fileprivate func checked(_ reference: String?) throws(TenderError) -> String? {
        guard let reference, !reference.isEmpty else {
            guard !needsReference else { throw .needsReference(code) }
            return nil
        }
        guard !CardNumber.isPossible(in: reference) else { throw .looksLikeCardNumber }
        guard reference.count <= ReceiptTender.referenceCharactersMax else {
            throw .referenceTooLong(most: ReceiptTender.referenceCharactersMax)
        }
        return reference
    }
}

extension ReceiptTender {
    /// Shorter than any card's number.
    public static let referenceCharactersMax = 12
}
