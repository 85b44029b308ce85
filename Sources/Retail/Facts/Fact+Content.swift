extension Fact {
    /// The content id under which its effects count once.
    public var content: ContentID {
        switch self {
        case .receiptCompleted(let fact): fact.content
        case .receiptVoided(let fact): fact.content
        case .receiptReprinted(let fact): fact.content
        case .basketCancelled(let fact): fact.content
        case .basketHeld(let fact): fact.content
        case .basketRecalled(let fact): fact.content
        case .drawerOpened(let fact): fact.content
        case .drawerMoved(let fact): fact.content
        case .drawerClosed(let fact): fact.content
        case .reportTaken(let fact): fact.content
        case .signedOn(let fact): fact.content
        case .pinsFailed(let fact): fact.content
        case .clocked(let fact): fact.content
        case .stockMoved(let fact): fact.content
        case .moneyAdjusted(let fact): fact.content
        case .itemChanged(let fact): fact.content
        case .taxChanged(let fact): fact.content
        case .personChanged(let fact): fact.content
        case .customerChanged(let fact): fact.content
        case .settingChanged(let fact): fact.content
        case .imported(let fact): fact.content
        case .unlocked(let fact): fact.content
        }
    }
}
