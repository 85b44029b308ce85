/// The names of all tables; the raw value is the name in SQL and in digests.
public enum TableName: String, Hashable, Sendable, CaseIterable {
    // Registers, in order of need for a new lane.
    case item
    case itemCode = "item_code"
    case price
    case taxRule = "tax_rule"
    case person
    case customerField = "customer_field"
    case setting
    case publication
    // Counters.
    case stock
    // Facts.
    case claim
    case quarantine
    case publicationPart = "publication_part"
    case receipt
    case receiptLine = "receipt_line"
    case receiptTax = "receipt_tax"
    case receiptTender = "receipt_tender"
    case receiptEvent = "receipt_event"
    case receiptVoid = "receipt_void"
    case reprint
    case basketRecord = "basket_record"
    case basketRecall = "basket_recall"
    case rightGranted = "right_granted"
    case rightSettled = "right_settled"
    case drawerOpening = "drawer_opening"
    case drawerMovement = "drawer_movement"
    case drawerClosing = "drawer_closing"
    case reportTaken = "report_taken"
    case signOn = "sign_on"
    case failedPINs = "failed_pins"
    case clockEntry = "clock_entry"
    case stockMovement = "stock_movement"
    case moneyAdjustment = "money_adjustment"
    case importRecord = "import_record"
}

extension TableName {
    /// Its place among ``allCases``, from 0: what it is hashed and found by, as it is wanted for
    /// every row.
    public var place: Int { Int(unsafeBitCast(self, to: UInt8.self)) }

    // The one that comes with a raw value hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(place) }
}
