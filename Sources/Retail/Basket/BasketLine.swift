/// One line of an open basket; a voided one stays to be seen until the sale ends.
public struct BasketLine: Hashable, Sendable {
    /// What decides the line's amount.
    public enum Basis: Hashable, Sendable {
        /// Price × quantity.
        case price
        /// The amount on the item's own label.
        case label(Money)
        /// What was paid for it.
        case returned(ReturnedGoods)
    }

    /// Nil for an open item.
    public let item: ItemCode?
    public let name: String
    public let department: String
    public let taxCategory: String
    public let unit: Item.Unit
    public let minimumAge: UInt8?
    /// Negative when it comes back.
    public internal(set) var quantity: Quantity
    public let listPrice: UnitPrice
    public internal(set) var price: UnitPrice
    public internal(set) var basis: Basis
    /// Taken off this line alone.
    public internal(set) var discount: Discount?
    public let scanned: String?
    public internal(set) var note: String?
    public internal(set) var isVoided: Bool

    init(
        item: ItemCode?, name: String, department: String, taxCategory: String, unit: Item.Unit,
        minimumAge: UInt8? = nil, quantity: Quantity, listPrice: UnitPrice, price: UnitPrice,
        basis: Basis = .price, discount: Discount? = nil, scanned: String? = nil,
        note: String? = nil, isVoided: Bool = false
    ) {
        self.item = item
        self.name = name
        self.department = department
        self.taxCategory = taxCategory
        self.unit = unit
        self.minimumAge = minimumAge
        self.quantity = quantity
        self.listPrice = listPrice
        self.price = price
        self.basis = basis
        self.discount = discount
        self.scanned = scanned
        self.note = note
        self.isVoided = isVoided
    }

    /// What was scanned, where a receipt learns something from it.
    ///
    /// That is a label with a weight or an amount, or a code that no item has; the plain barcode of
    /// an item says what the item says.
    var tellingScan: String? {
        item != nil && unit == .piece && basis == .price ? nil : scanned
    }

    /// The receipt line that it brings back, if it does.
    public var origin: LineOrigin? { returned?.origin }

    var returned: ReturnedGoods? {
        guard case .returned(let goods) = basis else { return nil }
        return goods
    }

    /// Whether its quantity is what someone typed or scanned, so that it may be typed anew.
    var isFixed: Bool {
        guard case .label = basis else { return false }
        return true
    }

    /// Whether discounts may fall on it: goods sold, not goods coming back.
    var isDiscountable: Bool { !isVoided && quantity > .zero }

    /// The amount before discounts, for a currency of these minor-unit digits.
    func gross(digits: Int) -> Money {
        switch basis {
        case .price: price.amount(for: quantity, digits: digits)
        case .label(let amount): amount
        case .returned(let goods): goods.gross(of: -quantity)
        }
    }

    /// What the line's own discount takes off; of goods that come back, what was taken off then.
    func ownDiscount(digits: Int) -> Money {
        if let returned { return returned.discount(of: -quantity) }
        return discount?.taken(off: gross(digits: digits)) ?? .zero
    }
}

/// Goods of an earlier receipt that come back, with all that was paid for the whole line.
public struct ReturnedGoods: Hashable, Sendable {
    public let origin: LineOrigin
    /// What the line sold.
    public let sold: Quantity
    /// What of it had come back before this basket.
    public let cameBack: Quantity
    public let gross: Money
    public let discount: Money
    /// The line's share of the receipt's taxes.
    public let taxes: [ReceiptTax]

    /// How much of it can still come back.
    public var returnable: Quantity { max(.zero, sold - cameBack) }

    func gross(of quantity: Quantity) -> Money { -portion(of: gross, quantity) }

    func discount(of quantity: Quantity) -> Money { -portion(of: discount, quantity) }

    /// The taxes that come back, their signs turned.
    func taxes(of quantity: Quantity) -> [ReceiptTax] {
        let shares = taxes.map { tax in
            var tax = tax
            tax.base = -portion(of: tax.base, quantity)
            tax.amount = -portion(of: tax.amount, quantity)
            return tax
        }
        // A share of nothing has no sign that would tell it from goods sold.
        return shares.filter(\.isReturned)
    }

    /// The share that comes back now: shares of all units, one by one, sum exactly to the amount.
    private func portion(of amount: Money, _ quantity: Quantity) -> Money {
        LargestRemainder.portion(
            of: amount, from: cameBack, to: cameBack + quantity, of: sold)
    }
}
