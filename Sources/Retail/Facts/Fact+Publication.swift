extension Fact {
    /// What it becomes visible with; nil for a fact that stands by itself.
    public var publication: PublicationID? {
        switch self {
        case .itemChanged(let change): change.publication
        case .taxChanged(let change): change.publication
        case .personChanged(let change): change.publication
        case .settingChanged(let change): change.publication
        case .receiptCompleted, .receiptVoided, .receiptReprinted, .basketCancelled, .basketHeld,
            .basketRecalled, .drawerOpened, .drawerMoved, .drawerClosed, .reportTaken, .signedOn,
            .pinsFailed, .unlocked, .clocked, .stockMoved, .moneyAdjusted, .customerChanged,
            .imported:
            nil
        }
    }

    /// The same fact as a part of a publication, or by itself; nil where its kind can't be one.
    public func published(in publication: PublicationID?) -> Fact? {
        switch self {
        case .itemChanged(var change):
            change.publication = publication
            return .itemChanged(change)
        case .taxChanged(var change):
            change.publication = publication
            return .taxChanged(change)
        case .personChanged(var change):
            change.publication = publication
            return .personChanged(change)
        case .settingChanged(var change):
            change.publication = publication
            return .settingChanged(change)
        case .receiptCompleted, .receiptVoided, .receiptReprinted, .basketCancelled, .basketHeld,
            .basketRecalled, .drawerOpened, .drawerMoved, .drawerClosed, .reportTaken, .signedOn,
            .pinsFailed, .unlocked, .clocked, .stockMoved, .moneyAdjusted, .customerChanged,
            .imported:
            return publication == nil ? self : nil
        }
    }
}
