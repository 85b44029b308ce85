/// A manager's void of a whole receipt before the drawer that rang it closes.
public struct ReceiptVoid: Hashable, Sendable {
    public var content: ContentID
    public var receipt: ContentID
    public var number: ReceiptNumber
    public var time: LocalTime
    public var businessDate: BusinessDate
    public var drawer: ContentID?
    public var person: PersonID
    public var approver: PersonID?
    public var reason: UInt8
    /// What comes back and goes out again: stock lines and tenders, negated by readers.
    public var lines: [ReceiptLine]
    public var tenders: [ReceiptTender]
    public var total: Money
    /// As the receipt's: what moved no stock brings none back.
    public var isTraining: Bool

    public init(
        content: ContentID, receipt: ContentID, number: ReceiptNumber, time: LocalTime,
        businessDate: BusinessDate, drawer: ContentID?, person: PersonID, approver: PersonID?,
        reason: UInt8, lines: [ReceiptLine], tenders: [ReceiptTender], total: Money,
        isTraining: Bool = false
    ) {
        self.content = content
        self.receipt = receipt
        self.number = number
        self.time = time
        self.businessDate = businessDate
        self.drawer = drawer
        self.person = person
        self.approver = approver
        self.reason = reason
        self.lines = lines
        self.tenders = tenders
        self.total = total
        self.isTraining = isTraining
    }
}

/// A copy or a gift receipt was printed.
public struct Reprint: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable { case copy = 0, gift = 1 }

    public var content: ContentID
    public var receipt: ContentID
    public var kind: Kind
    /// 1 for the first copy, as printed on it.
    public var copy: UInt32
    public var time: LocalTime
    public var businessDate: BusinessDate
    public var drawer: ContentID?
    public var person: PersonID

    public init(
        content: ContentID, receipt: ContentID, kind: Kind, copy: UInt32, time: LocalTime,
        businessDate: BusinessDate, drawer: ContentID?, person: PersonID
    ) {
        self.content = content
        self.receipt = receipt
        self.kind = kind
        self.copy = copy
        self.time = time
        self.businessDate = businessDate
        self.drawer = drawer
        self.person = person
    }
}

/// A basket that was cancelled or held: its lines and events as they stood.
public struct BasketRecord: Hashable, Sendable {
    public var content: ContentID
    /// The basket, named at its first line; the receipt made of it has this as its content id.
    public var basketID: ContentID
    public var time: LocalTime
    public var businessDate: BusinessDate
    public var drawer: ContentID?
    public var person: PersonID
    public var approver: PersonID?
    public var reason: UInt8?
    public var label: String?
    public var total: Money
    /// Lines and events for people and reports.
    public var lines: [ReceiptLine]
    public var events: [BasketEvent]
    /// The basket itself, as `Basket` encodes it, so that another lane can go on with it.
    public var basket: [UInt8]

    public init(
        content: ContentID, basketID: ContentID, time: LocalTime, businessDate: BusinessDate,
        drawer: ContentID?, person: PersonID, approver: PersonID? = nil, reason: UInt8? = nil,
        label: String? = nil, total: Money, lines: [ReceiptLine], events: [BasketEvent],
        basket: [UInt8] = []
    ) {
        self.content = content
        self.basketID = basketID
        self.time = time
        self.businessDate = businessDate
        self.drawer = drawer
        self.person = person
        self.approver = approver
        self.reason = reason
        self.label = label
        self.total = total
        self.lines = lines
        self.events = events
        self.basket = basket
    }
}

/// A held basket went on.
public struct BasketRecall: Hashable, Sendable {
    public var content: ContentID
    /// The hold's content id.
    public var hold: ContentID
    public var time: LocalTime
    public var businessDate: BusinessDate
    public var person: PersonID

    public init(
        content: ContentID, hold: ContentID, time: LocalTime, businessDate: BusinessDate,
        person: PersonID
    ) {
        self.content = content
        self.hold = hold
        self.time = time
        self.businessDate = businessDate
        self.person = person
    }
}

/// Money written off or on outside a receipt, such as a recorded bad debt.
public struct MoneyAdjustment: Hashable, Sendable {
    public var content: ContentID
    public var time: LocalTime
    public var businessDate: BusinessDate
    public var person: PersonID
    /// Signed: positive raises what the shop took.
    public var amount: Money
    public var reason: String
    /// The ticket it comes from, where it was recorded elsewhere.
    public var reference: String?

    public init(
        content: ContentID, time: LocalTime, businessDate: BusinessDate, person: PersonID,
        amount: Money, reason: String, reference: String? = nil
    ) {
        self.content = content
        self.time = time
        self.businessDate = businessDate
        self.person = person
        self.amount = amount
        self.reason = reason
        self.reference = reference
    }
}
