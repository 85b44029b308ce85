/// Why a verb on a basket was refused; the basket is then as it was.
public enum BasketError: Error, Hashable, Sendable {
    /// A second person with this permission must sign in place; then the verb is tried again.
    case needsApproval(Permission)
    /// The buyer must be of age; then the verb is tried again.
    case needsAge(years: UInt8, bornOnOrBefore: BusinessDate)
    case tooYoung(years: UInt8)
    case noSuchLine(Int)
    case lineIsVoided(Int)
    /// Something has been paid already; take the tenders back first.
    case tendersGiven
    case itemInactive(ItemCode)
    case quantityOutOfRange(Quantity)
    /// Pieces are sold whole.
    case quantityNotWhole(Quantity)
    /// The label's price or weight, or the receipt it came from, fixes the line.
    case lineIsFixed(Int)
    case needsWeight(ItemCode)
    case isNotWeighed(ItemCode)
    case nothingToRepeat
    case priceOutOfRange(UnitPrice)
    case discountOutOfRange
    case needsReason(ReasonUse)
    case unknownReason(ReasonUse, UInt8)
    case tooManyLines(most: Int)
    case tooManyNotes(most: Int)
    case textTooLong(most: Int)
    /// Text that looks like a card number is kept nowhere.
    case looksLikeCardNumber
    case exemptionRefused(TaxExemptionError)
    case returnRefused(ReturnError)
    /// There is nothing in the basket that could be held, cancelled or paid.
    case basketIsEmpty
}

/// Why goods were not taken back.
public enum ReturnError: Error, Hashable, Sendable {
    case noSuchLine(UInt32)
    /// The line itself is goods that came back.
    case lineCameBack(UInt32)
    /// Or something of it came back elsewhere after the line was rung: ring the line anew.
    case moreThanSold(returnable: Quantity, asked: Quantity)
    case taxModeDiffers
    /// The receipt was voided: everything on it went back already.
    case receiptIsVoided
    /// Without a receipt no more than this may be paid out.
    case overCap(cap: Money, asked: Money)
    /// What comes back isn't what that line of the receipt sold.
    case differsFromReceipt(UInt32)
}
