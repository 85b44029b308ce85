extension Fact {
    /// When it happened; nil for changes of the catalogue, taxes, people and settings.
    public var time: LocalTime? {
        switch self {
        case .receiptCompleted(let fact): fact.time
        case .receiptVoided(let fact): fact.time
        case .receiptReprinted(let fact): fact.time
        case .basketCancelled(let fact), .basketHeld(let fact): fact.time
        case .basketRecalled(let fact): fact.time
        case .drawerOpened(let fact): fact.time
        case .drawerMoved(let fact): fact.time
        case .drawerClosed(let fact): fact.time
        case .reportTaken(let fact): fact.time
        case .signedOn(let fact): fact.time
        case .pinsFailed(let fact): fact.minute
        case .clocked(let fact): fact.time
        case .stockMoved(let fact): fact.time
        case .moneyAdjusted(let fact): fact.time
        case .customerChanged(let fact): fact.time
        case .imported(let fact): fact.time
        case .unlocked(let fact): fact.time
        case .itemChanged, .taxChanged, .personChanged, .settingChanged: nil
        }
    }
}
