/// One lane at one moment, deciding what a command comes to.
///
/// Everything that has to be looked up or drawn comes in as values, so that the same command gives
/// the same facts wherever it is decided.
public struct Desk: Hashable, Sendable {
    public var terms: SaleTerms
    public var time: LocalTime
    public var businessDate: BusinessDate
    /// The open drawer session; nil between Z and the next opening.
    public var drawer: OpenDrawer?
    /// The series in which this lane numbers its receipts.
    public var series: String
    public var nextReceipt: UInt32
    public var nextZ: UInt32
    public var isTraining: Bool

    public init(
        terms: SaleTerms, time: LocalTime, businessDate: BusinessDate, drawer: OpenDrawer?,
        series: String, nextReceipt: UInt32, nextZ: UInt32, isTraining: Bool
    ) {
        self.terms = terms
        self.time = time
        self.businessDate = businessDate
        self.drawer = drawer
        self.series = series
        self.nextReceipt = nextReceipt
        self.nextZ = nextZ
        self.isTraining = isTraining
    }

    /// A drawer session that is going on.
    public struct OpenDrawer: Hashable, Sendable {
        /// Its opening's content id.
        public var id: ContentID
        /// The day of its opening: its receipts and its Z belong to it.
        public var businessDate: BusinessDate
        public var person: PersonID

        public init(id: ContentID, businessDate: BusinessDate, person: PersonID) {
            self.id = id
            self.businessDate = businessDate
            self.person = person
        }
    }

    /// What was looked up for the command at hand.
    public struct Known: Hashable, Sendable {
        public var receipt: ReturnSource?
        /// The receipts whose goods a basket to complete brings back, as they stand now.
        public var sources: [ContentID: ReturnSource] = [:]
        /// Copies printed of that receipt so far.
        public var copies: UInt32 = 0
        public var hold: BasketRecord?
        public var isHoldRecalled = false
        /// Whether this lane may go on with the hold.
        public var holdRights = RightsStanding.held
        /// The lines that come back, or are voided, of which other lanes own the rights.
        public var lacking: [LineOrigin: RightsStanding] = [:]
        /// What the counters hold of the items that a count names; absent: unknown item.
        public var held: [ItemCode: Quantity] = [:]
        /// The session's report up to now.
        public var report: DrawerReport?
        /// What the person that a change concerns may do by now.
        public var rightsOfPerson = Rights.none
        /// Greatest version of the register that a change writes.
        public var version: UInt64 = 0
        /// The same of each item that a change names.
        public var itemVersions: [ItemCode: UInt64] = [:]

        public init() {}
    }

    /// Who asks, and who stands by.
    public struct Standing: Hashable, Sendable {
        public var person: Authority
        public var approval: Authority?

        public init(_ person: Authority, approval: Authority? = nil) {
            self.person = person
            self.approval = approval
        }
    }

    func context(_ standing: Standing) -> FactContext {
        FactContext(
            time: time, businessDate: businessDate, drawer: drawer?.id,
            person: standing.person.person)
    }
}

extension Desk.Standing {
    /// The second person where the first alone may not.
    func approver(for permission: Permission) throws(Refusal) -> PersonID? {
        if person.rights.allows(permission) { return nil }
        guard let approval, approval.rights.allows(permission) else {
            throw .needsApproval(permission)
        }
        return approval.person
    }
}
