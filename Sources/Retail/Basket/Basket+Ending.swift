extension Basket {
    /// Gives the basket up: what stood in it stays on record under a content id of its own.
    public func cancel(
        content: ContentID, context: FactContext, reason: UInt8?, terms: SaleTerms,
        by cashier: Authority, approval: Authority? = nil
    ) throws(BasketError) -> BasketRecord {
        try checkRinging()
        guard !isUntouched else { throw .basketIsEmpty }
        let amount = totals(terms).total
        let approver = try cashier.approver(for: .cancelBasket, approval: approval) {
            $0.allowsCancel(of: amount)
        }
        var record = record(content, context, terms)
        record.approver = approver
        record.reason = reason
        return record
    }

    /// Puts the basket aside, for any lane to go on with.
    ///
    /// The content id names the hold, in the recall too; the label is what people know it by.
    public func hold(
        content: ContentID, context: FactContext, label: String?, terms: SaleTerms,
        by cashier: Authority, approval: Authority? = nil
    ) throws(BasketError) -> BasketRecord {
        try checkRinging()
        guard hasGoods else { throw .basketIsEmpty }
        if let label { try Self.check(label, most: Limit.labelCharacters) }
        let approver = try cashier.approver(for: .holdBasket, approval: approval)
        var record = record(content, context, terms)
        record.approver = approver
        record.label = label
        record.basket = encode()
        return record
    }

    private func record(
        _ content: ContentID, _ context: FactContext, _ terms: SaleTerms
    ) -> BasketRecord {
        let totals = totals(terms)
        return BasketRecord(
            content: content, basketID: id, time: context.time,
            businessDate: context.businessDate, drawer: context.drawer, person: context.person,
            total: totals.total, lines: receiptLines(totals), events: receiptEvents(totals))
    }
}

extension BasketRecord {
    /// Goes on with a held basket; the content id names the recall's fact.
    public func recall(
        content: ContentID, context: FactContext
    ) throws(BasketCodingError) -> (basket: Basket, fact: BasketRecall) {
        let basket = try Basket(decoding: self.basket)
        let fact = BasketRecall(
            content: content, hold: self.content, time: context.time,
            businessDate: context.businessDate, person: context.person)
        return (basket, fact)
    }
}
