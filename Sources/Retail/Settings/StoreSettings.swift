/// Everything a store can set, with what holds until someone sets it.
///
/// Each setting travels apart, as a ``SettingChange`` of its name.
public struct StoreSettings: Hashable, Sendable {
    /// Three digits in the sample: `014`.
    public var storeNumber = "001"
    public var storeName = ""
    /// What a lane is called on screen and paper, by its number.
    public var laneLabels: [LaneLabel] = []
    public var currency = Currency.pound
    /// A zone of the IANA database, such as `Europe/London`.
    public var zone = "Etc/UTC"
    /// The hour, 0 to 12, until which a sale still belongs to the day before.
    public var cutoffHour: UInt8 = 4
    /// `en` or `es`.
    public var language = "en"
    public var taxMode = TaxMode()
    /// The place whose tax table was chosen, such as `virginia-2026/Norfolk`.
    public var taxPlace = ""
    public var tenders: [TenderType] = [.cash, .card, .voucher]
    public var reasons: [ReasonList] = ReasonList.defaults
    /// Amounts of the quick cash keys; empty: from the denominations.
    public var quickNotes: [Money] = []
    /// Notes and coins for counting a drawer, largest first.
    public var denominations: [Money] = Denominations.values(for: .pound)
    public var cashRounding = CashRounding.none
    /// Patterns of restricted barcodes, such as `21IIIIIWWWWWC`.
    public var barcodeTemplates: [String] = []
    public var receiptHeader: [String] = []
    public var receiptFooter: [String] = []
    /// Cash in the drawer above which a drop is asked for; nil: never.
    public var dropLimit: Money?
    public var roles: [Role] = Role.defaults(digits: 2)
    /// Whether scanning the last line's item again raises its quantity.
    public var mergesSameItems = true
    /// The most that may be paid out without a receipt; nil: no limit.
    public var returnCapWithoutReceipt: Money? = Money(5000)
    /// The most that may be paid out where the lane that sold the goods can't be asked; nil: no
    /// limit.
    public var returnCapUnconfirmed: Money? = Money(5000)

    /// Minutes without a touch after which a lane locks.
    public var idleMinutes: UInt8 = 15

    /// Days for which a lane keeps what an archive has, too.
    public var retentionDays: UInt16 = 400
    /// Fewer would take away what is still returned and asked about.
    public static let retentionDaysLeast: UInt16 = 30

    public init() {}

    /// The defaults of a new store in this currency.
    public init(storeNumber: String, currency: Currency, zone: String) {
        self.storeNumber = storeNumber
        self.currency = currency
        self.zone = zone
        denominations = Denominations.values(for: currency)
        roles = Role.defaults(digits: currency.digits)
        returnCapWithoutReceipt = Money(50 * Decimals.powerOfTen(currency.digits))
        returnCapUnconfirmed = returnCapWithoutReceipt
    }

    /// The tender of this code; nil where the store has none.
    public func tender(_ code: String) -> TenderType? { tenders.first { $0.code == code } }

    /// The reasons that are asked for at this use; empty: none is asked.
    public func reasons(for use: ReasonUse) -> [Reason] {
        reasons.first { $0.use == use }?.reasons ?? []
    }
}

/// A lane's name by its number.
public struct LaneLabel: Hashable, Sendable {
    public var lane: UInt32
    public var label: String

    public init(lane: UInt32, label: String) {
        self.lane = lane
        self.label = label
    }
}

/// The reasons of one use, by number.
public struct ReasonList: Hashable, Sendable {
    public var use: ReasonUse
    public var reasons: [Reason]

    public init(use: ReasonUse, reasons: [Reason]) {
        self.use = use
        self.reasons = reasons
    }

    /// The reasons of a new shop.
    public static let defaults: [ReasonList] = [
        list(
            .discount, ("Damaged", "Dañado"), ("Loyal customer", "Cliente habitual"),
            ("Staff", "Personal"), ("Price match", "Igualar precio"), ("Other", "Otro")),
        list(
            .priceOverride, ("Shelf price", "Precio de estante"), ("Damaged", "Dañado"),
            ("Price match", "Igualar precio"), ("Other", "Otro")),
        list(
            .goodsReturned, ("Changed mind", "Cambio de idea"), ("Faulty", "Defectuoso"),
            ("Wrong item", "Artículo equivocado"), ("Spoiled", "En mal estado"),
            ("Other", "Otro")),
        list(
            .noSale, ("Change for customer", "Cambio para cliente"),
            ("Count check", "Comprobar caja"), ("Other", "Otro")),
        list(
            .paidOut, ("Supplier", "Proveedor"), ("Petty cash", "Gastos menores"),
            ("Other", "Otro")),
        list(.paidIn, ("Change from bank", "Cambio del banco"), ("Other", "Otro")),
        list(
            .void, ("Mistake", "Error"), ("Customer left it", "El cliente lo dejó"),
            ("Other", "Otro")),
    ]

    private static func list(_ use: ReasonUse, _ labels: (String, String)...) -> ReasonList {
        let reasons = labels.enumerated().map { index, label in
            Reason(UInt8(index + 1), Labels(label.0, label.1))
        }
        return ReasonList(use: use, reasons: reasons)
    }
}
