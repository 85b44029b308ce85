extension Basket {
    /// Sets how much of a line is sold, or how much of its goods comes back: positive both ways.
    public mutating func setQuantity(
        _ quantity: Quantity, ofLine index: Int, by cashier: Authority,
        approval: Authority? = nil
    ) throws(BasketError) {
        let line = try changeable(index)
        guard !line.isFixed, !line.isReturnedWithoutReceipt else { throw .lineIsFixed(index) }
        try Self.check(quantity)
        guard line.unit == .weight || quantity.isWhole else { throw .quantityNotWhole(quantity) }
        if line.quantity < .zero {
            try checkReturn(line, of: quantity)
            lines[index].quantity = -quantity
        } else {
            try setSold(quantity, of: line, at: index, cashier, approval)
        }
        lastLine = index
    }

    private mutating func setSold(
        _ quantity: Quantity, of line: BasketLine, at index: Int, _ cashier: Authority,
        _ approval: Authority?
    ) throws(BasketError) {
        var approver: PersonID?
        if line.unit == .weight {
            approver = try cashier.approver(for: .typeWeight, approval: approval)
        } else if quantity < line.quantity {
            // Fewer pieces is a void of the rest: the same limit holds.
            approver = try voidApprover(of: rest(of: line, quantity), cashier, approval)
        }
        lines[index].quantity = quantity
        guard line.unit == .weight || quantity < line.quantity else { return }
        record(
            BasketEvent(
                kind: line.unit == .weight ? .weightTyped : .lineVoided, line: UInt32(index),
                item: line.item,
                amount: line.unit == .weight ? .zero : rest(of: line, quantity),
                quantity: line.unit == .weight ? quantity : line.quantity - quantity,
                approver: approver))
    }

    /// What is gone when only so much of a line stays.
    private func rest(of line: BasketLine, _ quantity: Quantity) -> Money {
        line.price.amount(for: line.quantity - quantity, digits: digits)
    }

    /// Strikes a line through; it counts for nothing from now on.
    public mutating func voidLine(
        _ index: Int, reason: UInt8? = nil, by cashier: Authority, approval: Authority? = nil
    ) throws(BasketError) {
        let line = try changeable(index)
        let amount = line.gross(digits: digits) - line.ownDiscount(digits: digits)
        let approver = try voidApprover(of: amount, cashier, approval)
        lines[index].isVoided = true
        lastLine = lines.lastIndex { !$0.isVoided }
        record(
            BasketEvent(
                kind: .lineVoided, line: UInt32(index), item: line.item, amount: amount,
                quantity: line.quantity, reason: reason, approver: approver, text: line.name))
    }

    private func voidApprover(
        of amount: Money, _ cashier: Authority, _ approval: Authority?
    ) throws(BasketError) -> PersonID? {
        try cashier.approver(for: .voidLine, approval: approval) { $0.allowsVoid(of: amount) }
    }

    /// Charges another price than the catalogue's.
    public mutating func overridePrice(
        ofLine index: Int, to price: UnitPrice, reason: UInt8?, terms: SaleTerms,
        by cashier: Authority, approval: Authority? = nil
    ) throws(BasketError) {
        let line = try changeable(index)
        guard line.basis == .price, line.quantity > .zero else { throw .lineIsFixed(index) }
        try Self.check(price)
        try Self.check(reason, for: .priceOverride, in: terms.settings)
        let approver = try cashier.approver(for: .overridePrice, approval: approval)
        lines[index].price = price
        lastLine = index
        let before = line.listPrice.amount(for: line.quantity, digits: digits)
        record(
            BasketEvent(
                kind: .priceOverridden, line: UInt32(index), item: line.item,
                amount: lines[index].gross(digits: digits) - before, quantity: line.quantity,
                reason: reason, approver: approver))
    }

    /// Takes a discount off a line, in place of the one it had; nil takes that one back.
    public mutating func discountLine(
        _ index: Int, _ discount: Discount?, reason: UInt8?, terms: SaleTerms,
        by cashier: Authority, approval: Authority? = nil
    ) throws(BasketError) {
        let line = try changeable(index)
        guard line.isDiscountable else { throw .lineIsFixed(index) }
        guard let discount else { return lines[index].discount = nil }
        let gross = line.gross(digits: digits)
        guard discount.isInRange else { throw .discountOutOfRange }
        try Self.check(reason, for: .discount, in: terms.settings)
        let taken = discount.taken(off: gross)
        let approver = try cashier.approver(for: .discount, approval: approval) {
            $0.allowsDiscount(of: taken, on: gross)
        }
        lines[index].discount = discount
        lastLine = index
        record(
            BasketEvent(
                kind: .lineDiscounted, line: UInt32(index), item: line.item, amount: taken,
                quantity: line.quantity, reason: reason, approver: approver))
    }

    /// Takes a discount off all goods sold, in place of the one before; nil takes that one back.
    public mutating func discountBasket(
        _ discount: Discount?, reason: UInt8?, terms: SaleTerms, by cashier: Authority,
        approval: Authority? = nil
    ) throws(BasketError) {
        try checkRinging()
        guard let discount else { return self.discount = nil }
        guard discount.isInRange else { throw .discountOutOfRange }
        guard hasGoods else { throw .basketIsEmpty }
        try Self.check(reason, for: .discount, in: terms.settings)
        let whole = discountableAmount
        let taken = discount.taken(off: whole)
        let approver = try cashier.approver(for: .discount, approval: approval) {
            $0.allowsDiscount(of: taken, on: whole)
        }
        self.discount = discount
        record(
            BasketEvent(
                kind: .basketDiscounted, amount: taken, reason: reason, approver: approver))
    }

    static func check(
        _ reason: UInt8?, for use: ReasonUse, in settings: StoreSettings
    ) throws(BasketError) {
        let known = settings.reasons(for: use)
        guard !known.isEmpty else { return }
        guard let reason else { throw .needsReason(use) }
        guard known.contains(where: { $0.number == reason }) else {
            throw .unknownReason(use, reason)
        }
    }
}

extension Quantity {
    /// Whether it is so many pieces and nothing of another.
    var isWhole: Bool { thousandths.isMultiple(of: 1000) }
}
