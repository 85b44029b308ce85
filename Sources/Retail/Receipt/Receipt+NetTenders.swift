extension Receipt {
    /// What each tender brought in the end: change is taken off cash.
    public func netTenders(_ settings: StoreSettings) -> [ReceiptTender] {
        netTenders(cashCode: settings.cashCodes.first ?? TenderType.cash.code)
    }

    func netTenders(cashCode: String) -> [ReceiptTender] {
        guard change != .zero else { return tenders }
        var net = tenders
        if let cash = net.firstIndex(where: { $0.tender == cashCode }) {
            net[cash].amount -= change
        } else {
            net.append(ReceiptTender(tender: cashCode, amount: -change))
        }
        return net
    }
}
