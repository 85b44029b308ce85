/// The name under which a setting travels (``SettingChange/name``); never reused.
public enum SettingName: String, Hashable, Sendable, CaseIterable {
    case storeNumber
    case storeName
    case laneLabels
    case currency
    case zone
    case cutoffHour = "cutoff"
    case language
    case taxMode
    case taxPlace
    case tenders
    case reasons
    case quickNotes
    case denominations
    case cashRounding
    case barcodeTemplates
    case receiptHeader
    case receiptFooter
    case dropLimit
    case roles
    case mergesSameItems
    case returnCapWithoutReceipt = "returnCap"
    case returnCapUnconfirmed = "unconfirmedReturnCap"
    case idleMinutes
    case retentionDays
}

/// Why a setting was refused; the one before it stays.
public enum SettingError: Error, Hashable, Sendable {
    /// From a later version of this program, perhaps.
    case unknownName(String)
    /// No deterministic CBOR, another shape, or a value out of range.
    case badValue(SettingName)
    case badTemplate(String, BarcodeTemplateError)
}
