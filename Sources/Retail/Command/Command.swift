public import Encoding

/// Something that a person wants done, as a value: a screen, `tillmesh X` and HQ all make these.
///
/// The node performs it under the person's permissions; no screen decides who may do what.
public struct Command: Hashable, Sendable {
    public var action: Action
    /// Who does it.
    public var person: PersonID
    /// Who allowed it, where the person alone may not.
    public var approver: PersonID?
    /// Keys of those whom the action names for the first time; they go beside the facts, never in
    /// one.
    public var subjectKeys: [SubjectKey]
    /// What the changes become visible with; nil: at once, each by itself.
    public var publication: PublicationID?

    public init(
        _ action: Action, by person: PersonID, approvedBy approver: PersonID? = nil,
        subjectKeys: [SubjectKey] = []
    ) {
        self.action = action
        self.person = person
        self.approver = approver
        self.subjectKeys = subjectKeys
    }

    /// Versions that changes name don't count: whoever performs them gives the next one.
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
        /// A held sale is rung again under another basket's id, as the lane that holds it can't be
        /// reached.
        case ringCopy(hold: ContentID, copy: ContentID)
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
        /// Ends the command's publication: its parts are visible from that moment of store time on.
        case publish(from: Instant)
    }
}

/// The key under which a person's or a customer's sealed fields are sealed.
public struct SubjectKey: Hashable, Sendable {
    public let subject: Bytes16
    public let key: Bytes32

    public init(subject: Bytes16, key: Bytes32) {
        self.subject = subject
        self.key = key
    }
}

extension Command {
    /// The keys that this action may bring: only of whom it changes.
    public var keysOfOwnSubject: [SubjectKey] {
        switch action {
        case .changePerson(let change): subjectKeys.filter { $0.subject == change.person.id }
        case .changeCustomer(let change): subjectKeys.filter { $0.subject == change.customer.id }
        case .sign, .clock, .openDrawer, .moveCash, .takeX, .closeDrawer, .complete, .hold,
            .recall, .ringCopy, .cancel, .voidReceipt, .reprint, .moveStock, .adjustMoney,
            .changeItems,
            .changeTaxes, .changeSetting, .recordImport, .publish:
            []
        }
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
