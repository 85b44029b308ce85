/// A drawer session begins; its content id names the session.
public struct DrawerOpening: Hashable, Sendable {
    public var content: ContentID
    public var time: LocalTime
    public var businessDate: BusinessDate
    public var person: PersonID
    public var float: Money

    public init(
        content: ContentID, time: LocalTime, businessDate: BusinessDate, person: PersonID,
        float: Money
    ) {
        self.content = content
        self.time = time
        self.businessDate = businessDate
        self.person = person
        self.float = float
    }
}

/// Cash moved, or the drawer opened, without a sale.
public struct DrawerMovement: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case drop = 0
        case paidIn = 1
        case paidOut = 2
        case noSale = 3
    }

    public var content: ContentID
    public var kind: Kind
    public var time: LocalTime
    public var businessDate: BusinessDate
    public var drawer: ContentID?
    public var person: PersonID
    public var approver: PersonID?
    /// Positive, or zero for a no-sale; a drop and a paid-out take it out of the drawer.
    public var amount: Money
    public var reason: UInt8?
    public var text: String?

    public init(
        content: ContentID, kind: Kind, time: LocalTime, businessDate: BusinessDate,
        drawer: ContentID?, person: PersonID, approver: PersonID? = nil, amount: Money = .zero,
        reason: UInt8? = nil, text: String? = nil
    ) {
        self.content = content
        self.kind = kind
        self.time = time
        self.businessDate = businessDate
        self.drawer = drawer
        self.person = person
        self.approver = approver
        self.amount = amount
        self.reason = reason
        self.text = text
    }
}

/// How many of one note or coin lay in the drawer.
public struct DenominationCount: Hashable, Sendable {
    public var value: Money
    public var count: UInt32

    public init(value: Money, count: UInt32) {
        self.value = value
        self.count = count
    }
}

/// A blind count ends a drawer session and carries its Z report.
public struct DrawerClosing: Hashable, Sendable {
    public var content: ContentID
    /// The session's opening.
    public var drawer: ContentID
    public var time: LocalTime
    public var businessDate: BusinessDate
    public var person: PersonID
    public var denominations: [DenominationCount]
    public var counted: Money
    /// Counted minus what the Z expects: over is positive.
    public var difference: Money
    /// 1, 2, 3 … within the lane's series.
    public var zNumber: UInt32
    public var report: DrawerReport

    public init(
        content: ContentID, drawer: ContentID, time: LocalTime, businessDate: BusinessDate,
        person: PersonID, denominations: [DenominationCount], counted: Money, difference: Money,
        zNumber: UInt32, report: DrawerReport
    ) {
        self.content = content
        self.drawer = drawer
        self.time = time
        self.businessDate = businessDate
        self.person = person
        self.denominations = denominations
        self.counted = counted
        self.difference = difference
        self.zNumber = zNumber
        self.report = report
    }
}

/// Counts and sums of one kind of thing in a report.
public struct Tally: Hashable, Sendable {
    public var count: UInt32
    public var amount: Money

    public init(count: UInt32 = 0, amount: Money = .zero) {
        self.count = count
        self.amount = amount
    }
}

/// What X reads and Z closes: a fold of one drawer session's facts.
public struct DrawerReport: Hashable, Sendable {
    /// A tally under a name: a tender's code, a tax's label.
    public struct Named: Hashable, Sendable {
        public var name: String
        public var tally: Tally

        public init(name: String, tally: Tally) {
            self.name = name
            self.tally = tally
        }
    }

    public var series: String
    public var firstReceipt: UInt32?
    public var lastReceipt: UInt32?
    /// Receipts of kind sale, and exchanges whose total isn't negative.
    public var sales = Tally()
    /// Receipts of kind refund, and exchanges with a negative total; amounts negative.
    public var returns = Tally()
    public var voids = Tally()
    public var voidedLines = Tally()
    public var discounts = Tally()
    public var overrides = Tally()
    public var cancelled = Tally()
    public var noSales: UInt32 = 0
    public var reprints: UInt32 = 0
    public var training = Tally()
    public var rounding = Money.zero
    public var taxes: [Named] = []
    public var tenders: [Named] = []
    public var float = Money.zero
    public var drops = Tally()
    public var paidIn = Tally()
    public var paidOut = Tally()
    /// Cash that should lie in the drawer.
    public var expectedCash = Money.zero
    /// Sum of all receipts of the lane ever, voids taken off; never reset.
    public var grandTotal = Money.zero
    /// The lane's log when the report was taken: sequence and hash of its head.
    public var headSequence: UInt64 = 0
    public var headHash: [UInt8] = []

    public init(series: String) { self.series = series }
}

/// An X report was read.
public struct ReportTaken: Hashable, Sendable {
    public var content: ContentID
    public var drawer: ContentID?
    public var time: LocalTime
    public var businessDate: BusinessDate
    public var person: PersonID

    public init(
        content: ContentID, drawer: ContentID?, time: LocalTime, businessDate: BusinessDate,
        person: PersonID
    ) {
        self.content = content
        self.drawer = drawer
        self.time = time
        self.businessDate = businessDate
        self.person = person
    }
}
