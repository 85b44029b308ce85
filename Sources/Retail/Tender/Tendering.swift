/// How far the paying of a basket has come.
public enum Tendering: Hashable, Sendable {
    /// Goods are rung; nothing is paid.
    case ringing
    /// Something is paid or paid out, something is still due; goods stay as they are.
    case tendering([ReceiptTender])
    /// Nothing is due any more.
    case settled([ReceiptTender], rounding: Money, change: Money)

    /// What was given so far, in order; what was paid out is negative.
    public var tenders: [ReceiptTender] {
        switch self {
        case .ringing: []
        case .tendering(let tenders), .settled(let tenders, _, _): tenders
        }
    }

    /// Cash to give back.
    public var change: Money {
        switch self {
        case .ringing, .tendering: .zero
        case .settled(_, _, let change): change
        }
    }

    /// What cash rounding added to the total.
    public var rounding: Money {
        switch self {
        case .ringing, .tendering: .zero
        case .settled(_, let rounding, _): rounding
        }
    }

    public var isSettled: Bool {
        switch self {
        case .ringing, .tendering: false
        case .settled: true
        }
    }
}

/// Why a tender was refused; the basket is then as it was.
public enum TenderError: Error, Hashable, Sendable {
    case noSuchTender(String)
    case basketIsEmpty
    case alreadySettled
    case amountOutOfRange(Money)
    /// This tender gives no change, or more would be paid out than is owed.
    case moreThanDue(due: Money, given: Money)
    case needsReference(String)
    case referenceTooLong(most: Int)
    /// 13 to 19 digits: no field of ours takes a card's number.
    case looksLikeCardNumber
    /// Money goes back the way it came first; another way takes a second person.
    case needsApproval(Permission)
    case noSuchTenderGiven(Int)
    case notSettled(due: Money)
}
