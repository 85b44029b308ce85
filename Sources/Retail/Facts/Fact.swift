/// What happened in the shop, as one operation of the log carries it.
///
/// `docs/facts.md` is the registry of kinds and keys. Numbers are never reused or changed in
/// meaning. A scan is no fact; everything that a cashier did and that anyone may ask about is.
public enum Fact: Hashable, Sendable {
    case receiptCompleted(Receipt)
    case receiptVoided(ReceiptVoid)
    case receiptReprinted(Reprint)
    case basketCancelled(BasketRecord)
    case basketHeld(BasketRecord)
    case basketRecalled(BasketRecall)
    case drawerOpened(DrawerOpening)
    case drawerMoved(DrawerMovement)
    case drawerClosed(DrawerClosing)
    case reportTaken(ReportTaken)
    case signedOn(SignOn)
    case pinsFailed(FailedPINs)
    case clocked(ClockEntry)
    case stockMoved(StockMovement)
    case moneyAdjusted(MoneyAdjustment)
    case itemChanged(ItemChange)
    case taxChanged(TaxChange)
    case personChanged(PersonChange)
    case customerChanged(CustomerChange)
    case settingChanged(SettingChange)
    case imported(ImportRecord)
    case unlocked(Unlock)

    /// The kind's number in the protocol; facts of the shop begin at 64.
    public var kind: UInt16 {
        switch self {
        case .receiptCompleted: 64
        case .receiptVoided: 65
        case .receiptReprinted: 66
        case .basketCancelled: 67
        case .basketHeld: 68
        case .basketRecalled: 69
        case .drawerOpened: 70
        case .drawerMoved: 71
        case .drawerClosed: 72
        case .reportTaken: 73
        case .signedOn: 74
        case .pinsFailed: 75
        case .clocked: 76
        case .stockMoved: 77
        case .moneyAdjusted: 78
        case .itemChanged: 79
        case .taxChanged: 80
        case .personChanged: 81
        case .customerChanged: 82
        case .settingChanged: 83
        case .imported: 84
        case .unlocked: 85
        }
    }
}
