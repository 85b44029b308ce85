/// What the shop itself knows of the goods that a basket from elsewhere names.
public struct GoodsKnown: Hashable, Sendable {
    /// Items as they are sold now, by the codes that lines name.
    public var items: [ItemCode: Sellable]
    /// How much a scanned label says, by the code as it was scanned.
    public var labels: [String: Basket.Measure]
    /// The last days that scanned labels name, by the code as it was scanned.
    public var lastDays: [String: BusinessDate]

    public init(
        items: [ItemCode: Sellable] = [:], labels: [String: Basket.Measure] = [:],
        lastDays: [String: BusinessDate] = [:]
    ) {
        self.items = items
        self.labels = labels
        self.lastDays = lastDays
    }
}

// A basket that another process handed in went through no verb of ours: all that a verb would
// have asked on the way is asked of the whole.

extension Basket {
    /// Item codes that lines name, each once, in their order.
    public var itemCodes: [ItemCode] {
        var seen: Set<ItemCode> = []
        return lines.compactMap(\.item).filter { seen.insert($0).inserted }
    }

    /// Codes of labels that may say how much a line is, in the lines' order.
    public var labelCodes: [String] {
        lines.filter { $0.unit == .weight || $0.isFixed }.compactMap(\.scanned)
    }

    /// All codes as they were scanned, in the lines' order.
    public var scannedCodes: [String] { lines.compactMap(\.scanned) }

    /// Refuses a basket of another process that this person alone could not have rung here.
    ///
    /// Nobody stands by at another process: an approval that the basket names is none.
    ///
    /// - Parameters:
    ///   - cashier: in whose name it comes, with their rights as they are now.
    ///   - goods: the catalogue's view of what it names.
    ///   - sources: the receipts whose goods come back.
    ///   - terms: the store's rules, as of now.
    /// - Throws: the ``Refusal`` that the first verb in question would have met.
    public func checkClaims(
        by cashier: Authority, goods: GoodsKnown, sources: [ContentID: ReturnSource],
        _ terms: SaleTerms
    ) throws(Refusal) {
        guard events.allSatisfy({ $0.approver == nil }) else { throw .unprovedApproval }
        do throws(BasketError) {
            for index in lines.indices {
                try checkClaim(ofLine: index, cashier, goods)
                guard lines[index].isExpired(goods, on: terms.today) else { continue }
                _ = try cashier.approver(for: .sellExpired, approval: nil)
            }
            try checkEvents(cashier)
            try checkDiscount(cashier)
            try checkExemption(cashier, terms)
            try checkAges(terms)
        } catch {
            if case .needsApproval(let permission) = error { throw .needsApproval(permission) }
            throw .basket(error)
        }
        for line in lines { try line.checkGoods(goods, digits: digits) }
        guard isWhole, lines.indices.allSatisfy({ isNoted($0, goods, terms) }) else {
            throw .unsoundReceipt
        }
        try checkTenders(cashier, sources, terms)
    }

    // MARK: What takes a right

    private func checkClaim(
        ofLine index: Int, _ cashier: Authority, _ goods: GoodsKnown
    ) throws(BasketError) {
        let line = lines[index]
        for permission in line.permissions(isWeighed: goods.weighs(line)) {
            _ = try cashier.approver(for: permission, approval: nil)
        }
        let gross = line.gross(digits: digits)
        if line.isVoided {
            try check(.voidLine, cashier) {
                $0.allowsVoid(of: gross - line.ownDiscount(digits: digits))
            }
        }
        guard let discount = line.discount else { return }
        guard line.quantity > .zero else { throw .discountOutOfRange }
        try check(.discount, cashier) {
            $0.allowsDiscount(of: discount.taken(off: gross), on: gross)
        }
    }

    private func check(
        _ permission: Permission, _ cashier: Authority, _ isAllowed: (Rights) -> Bool
    ) throws(BasketError) {
        _ = try cashier.approver(for: permission, approval: nil, isAllowed: isAllowed)
    }

    /// Fewer pieces of a line leave an event and nothing else.
    private func checkEvents(_ cashier: Authority) throws(BasketError) {
        for event in events {
            switch event.kind {
            case .lineVoided: try check(.voidLine, cashier) { $0.allowsVoid(of: event.amount) }
            case .weightTyped: try check(.typeWeight, cashier) { $0.allows(.typeWeight) }
            case .expiredSold: try check(.sellExpired, cashier) { $0.allows(.sellExpired) }
            case .heldCopied, .returnUnconfirmed:
                try check(.actUnconfirmed, cashier) { $0.allows(.actUnconfirmed) }
            case .priceOverridden, .lineDiscounted, .basketDiscounted, .ageAccepted, .ageRefused,
                .unknownCode, .openItem, .returnedWithoutReceipt, .priceChecked:
                continue
            }
        }
    }

    private func checkDiscount(_ cashier: Authority) throws(BasketError) {
        guard let discount else { return }
        let whole = discountableAmount
        try check(.discount, cashier) {
            $0.allowsDiscount(of: discount.taken(off: whole), on: whole)
        }
    }

    private func checkExemption(_ cashier: Authority, _ terms: SaleTerms) throws(BasketError) {
        guard let exemption else { return }
        do throws(TaxExemptionError) {
            try exemption.check(at: terms.moment)
        } catch {
            throw .exemptionRefused(error)
        }
        try check(.exemptCustomer, cashier) { $0.allows(.exemptCustomer) }
    }

    /// An age counts as accepted where an event says who was looked at and for what.
    private func checkAges(_ terms: SaleTerms) throws(BasketError) {
        let accepted = events.filter { $0.kind == .ageAccepted }.map(\.quantity).max() ?? .zero
        let needed = max(acceptedAge, lines.compactMap { $0.soldFromAge }.max() ?? 0)
        guard Quantity(units: Int64(needed)) <= accepted else {
            throw .needsAge(years: needed, bornOnOrBefore: terms.today.yearsBefore(needed))
        }
    }

    // MARK: What leaves a trace

    /// Whether everything that the verbs note is noted; a voided line is on no receipt.
    private var isWhole: Bool {
        fault == nil
            && lines.indices.allSatisfy { index in
                !lines[index].isVoided
                    || events.contains { $0.kind == .lineVoided && $0.line == UInt32(index) }
            }
    }

    /// Whether a line that was sold after its last day is noted.
    private func isNoted(_ index: Int, _ goods: GoodsKnown, _ terms: SaleTerms) -> Bool {
        !lines[index].isExpired(goods, on: terms.today)
            || events.contains { $0.kind == .expiredSold && $0.line == UInt32(index) }
    }

    // MARK: Money

    /// Pays it once more, as the same person here: the same tenders must settle it the same way.
    private func checkTenders(
        _ cashier: Authority, _ sources: [ContentID: ReturnSource], _ terms: SaleTerms
    ) throws(Refusal) {
        guard stage != .ringing else { return }
        var paid = self
        paid.stage = .ringing
        paid.originalTenders = []
        for content in returnedReceipts {
            guard let source = sources[content] else { throw .unknownReceipt(content) }
            paid.noteTenders(of: source.receipt, terms: terms)
        }
        do throws(TenderError) {
            for tender in stage.tenders {
                try paid.pay(
                    tender.tender, amount: tender.amount.magnitude, reference: tender.reference,
                    terms: terms, by: cashier)
            }
            if stage.isSettled, !paid.stage.isSettled { try paid.settleNothing(terms, cashier) }
        } catch {
            if case .needsApproval(let permission) = error { throw .needsApproval(permission) }
            throw .tender(error)
        }
        guard paid.stage == stage else { throw .unsoundReceipt }
    }

    /// Ends what no coin can pay any more.
    private mutating func settleNothing(
        _ terms: SaleTerms, _ cashier: Authority
    ) throws(TenderError) {
        guard due(terms) != .zero, cashDue(terms) == .zero,
            let cash = terms.settings.tenders.first(where: { $0.kind == .cash })
        else { return try settleEven(terms) }
        try pay(cash.code, terms: terms, by: cashier)
    }
}

extension GoodsKnown {
    /// Whether the line's own label says its weight.
    fileprivate func weighs(_ line: BasketLine) -> Bool {
        line.scanned.flatMap { labels[$0] } == .weighed(line.quantity)
    }
}

extension BasketLine {
    /// Whether it sells what its label says was over before today.
    fileprivate func isExpired(_ goods: GoodsKnown, on today: BusinessDate) -> Bool {
        guard quantity > .zero, let scanned else { return false }
        return goods.lastDays[scanned].map { $0 < today } ?? false
    }

    /// The age that whoever buys it must have.
    fileprivate var soldFromAge: UInt8? { quantity > .zero && !isVoided ? minimumAge : nil }

    /// What somebody must be allowed for such a line to be there.
    fileprivate func permissions(isWeighed: Bool) -> [Permission] {
        var permissions: [Permission] = []
        if quantity > .zero {
            permissions.append(.sell)
            if item == nil { permissions.append(.openItem) }
            if basis == .price, price != listPrice { permissions.append(.overridePrice) }
            if unit == .weight, basis == .price, !isWeighed { permissions.append(.typeWeight) }
        } else {
            permissions.append(returned == nil ? .returnWithoutReceipt : .returnGoods)
        }
        return permissions
    }

    /// Refuses goods that the catalogue doesn't know like that.
    ///
    /// What comes back against a receipt is compared with the receipt instead.
    fileprivate func checkGoods(_ goods: GoodsKnown, digits: Int) throws(Refusal) {
        guard returned == nil, let item else { return }
        guard let known = goods.items[item], known.item.isActive || quantity < .zero else {
            throw .unknownItem(item)
        }
        let isSame =
            name == known.item.name && department == known.item.department
            && taxCategory == known.item.taxCategory && unit == known.item.unit
            && listPrice == known.price
            && (quantity < .zero ? price <= listPrice : minimumAge == known.item.minimumAge)
            && hasOwnAmount(known, goods, digits: digits)
        guard isSame else { throw .differsFromCatalogue(item) }
    }

    /// Whether a fixed amount is its label's.
    private func hasOwnAmount(_ known: Sellable, _ goods: GoodsKnown, digits: Int) -> Bool {
        guard case .label(let amount) = basis else { return true }
        guard let scanned, goods.labels[scanned] == .labelled(amount) else { return false }
        let made = try? Basket.labelled(known, amount, digits: digits)
        return made.map { $0.quantity == quantity && $0.price == price } ?? false
    }
}
