/// A finished sale, return or exchange, whole: what the `receipt.completed` fact carries.
///
/// Everything a later reader needs is in it as it was then: names, prices, rates. Lines of goods
/// that came back have negative quantities and amounts, so every sum is a plain sum.
public struct Receipt: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case sale = 0
        case refund = 1
        case exchange = 2
    }

    public var content: ContentID
    public var number: ReceiptNumber
    public var kind: Kind
    public var time: LocalTime
    public var businessDate: BusinessDate
    /// The drawer session (its opening's content id); nil when rung by a program.
    public var drawer: ContentID?
    public var person: PersonID
    public var customer: CustomerID?
    /// Set where an exemption took tax off; the sealed certificate is the customer's.
    public var isTaxExempt: Bool
    /// True where prices hold the tax already.
    public var taxIncluded: Bool
    public var lines: [ReceiptLine]
    public var taxes: [ReceiptTax]
    public var tenders: [ReceiptTender]
    /// What is due in cash minus ``total``: its own line, never in the tax.
    public var rounding: Money
    /// Cash given back.
    public var change: Money
    public var notes: [String]
    /// What happened on the way: voided lines, overrides, refusals.
    public var events: [BasketEvent]
    public var isTraining: Bool

    /// Lines' net amounts, plus exclusive tax.
    public var total: Money {
        lines.map(\.net).sum() + (taxIncluded ? .zero : taxes.map(\.amount).sum())
    }

    public init(
        content: ContentID, number: ReceiptNumber, kind: Kind, time: LocalTime,
        businessDate: BusinessDate, drawer: ContentID? = nil, person: PersonID,
        customer: CustomerID? = nil, isTaxExempt: Bool = false, taxIncluded: Bool = false,
        lines: [ReceiptLine], taxes: [ReceiptTax], tenders: [ReceiptTender],
        rounding: Money = .zero, change: Money = .zero, notes: [String] = [],
        events: [BasketEvent] = [], isTraining: Bool = false
    ) {
        self.content = content
        self.number = number
        self.kind = kind
        self.time = time
        self.businessDate = businessDate
        self.drawer = drawer
        self.person = person
        self.customer = customer
        self.isTaxExempt = isTaxExempt
        self.taxIncluded = taxIncluded
        self.lines = lines
        self.taxes = taxes
        self.tenders = tenders
        self.rounding = rounding
        self.change = change
        self.notes = notes
        self.events = events
        self.isTraining = isTraining
    }
}
