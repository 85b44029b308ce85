/// One line of goods as sold.
public struct ReceiptLine: Hashable, Sendable {
    /// Nil for an open item that the catalogue doesn't know.
    public var item: ItemCode?
    public var name: String
    public var department: String
    public var taxCategory: String
    public var unit: Item.Unit
    /// Negative when it came back.
    public var quantity: Quantity
    /// The catalogue's price at that moment.
    public var listPrice: UnitPrice
    /// The price charged.
    public var price: UnitPrice
    /// price × quantity, rounded once.
    public var gross: Money
    /// All discounts of this line, its share of the basket's included; the sign of ``gross``.
    public var discount: Money
    /// This line's share of the receipt's taxes; contained in ``net`` where tax is included.
    public var tax: Money
    /// What was scanned, where it tells more than the item does.
    public var scanned: String?
    /// The line that came back.
    public var origin: LineOrigin?
    public var note: String?

    public var net: Money { gross - discount }

    public init(
        item: ItemCode?, name: String, department: String = "", taxCategory: String = "",
        unit: Item.Unit = .piece, quantity: Quantity, listPrice: UnitPrice, price: UnitPrice,
        gross: Money, discount: Money = .zero, tax: Money = .zero, scanned: String? = nil,
        origin: LineOrigin? = nil, note: String? = nil
    ) {
        self.item = item
        self.name = name
        self.department = department
        self.taxCategory = taxCategory
        self.unit = unit
        self.quantity = quantity
        self.listPrice = listPrice
        self.price = price
        self.gross = gross
        self.discount = discount
        self.tax = tax
        self.scanned = scanned
        self.origin = origin
        self.note = note
    }
}

/// Which line of which receipt came back; lines count from 0.
public struct LineOrigin: Hashable, Sendable {
    public let receipt: ContentID
    public let line: UInt32

    public init(receipt: ContentID, line: UInt32) {
        self.receipt = receipt
        self.line = line
    }
}

/// One tax of a receipt: a rate's share of what it was taken from.
public struct ReceiptTax: Hashable, Sendable {
    /// As printed, without the rate: `STATE`.
    public var label: String
    public var category: String
    public var rate: Rate
    /// Net amount without this tax.
    public var base: Money
    public var amount: Money

    public init(label: String, category: String, rate: Rate, base: Money, amount: Money) {
        self.label = label
        self.category = category
        self.rate = rate
        self.base = base
        self.amount = amount
    }
}

/// How a receipt was paid; a negative amount was paid out.
///
/// No field can hold a card number: a reference has at most 12 characters.
public struct ReceiptTender: Hashable, Sendable {
    /// The tender's code in the store's settings, such as `cash`.
    public var tender: String
    public var amount: Money
    public var reference: String?

    public init(tender: String, amount: Money, reference: String? = nil) {
        self.tender = tender
        self.amount = amount
        self.reference = reference
    }
}

/// Something that a cashier did to a basket and that stays visible for good.
public struct BasketEvent: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case lineVoided = 0
        case priceOverridden = 1
        case lineDiscounted = 2
        case basketDiscounted = 3
        case ageAccepted = 4
        case ageRefused = 5
        case weightTyped = 6
        case unknownCode = 7
        case openItem = 8
        case returnedWithoutReceipt = 9
        case priceChecked = 10
        /// The sale goes on from a hold whose lane couldn't be reached; the text names the lane.
        case heldCopied = 11
        /// The lane that could say what is left of the line couldn't be reached.
        case returnUnconfirmed = 12
        /// Goods were sold after the last day that their label names; the text is that day.
        case expiredSold = 13
    }

    public var kind: Kind
    /// The line it concerns, from 0 among the receipt's lines; nil for the basket or a line gone.
    public var line: UInt32?
    public var item: ItemCode?
    /// What was gone, given or changed, by kind; signed.
    public var amount: Money
    public var quantity: Quantity
    /// A reason's number from the settings, 1 to 9.
    public var reason: UInt8?
    /// Who allowed it, where the cashier alone could not.
    public var approver: PersonID?
    /// At most 64 characters.
    public var text: String?

    public init(
        kind: Kind, line: UInt32? = nil, item: ItemCode? = nil, amount: Money = .zero,
        quantity: Quantity = .zero, reason: UInt8? = nil, approver: PersonID? = nil,
        text: String? = nil
    ) {
        self.kind = kind
        self.line = line
        self.item = item
        self.amount = amount
        self.quantity = quantity
        self.reason = reason
        self.approver = approver
        self.text = text
    }
}
