extension Desk {
    /// Moves the lane behind a fact of its own: numbers, the drawer session.
    public mutating func advance(past fact: Fact) {
        switch fact {
        case .receiptCompleted(let receipt) where receipt.number.series == series:
            nextReceipt = max(nextReceipt, receipt.number.number &+ 1)
        case .drawerOpened(let opening):
            drawer = OpenDrawer(
                id: opening.content, businessDate: opening.businessDate, person: opening.person)
        case .drawerClosed(let closing):
            if drawer?.id == closing.drawer { drawer = nil }
            nextZ = max(nextZ, closing.zNumber &+ 1)
        case .receiptCompleted, .receiptVoided, .receiptReprinted, .basketCancelled, .basketHeld,
            .basketRecalled, .drawerMoved, .reportTaken, .signedOn, .pinsFailed, .unlocked,
            .clocked,
            .stockMoved, .moneyAdjusted, .itemChanged, .taxChanged, .personChanged,
            .customerChanged, .settingChanged, .imported:
            return
        }
    }
}
