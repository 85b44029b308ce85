/// Something that a person wants done, as a value: a screen, `tillmesh X` and HQ all make these.
///
/// The node performs it under the person's permissions; no screen decides who may do what.
public struct Command: Hashable, Sendable {
    public var action: Action
    /// Who does it.
    public var person: PersonID
    /// Who allowed it, where the person alone may not.
    public var approver: PersonID?

    public init(_ action: Action, by person: PersonID, approvedBy approver: PersonID? = nil) {
        self.action = action
        self.person = person
        self.approver = approver
    }

    public enum Action: Hashable, Sendable {
        case sign(SignOn.Kind)
        case clock(ClockEntry.Kind)
        case openDrawer(float: Money)
        case moveCash(CashMove)
        case takeX
        /// A blind count ends the drawer session; `counted` is the sum of the denominations or a
        /// single typed amount where there are none.
        case closeDrawer(denominations: [DenominationCount], counted: Money)
        /// A basket whose tenders cover what is due becomes a receipt.
        case complete(Basket)
        case hold(Basket, label: String?)
        case recall(hold: ContentID)
        case cancel(Basket, reason: UInt8?)
        case voidReceipt(ContentID, reason: UInt8)
        case reprint(ContentID, Reprint.Kind)
        case moveStock(StockRequest)
        case adjustMoney(amount: Money, reason: String, reference: String?)
        case changeItems([ItemChange])
        case changeTaxes([TaxRule])
        case changePerson(PersonChange)
        case changeCustomer(CustomerChange)
        case changeSetting(name: String, value: [UInt8])
        case recordImport(ImportRecord)
    }
}

/// Cash into or out of the drawer without a sale, or the drawer opened for nothing.
public struct CashMove: Hashable, Sendable {
    public var kind: DrawerMovement.Kind
    public var amount: Money
    public var reason: UInt8?
    public var text: String?

    public init(
        _ kind: DrawerMovement.Kind, amount: Money = .zero, reason: UInt8? = nil,
        text: String? = nil
    ) {
        self.kind = kind
        self.amount = amount
        self.reason = reason
        self.text = text
    }
}

/// Goods received, adjusted or counted, as a person asks for it.
public struct StockRequest: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        public var item: ItemCode
        /// Received or adjusted by this much; for a count, what was counted.
        public var quantity: Quantity
        public var cost: UnitPrice?
        public var reason: String?

        public init(
            item: ItemCode, quantity: Quantity, cost: UnitPrice? = nil, reason: String? = nil
        ) {
            self.item = item
            self.quantity = quantity
            self.cost = cost
            self.reason = reason
        }
    }

    public var kind: StockMovement.Kind
    public var place: Place
    public var reason: String
    public var lines: [Line]

    public init(
        kind: StockMovement.Kind, place: Place = .shop, reason: String, lines: [Line]
    ) {
        self.kind = kind
        self.place = place
        self.reason = reason
        self.lines = lines
    }
}
