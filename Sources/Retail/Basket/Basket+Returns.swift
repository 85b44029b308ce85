extension Basket {
    /// Takes goods of an earlier receipt back, at what was paid for them.
    ///
    /// Lines of the receipt count from 0, the quantity is positive; the same line again raises what
    /// comes back of it.
    public mutating func addReturn(
        ofLine line: UInt32, quantity: Quantity, from source: ReturnSource, reason: UInt8?,
        terms: SaleTerms, by cashier: Authority, approval: Authority? = nil
    ) throws(BasketError) {
        try checkRinging()
        try Self.check(quantity)
        try Self.check(reason, for: .goodsReturned, in: terms.settings)
        let goods = try Self.goods(line, of: source, terms)
        let sold = source.receipt.lines[Int(line)]
        guard sold.unit == .weight || quantity.isWhole else { throw .quantityNotWhole(quantity) }
        _ = try cashier.approver(for: .returnGoods, approval: approval)
        let known = lines.lastIndex { $0.origin == goods.origin && !$0.isVoided }
        let before = known.map { -lines[$0].quantity } ?? .zero
        let returned = BasketLine(sold, goods: goods, quantity: -(before + quantity))
        try checkReturn(returned, of: before + quantity)
        if let known {
            lines[known] = returned
            lastLine = known
        } else {
            try append(returned)
        }
        noteTenders(of: source.receipt, terms: terms)
    }

    /// Takes goods back that no receipt tells of, within the shop's cap.
    ///
    /// The price is what is paid out for one: at most the catalogue's.
    public mutating func addReturnWithoutReceipt(
        _ sellable: Sellable, quantity: Quantity, price: UnitPrice, reason: UInt8?,
        terms: SaleTerms, by cashier: Authority, approval: Authority? = nil
    ) throws(BasketError) {
        try checkRinging()
        try Self.check(quantity)
        try Self.check(price)
        guard price <= sellable.price else { throw .priceOutOfRange(price) }
        try Self.check(reason, for: .goodsReturned, in: terms.settings)
        let approver = try cashier.approver(for: .returnWithoutReceipt, approval: approval)
        let line = try Self.unreceipted(sellable, quantity, price)
        try checkCap(adding: line.gross(digits: digits), terms)
        try append(line)
        record(
            BasketEvent(
                kind: .returnedWithoutReceipt, line: lastLineNumber, item: line.item,
                amount: line.gross(digits: digits), quantity: line.quantity, reason: reason,
                approver: approver))
    }

    /// Refuses more than was sold minus what came back.
    func checkReturn(_ line: BasketLine, of quantity: Quantity) throws(BasketError) {
        guard let goods = line.returned else { return }
        guard quantity <= goods.returnable else {
            throw .returnRefused(.moreThanSold(returnable: goods.returnable, asked: quantity))
        }
    }

    /// The receipts whose goods come back in it, each once.
    public var returnedReceipts: [ContentID] {
        let origins = lines.filter { !$0.isVoided }.compactMap { $0.origin?.receipt }
        return origins.indices.filter { origins.firstIndex(of: origins[$0]) == $0 }
            .map { origins[$0] }
    }

    /// Compares all that comes back with the receipts as they stand now.
    ///
    /// Something of the goods may have come back elsewhere since they were put in here, as while a
    /// basket is held: their share of what was paid is another one then. And a basket may come
    /// from a program that put figures of its own into it.
    ///
    /// - Parameters:
    ///   - sources: the receipts in question.
    ///   - terms: today's cap of goods without a receipt, and today's tax mode.
    /// - Throws: ``BasketError/returnRefused(_:)``.
    func checkReturns(
        against sources: [ContentID: ReturnSource], _ terms: SaleTerms
    ) throws(BasketError) {
        var origins: Set<LineOrigin> = []
        for line in lines where !line.isVoided {
            guard let goods = line.returned, let source = sources[goods.origin.receipt] else {
                continue
            }
            // Two lines of the same goods would both be paid the first one's share.
            let isFirst = origins.insert(goods.origin).inserted
            try Self.check(line, goods, against: source, isFirst: isFirst, terms)
        }
        try checkCap(adding: .zero, terms)
    }

    private static func check(
        _ line: BasketLine, _ goods: ReturnedGoods, against source: ReturnSource, isFirst: Bool,
        _ terms: SaleTerms
    ) throws(BasketError) {
        let current = try Self.goods(goods.origin.line, of: source, terms)
        guard isFirst, goods.cameBack == current.cameBack, -line.quantity <= current.returnable
        else {
            let left = isFirst ? current.returnable : .zero
            throw .returnRefused(.moreThanSold(returnable: left, asked: -line.quantity))
        }
        let sold = source.receipt.lines[Int(goods.origin.line)]
        var expected = BasketLine(sold, goods: current, quantity: line.quantity)
        (expected.note, expected.discount) = (line.note, line.discount)
        guard line == expected else {
            throw .returnRefused(.differsFromReceipt(goods.origin.line))
        }
    }

    private static func goods(
        _ line: UInt32, of source: ReturnSource, _ terms: SaleTerms
    ) throws(BasketError) -> ReturnedGoods {
        // Amounts with tax and amounts without it have no common sum.
        guard source.receipt.taxIncluded == terms.settings.taxMode.isIncluded else {
            throw .returnRefused(.taxModeDiffers)
        }
        do throws(ReturnError) {
            return try source.goods(line)
        } catch {
            throw .returnRefused(error)
        }
    }

    private static func unreceipted(
        _ sellable: Sellable, _ quantity: Quantity, _ price: UnitPrice
    ) throws(BasketError) -> BasketLine {
        let item = sellable.item
        guard item.unit == .weight || quantity.isWhole else { throw .quantityNotWhole(quantity) }
        return BasketLine(
            item: item.code, name: item.name, department: item.department,
            taxCategory: item.taxCategory, unit: item.unit, quantity: -quantity,
            listPrice: sellable.price, price: price,
            scanned: sellable.scanned.isEmpty ? nil : sellable.scanned)
    }

    private func checkCap(adding amount: Money, _ terms: SaleTerms) throws(BasketError) {
        guard let cap = terms.settings.returnCapWithoutReceipt else { return }
        let before = lines.filter { $0.isReturnedWithoutReceipt }.map { $0.gross(digits: digits) }
        let asked = -(before.sum() + amount)
        guard asked <= cap else { throw .returnRefused(.overCap(cap: cap, asked: asked)) }
    }
}

extension BasketLine {
    var isReturnedWithoutReceipt: Bool { !isVoided && quantity < .zero && returned == nil }

    /// A line of a receipt as it comes back.
    fileprivate init(_ sold: ReceiptLine, goods: ReturnedGoods, quantity: Quantity) {
        self.init(
            item: sold.item, name: sold.name, department: sold.department,
            taxCategory: sold.taxCategory, unit: sold.unit, quantity: quantity,
            listPrice: sold.listPrice, price: sold.price, basis: .returned(goods),
            scanned: sold.scanned)
    }
}
