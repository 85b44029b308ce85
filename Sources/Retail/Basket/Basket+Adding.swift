extension Basket {
    /// How much of an item is added.
    public enum Measure: Hashable, Sendable {
        case pieces(Int64)
        /// Weight from a scale or an item's own label.
        case weighed(Quantity)
        /// Weight that a person typed: takes ``Permission/typeWeight``.
        case typedWeight(Quantity)
        /// The amount on the item's own label; it locks the price.
        case labelled(Money)
    }

    /// Adds goods; the same item again raises its line where the settings say so.
    ///
    /// Goods whose own label says that their last day is over take ``Permission/sellExpired``, and
    /// leave an event.
    ///
    /// - Throws: ``BasketError/needsAge(years:bornOnOrBefore:)`` or
    ///   ``BasketError/needsApproval(_:)`` where something must be asked first.
    public mutating func add(
        _ sellable: Sellable, _ measure: Measure = .pieces(1), terms: SaleTerms,
        by cashier: Authority, approval: Authority? = nil
    ) throws(BasketError) {
        try checkRinging()
        let approver = try checkAdding(sellable, measure, terms, cashier, approval)
        let line = try Self.line(for: sellable, measure, digits: digits)
        try put(line, joins: terms.settings.mergesSameItems)
        if let expires = sellable.expires, sellable.isExpired(on: terms.today) {
            record(
                BasketEvent(
                    kind: .expiredSold, line: lastLineNumber, item: sellable.item.code,
                    quantity: line.quantity, approver: approver,
                    text: CivilDate(expires).iso))
        }
        guard case .typedWeight(let weight) = measure else { return }
        record(
            BasketEvent(
                kind: .weightTyped, line: lastLineNumber, item: sellable.item.code,
                quantity: weight, approver: approver))
    }

    /// Adds one more of what was added last, at the catalogue's price of then.
    public mutating func repeatLast(
        terms: SaleTerms, by cashier: Authority
    ) throws(BasketError) {
        try checkRinging()
        guard let lastLine, lines.indices.contains(lastLine) else { throw .nothingToRepeat }
        var line = lines[lastLine]
        guard line.unit == .piece, line.quantity > .zero, line.item != nil else {
            throw .nothingToRepeat
        }
        _ = try cashier.approver(for: .sell, approval: nil)
        if !line.isFixed {
            line.quantity = .one
            line.price = line.listPrice
        }
        (line.discount, line.note, line.isVoided) = (nil, nil, false)
        try put(line, joins: terms.settings.mergesSameItems)
    }

    /// Adds goods that the catalogue doesn't know, for a department at a price.
    ///
    /// The code is what was scanned, if anything; it is listed for the catalogue.
    public mutating func addOpenItem(
        code: String?, name: String, department: String, taxCategory: String, price: UnitPrice,
        pieces: Int64 = 1, by cashier: Authority, approval: Authority? = nil
    ) throws(BasketError) {
        try checkRinging()
        let code = code.map { CardNumber.masked(code: $0) }
        try Self.check(name, most: Limit.textCharacters)
        try Self.check(price)
        let quantity = try Self.pieces(pieces)
        let approver = try cashier.approver(for: .openItem, approval: approval)
        try append(
            BasketLine(
                item: nil, name: name, department: department, taxCategory: taxCategory,
                unit: .piece, quantity: quantity, listPrice: price, price: price, scanned: code))
        record(
            BasketEvent(
                kind: .openItem, line: lastLineNumber,
                amount: price.amount(for: quantity, digits: digits), quantity: quantity,
                approver: approver, text: code))
    }

    /// Notes a code that leads nowhere; nothing is added, and of a card's number nothing is kept.
    ///
    /// Nor is anything of what was typed and may be a PIN, right or nearly right: whether it is
    /// one isn't looked up, for that would let everybody at the lane try PINs.
    public mutating func noteUnknown(code: String, isTyped: Bool) {
        let mayBePIN = isTyped && PINPolicy().isShapedLikeOne(code)
        let text = CardNumber.masked(code: String(code.prefix(Limit.textCharacters)))
        record(BasketEvent(kind: .unknownCode, text: mayBePIN ? nil : text))
    }

    /// Notes that a price was asked for.
    public mutating func notePriceCheck(of sellable: Sellable) {
        record(
            BasketEvent(
                kind: .priceChecked, item: sellable.item.code,
                amount: sellable.price.amount(for: .one, digits: digits)))
    }
}

extension Basket {
    private func checkAdding(
        _ sellable: Sellable, _ measure: Measure, _ terms: SaleTerms, _ cashier: Authority,
        _ approval: Authority?
    ) throws(BasketError) -> PersonID? {
        let item = sellable.item
        guard item.isActive else { throw .itemInactive(item.code) }
        try Self.check(sellable.price)
        var approver = try cashier.approver(for: .sell, approval: approval)
        if sellable.isExpired(on: terms.today) {
            approver = try cashier.approver(for: .sellExpired, approval: approval) ?? approver
        }
        if let years = item.minimumAge, years > acceptedAge {
            let date = terms.today.yearsBefore(years)
            throw .needsAge(years: years, bornOnOrBefore: date)
        }
        guard case .typedWeight = measure else { return approver }
        return try cashier.approver(for: .typeWeight, approval: approval) ?? approver
    }

    /// Raises a line of the same item at the same price, or appends.
    private mutating func put(_ line: BasketLine, joins: Bool) throws(BasketError) {
        let same = joins ? lines.lastIndex { $0.isSame(as: line) } : nil
        guard let same else { return try append(line) }
        let quantity = lines[same].quantity + line.quantity
        try Self.check(quantity)
        lines[same].quantity = quantity
        lastLine = same
    }

    private static func line(
        for sellable: Sellable, _ measure: Measure, digits: Int
    ) throws(BasketError) -> BasketLine {
        switch measure {
        case .pieces(let count):
            guard sellable.item.unit == .piece else { throw .needsWeight(sellable.item.code) }
            return line(sellable, try pieces(count), price: sellable.price, basis: .price)
        case .weighed(let weight), .typedWeight(let weight):
            guard sellable.item.unit == .weight else { throw .isNotWeighed(sellable.item.code) }
            try check(weight)
            return line(sellable, weight, price: sellable.price, basis: .price)
        case .labelled(let amount):
            return try labelled(sellable, amount, digits: digits)
        }
    }

    /// A label's amount; of weighed goods the weight follows from it, so that stock stays right.
    static func labelled(
        _ sellable: Sellable, _ amount: Money, digits: Int
    ) throws(BasketError) -> BasketLine {
        guard amount >= .zero else { throw .priceOutOfRange(.zero) }
        let whole = UnitPrice(amount, digits: digits)
        try check(whole)
        let weight = Quantity(of: amount, at: sellable.price, digits: digits)
        guard sellable.item.unit == .weight, let weight, weight > .zero,
            weight <= Limit.quantity
        else { return line(sellable, .one, price: whole, basis: .label(amount)) }
        return line(sellable, weight, price: sellable.price, basis: .label(amount))
    }

    private static func line(
        _ sellable: Sellable, _ quantity: Quantity, price: UnitPrice, basis: BasketLine.Basis
    ) -> BasketLine {
        let item = sellable.item
        return BasketLine(
            item: item.code, name: item.name, department: item.department,
            taxCategory: item.taxCategory, unit: item.unit, minimumAge: item.minimumAge,
            quantity: quantity, listPrice: sellable.price, price: price, basis: basis,
            scanned: sellable.scanned.isEmpty ? nil : sellable.scanned)
    }

    static func pieces(_ count: Int64) throws(BasketError) -> Quantity {
        let quantity = Quantity(units: count)
        try check(quantity)
        return quantity
    }

    static func check(_ quantity: Quantity) throws(BasketError) {
        guard quantity > .zero, quantity <= Limit.quantity else {
            throw .quantityOutOfRange(quantity)
        }
    }

    static func check(_ price: UnitPrice) throws(BasketError) {
        guard price >= .zero, price <= Limit.price else { throw .priceOutOfRange(price) }
    }
}

extension BasketLine {
    /// Whether another scan of the same thing may raise this line.
    fileprivate func isSame(as line: BasketLine) -> Bool {
        item == line.item && item != nil && unit == .piece && basis == .price
            && line.basis == .price && price == line.price && listPrice == line.listPrice
            && name == line.name && taxCategory == line.taxCategory
            && department == line.department && minimumAge == line.minimumAge
            && quantity > .zero && discount == nil && note == nil && !isVoided
    }
}
