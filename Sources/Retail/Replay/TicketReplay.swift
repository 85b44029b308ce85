/// What a ticket came to.
public enum TicketDecision: Hashable, Sendable {
    case sale(Receipt)
    case `return`(Receipt)
    /// A stock movement or a money adjustment.
    case adjustment(Fact)
    case skipped(TicketSkip)
    /// A run before this one rang it.
    case already

    /// What is to be committed.
    public var fact: Fact? {
        switch self {
        case .sale(let receipt), .return(let receipt): .receiptCompleted(receipt)
        case .adjustment(let fact): fact
        case .skipped, .already: nil
        }
    }
}

/// What the shell looked up and derived for one ticket.
public struct TicketContext: Hashable, Sendable {
    /// Derived from the source's name and the ticket's number: the same in every run.
    public var content: ContentID
    /// Derived from the source's name and the customer's.
    public var customer: CustomerID?
    /// Whether a fact of this content id is there already.
    public var isKnown: Bool
    /// Of the ticket's time.
    public var businessDate: BusinessDate
    /// The drawer session that it is rung in, if any.
    public var drawer: ContentID?
    /// The catalogue's answer for the ticket's items; missing ones are unknown.
    public var goods: [ItemCode: Sellable]

    public init(
        content: ContentID, customer: CustomerID?, isKnown: Bool, businessDate: BusinessDate,
        drawer: ContentID? = nil, goods: [ItemCode: Sellable]
    ) {
        self.content = content
        self.customer = customer
        self.isKnown = isKnown
        self.businessDate = businessDate
        self.drawer = drawer
        self.goods = goods
    }
}

/// Rings recorded tickets on the same basket as a cashier, one after another.
///
/// `C…` is a return, `A…` an adjustment of money, another ticket with a negative quantity an
/// adjustment of stock, all else a sale. What was recorded has happened: no cap or limit stops it.
public struct TicketReplay: Sendable {
    private let cashier: Authority
    private var terms: SaleTerms
    private let series: String
    /// The number that the next receipt gets.
    public private(set) var nextNumber: UInt32
    public private(set) var index: TicketIndex
    public private(set) var counts = ReplayCounts()

    public init(
        person: PersonID, terms: SaleTerms, series: String, nextNumber: UInt32,
        index: TicketIndex = TicketIndex()
    ) {
        cashier = Authority(
            person: person, rights: Rights(permissions: .all, limits: .unlimited))
        self.terms = terms
        // Each row stays a line of its own, so that its amount is the file's.
        self.terms.settings.mergesSameItems = false
        self.terms.settings.returnCapWithoutReceipt = nil
        // A recorded sum was paid to the last penny.
        self.terms.settings.cashRounding = .none
        self.series = series
        self.nextNumber = nextNumber
        self.index = index
    }

    /// Adds earlier receipts of a customer, for cancellations that the index no longer covers.
    public mutating func know(_ source: ReturnSource) { index.add(source) }

    /// Whether a ticket comes to anything; nothing is counted.
    public func isRung(_ ticket: Ticket, _ context: TicketContext) -> Bool {
        decide(ticket, context, on: Basket.self).fact != nil
    }

    /// Decides what a ticket comes to, and counts it.
    public mutating func ring(_ ticket: Ticket, _ context: TicketContext) -> TicketDecision {
        ring(ticket, context, on: Basket.self)
    }

    /// Does so on a basket of this type.
    public mutating func ring<Sale: ReplayedBasket>(
        _ ticket: Ticket, _ context: TicketContext, on basket: Sale.Type
    ) -> TicketDecision {
        let decision = decide(ticket, context, on: basket)
        counts.add(decision, ticket: ticket, digits: terms.settings.currency.digits)
        switch decision {
        case .sale(let receipt), .return(let receipt):
            nextNumber = nextNumber == .max ? .max : nextNumber + 1
            index.note(returnsIn: receipt)
            index.add(ReturnSource(receipt: receipt))
        case .adjustment, .skipped, .already: break
        }
        return decision
    }

    private func decide<Sale: ReplayedBasket>(
        _ ticket: Ticket, _ context: TicketContext, on basket: Sale.Type
    ) -> TicketDecision {
        guard !context.isKnown else { return .already }
        guard ticket.fault == nil, !ticket.lines.isEmpty else { return .skipped(.badRow) }
        guard ticket.lines.count <= Basket.Limit.lines else { return .skipped(.tooManyLines) }
        do throws(TicketFault) {
            switch ticket.kind {
            case .money: return .adjustment(money(ticket, context))
            case .stock: return .adjustment(try stock(ticket, context))
            case .cancellation: return .return(try cancellation(ticket, context, on: basket))
            case .sale: return .sale(try sale(ticket, context, on: basket))
            }
        } catch {
            return .skipped(error.skip)
        }
    }
}

/// Why a ticket can't be rung.
private enum TicketFault: Error {
    case skip(TicketSkip)
    case basket(BasketError)
    case tender(TenderError)

    var skip: TicketSkip {
        switch self {
        case .skip(let reason): reason
        case .basket(.quantityOutOfRange), .basket(.quantityNotWhole), .basket(.priceOutOfRange):
            .outOfRange
        case .basket, .tender: .refused
        }
    }
}

extension Ticket {
    fileprivate enum Kind { case sale, cancellation, stock, money }

    fileprivate var kind: Kind {
        switch number.utf8.first {
        case UInt8(ascii: "A"): .money
        case UInt8(ascii: "C"): .cancellation
        default: lines.contains { $0.quantity < .zero } ? .stock : .sale
        }
    }
}

extension TicketReplay {
    private func money(_ ticket: Ticket, _ context: TicketContext) -> Fact {
        let digits = terms.settings.currency.digits
        return .moneyAdjusted(
            MoneyAdjustment(
                content: context.content, time: ticket.time, businessDate: context.businessDate,
                person: cashier.person,
                amount: ticket.lines.map { $0.amount(digits: digits) }.sum(),
                reason: ticket.reason, reference: ticket.number))
    }

    private func stock(
        _ ticket: Ticket, _ context: TicketContext
    ) throws(TicketFault) -> Fact {
        var lines: [StockMovement.Line] = []
        for line in ticket.lines {
            guard context.goods[line.item] != nil else { throw .skip(.unknownItem) }
            guard line.quantity != .zero else { throw .skip(.quantityZero) }
            let reason = line.description.isEmpty ? nil : line.description
            lines.append(
                StockMovement.Line(item: line.item, change: line.quantity, reason: reason))
        }
        return .stockMoved(
            StockMovement(
                content: context.content, kind: .adjusted, time: ticket.time,
                businessDate: context.businessDate, person: cashier.person,
                reason: ticket.reason, lines: lines))
    }

    private func sale<Sale: ReplayedBasket>(
        _ ticket: Ticket, _ context: TicketContext, on basket: Sale.Type
    ) throws(TicketFault) -> Receipt {
        var basket: Sale = try self.basket(context)
        for line in ticket.lines {
            guard let goods = context.goods[line.item] else { throw .skip(.unknownItem) }
            guard line.quantity != .zero else { throw .skip(.quantityZero) }
            guard line.price >= .zero else { throw .skip(.negativePrice) }
            try ring(line, goods, into: &basket)
        }
        return try complete(&basket, ticket, context)
    }

    private func ring<Sale: ReplayedBasket>(
        _ line: TicketLine, _ goods: Sellable, into basket: inout Sale
    ) throws(TicketFault) {
        do throws(BasketError) {
            let measure = try Self.measure(line.quantity, goods.item)
            if let years = goods.item.minimumAge, years > basket.acceptedAge {
                try basket.answerAge(.accepted, for: goods.item, terms: terms, by: cashier)
            }
            try basket.add(goods, measure, terms: terms, by: cashier, approval: nil)
            guard line.price != goods.price, let last = basket.lastLine else { return }
            try basket.overridePrice(
                ofLine: last, to: line.price, reason: reason(.priceOverride), terms: terms,
                by: cashier, approval: nil)
        } catch {
            throw .basket(error)
        }
    }

    private static func measure(
        _ quantity: Quantity, _ item: Item
    ) throws(BasketError) -> Basket.Measure {
        switch item.unit {
        case .weight: return .weighed(quantity)
        case .piece:
            guard quantity.isWhole else { throw .quantityNotWhole(quantity) }
            return .pieces(quantity.thousandths / 1000)
        }
    }

    private func cancellation<Sale: ReplayedBasket>(
        _ ticket: Ticket, _ context: TicketContext, on basket: Sale.Type
    ) throws(TicketFault) -> Receipt {
        var basket: Sale = try self.basket(context)
        var taken: [LineOrigin: Quantity] = [:]
        for line in ticket.lines {
            guard let goods = context.goods[line.item] else { throw .skip(.unknownItem) }
            guard line.quantity < .zero else { throw .skip(.quantityPositive) }
            guard line.price >= .zero else { throw .skip(.negativePrice) }
            let found = context.customer.flatMap {
                index.newest(
                    of: line.item, price: line.price, quantity: -line.quantity, customer: $0,
                    taken: taken)
            }
            if let found {
                let content = found.source.receipt.content
                taken[LineOrigin(receipt: content, line: found.line), default: .zero] =
                    taken[LineOrigin(receipt: content, line: found.line), default: .zero]
                    - line.quantity
            }
            try giveBack(line, goods, found, into: &basket)
        }
        return try complete(&basket, ticket, context)
    }

    private func giveBack<Sale: ReplayedBasket>(
        _ line: TicketLine, _ goods: Sellable, _ found: (source: ReturnSource, line: UInt32)?,
        into basket: inout Sale
    ) throws(TicketFault) {
        do throws(BasketError) {
            if let found {
                try basket.addReturn(
                    ofLine: found.line, quantity: -line.quantity, from: found.source,
                    reason: reason(.goodsReturned), terms: terms, by: cashier, approval: nil)
            } else {
                // The recorded price is what was paid out, whatever the catalogue says today.
                var goods = goods
                goods.price = line.price
                try basket.addReturnWithoutReceipt(
                    goods, quantity: -line.quantity, price: line.price,
                    reason: reason(.goodsReturned), terms: terms, by: cashier, approval: nil)
            }
        } catch {
            throw .basket(error)
        }
    }

    private func basket<Sale: ReplayedBasket>(
        _ context: TicketContext
    ) throws(TicketFault) -> Sale {
        var basket = Sale(id: context.content, digits: terms.settings.currency.digits)
        do throws(BasketError) {
            try basket.attach(customer: context.customer)
        } catch {
            throw .basket(error)
        }
        return basket
    }

    private func complete<Sale: ReplayedBasket>(
        _ basket: inout Sale, _ ticket: Ticket, _ context: TicketContext
    ) throws(TicketFault) -> Receipt {
        let cash = terms.settings.cashCodes.first ?? TenderType.cash.code
        do throws(TenderError) {
            if basket.due(terms) == .zero {
                try basket.settleEven(terms)
            } else {
                try basket.pay(
                    cash, amount: nil, reference: nil, terms: terms, by: cashier, approval: nil)
            }
            return try basket.complete(
                number: ReceiptNumber(series: series, number: nextNumber),
                context: FactContext(
                    time: ticket.time, businessDate: context.businessDate,
                    drawer: context.drawer, person: cashier.person),
                terms: terms, isTraining: false)
        } catch {
            throw .tender(error)
        }
    }

    /// The last reason of a use, by custom the one for everything else.
    private func reason(_ use: ReasonUse) -> UInt8? {
        terms.settings.reasons(for: use).last?.number
    }
}

extension Ticket {
    /// The first description that says something, else the ticket's number.
    fileprivate var reason: String {
        lines.first { !$0.description.isEmpty }?.description ?? number
    }
}
