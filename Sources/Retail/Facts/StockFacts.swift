/// Goods received, adjusted or counted.
public struct StockMovement: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case received = 0
        case adjusted = 1
        case counted = 2
    }

    public struct Line: Hashable, Sendable {
        public var item: ItemCode
        /// What the counter rises by; a count's is counted minus held at its cut.
        public var change: Quantity
        /// What was counted; for people, the change decides.
        public var counted: Quantity?
        public var cost: UnitPrice?
        public var reason: String?

        public init(
            item: ItemCode, change: Quantity, counted: Quantity? = nil, cost: UnitPrice? = nil,
            reason: String? = nil
        ) {
            self.item = item
            self.change = change
            self.counted = counted
            self.cost = cost
            self.reason = reason
        }
    }

    public var content: ContentID
    public var kind: Kind
    public var place: Place
    public var time: LocalTime
    public var businessDate: BusinessDate
    public var person: PersonID
    public var reason: String
    public var lines: [Line]

    public init(
        content: ContentID, kind: Kind, place: Place = .shop, time: LocalTime,
        businessDate: BusinessDate, person: PersonID, reason: String, lines: [Line]
    ) {
        self.content = content
        self.kind = kind
        self.place = place
        self.time = time
        self.businessDate = businessDate
        self.person = person
        self.reason = reason
        self.lines = lines
    }
}
