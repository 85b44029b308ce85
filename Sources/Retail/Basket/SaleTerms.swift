/// Under what terms a basket is rung at this moment: settings, taxes, the day.
public struct SaleTerms: Hashable, Sendable {
    public var settings: StoreSettings
    public var taxes: TaxTable
    /// Store time.
    public var moment: Instant
    /// The calendar day of the store, for age checks.
    public var today: BusinessDate

    public init(
        settings: StoreSettings, taxes: TaxTable, moment: Instant, today: BusinessDate
    ) {
        self.settings = settings
        self.taxes = taxes
        self.moment = moment
        self.today = today
    }

    /// The engine of these terms with a customer's exemption.
    func engine(exemption: TaxExemption?) -> TaxEngine {
        TaxEngine(table: taxes, mode: settings.taxMode, exemption: exemption, at: moment)
    }
}

/// Where and when something happened and who did it: what every fact of the lane says.
public struct FactContext: Hashable, Sendable {
    public var time: LocalTime
    public var businessDate: BusinessDate
    /// The drawer session; nil when rung by a program.
    public var drawer: ContentID?
    public var person: PersonID

    public init(
        time: LocalTime, businessDate: BusinessDate, drawer: ContentID?, person: PersonID
    ) {
        self.time = time
        self.businessDate = businessDate
        self.drawer = drawer
        self.person = person
    }
}
