public import Retail
public import Texts

/// The answer to a request of the lane.
public enum LaneAnswer: Hashable, Sendable {
    case found(FoundCode)
    /// Best matches first, and whether there were more.
    case items([Sellable], hasMore: Bool)
    case pin(PINAnswer)
    case performed(Outcome)
    case refused(Refusal)
    /// Nothing was done, and not because of what was asked.
    case failed(MachineMessage)
    case receipt(ReturnSource)
    case noSuchReceipt
    case receipts([FoundReceipt])
    case holds([HeldSale])
    case customers([FoundCustomer])
    /// A new customer's name or telephone is none, too long, or looks like a card's number.
    case customerUnfit
    case unlocked
    case departments([Department])
    case stock([StockLevel])
    case oversight(OversightAnswer)
    /// Lanes that are met now.
    case neighbours([Machine])
}

/// What a code leads to.
public enum FoundCode: Hashable, Sendable {
    /// An item and how much of it the code itself says: one piece unless a label says otherwise.
    case item(Sellable, Basket.Measure)
    /// In the catalogue, but without a price at this moment.
    case noPrice(Item)
    case unknown(String)
    /// No code of that form is right.
    case unreadable(String, ScanError)
    /// The number on a receipt.
    case receipt(ReceiptNumber)
    /// The barcode on the slip of a held sale.
    case hold(HeldSale)
    /// A customer's card.
    case customer(FoundCustomer)
}

/// What came of a PIN.
public enum PINAnswer: Hashable, Sendable {
    case passed(LanePerson)
    /// Wrong; so many more before the lane waits or the person is locked.
    case missed(left: Int)
    case waiting(until: Instant)
    case locked(number: UInt32)
}

/// A person at the lane, with their rights as they are now.
public struct LanePerson: Hashable, Sendable {
    public var authority: Authority
    /// What reports and receipts show.
    public var number: UInt32
    /// Nil: the store's.
    public var language: Language?

    public init(authority: Authority, number: UInt32, language: Language? = nil) {
        self.authority = authority
        self.number = number
        self.language = language
    }
}

/// A held sale as it is listed.
public struct HeldSale: Hashable, Sendable {
    public var hold: ContentID
    public var label: String?
    public var time: LocalTime
    /// The number of who held it.
    public var cashier: UInt32
    public var lines: Int
    public var total: Money
    /// The number of the lane that holds it, where that is another one.
    public var lane: UInt8?
    /// The label of the lane that took it already; nil: it waits.
    public var takenBy: String?

    public init(
        hold: ContentID, label: String?, time: LocalTime, cashier: UInt32, lines: Int,
        total: Money, lane: UInt8? = nil, takenBy: String? = nil
    ) {
        self.hold = hold
        self.label = label
        self.time = time
        self.cashier = cashier
        self.lines = lines
        self.total = total
        self.lane = lane
        self.takenBy = takenBy
    }
}

/// A customer as people look for one; the names were unsealed for this screen only.
public struct FoundCustomer: Hashable, Sendable {
    public var customer: CustomerID
    /// The card or customer number, such as `C-004411`.
    public var number: String
    public var name: String
    public var exemption: TaxExemption?

    public init(
        customer: CustomerID, number: String, name: String, exemption: TaxExemption? = nil
    ) {
        self.customer = customer
        self.number = number
        self.name = name
        self.exemption = exemption
    }
}

/// A department of the catalogue with the tax that its goods have, for open items.
public struct Department: Hashable, Sendable {
    public var name: String
    public var taxCategory: String

    public init(name: String, taxCategory: String) {
        self.name = name
        self.taxCategory = taxCategory
    }
}

/// What one lane's counters say of an item, and how old that is.
public struct StockLevel: Hashable, Sendable {
    /// `Here` is the lane's own store place.
    public var place: String
    public var quantity: Quantity
    /// Seconds since that place was last heard of; 0: now.
    public var secondsOld: UInt32

    public init(place: String, quantity: Quantity, secondsOld: UInt32 = 0) {
        self.place = place
        self.quantity = quantity
        self.secondsOld = secondsOld
    }
}
