/// Why a command was not performed; nothing changed.
public enum Refusal: Error, Hashable, Sendable {
    /// A second person with this permission must sign in place; then the command is given again.
    case needsApproval(Permission)
    case unknownPerson(PersonID)
    case drawerIsClosed
    case drawerIsOpen
    case unknownReceipt(ContentID)
    case receiptAlreadyVoided(ReceiptNumber)
    /// Goods of it came back already: return the rest instead.
    case receiptHasReturns(ReceiptNumber)
    /// Its drawer session is counted: return the goods instead.
    case drawerOfReceiptClosed(ReceiptNumber)
    case unknownHold(ContentID)
    case holdAlreadyRecalled(ContentID)
    case holdIsDamaged(ContentID)
    /// The lane that holds it can't be reached; 0 where its number isn't known.
    case holdUnreachable(ContentID, lane: UInt8)
    /// That lane took it; 0 where its number isn't known.
    case holdTaken(ContentID, lane: UInt8)
    case needsReason(ReasonUse)
    case unknownReason(ReasonUse, UInt8)
    case amountNotPositive(Money)
    /// More cash than should lie in the drawer.
    case moreThanDrawerHolds(Money)
    case countsDiffer(denominations: Money, counted: Money)
    case nothingToMove
    case textTooLong(most: Int)
    case unknownItem(ItemCode)
    case quantityOutOfRange(ItemCode)
    case basket(BasketError)
    case tender(TenderError)
    /// The receipt's own figures would contradict each other.
    case unsoundReceipt
    /// Another process names somebody who stood by; nobody can there.
    case unprovedApproval
    /// A basket of another process says something else of an item than the catalogue.
    case differsFromCatalogue(ItemCode)
    /// More than one transaction takes; what was asked must be split.
    case tooManyFacts(most: Int)
    /// What a steward set stands against what this lane would write, and only a steward publishes;
    /// the numbers of the lanes that may.
    case stewardsOnly(lanes: [UInt8])
    /// A practice till keeps to practice.
    case notInTraining
}
