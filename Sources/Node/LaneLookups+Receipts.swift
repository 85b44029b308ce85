public import Retail
public import Storage

extension LaneLookups {
    private static let receiptsMost = 100
    /// Items whose receipts are looked at, where a word is in many names.
    private static let itemsMost = 8

    /// Receipts of any lane of the store that fit what was typed: those of that amount first, then
    /// those with such an item, or those up to a moment; the latest first.
    public func receipts(
        matching text: String, at now: Instant
    ) throws(StorageError) -> [FoundReceipt] {
        let terms = node.terms
        let search = ReceiptSearch(
            text, currency: terms.settings.currency, zone: terms.zone, now: now)
        var found: [ReceiptSummary] = []
        if let total = search.total {
            found += try reader.receipts(ofTotal: total, limit: Self.receiptsMost)
            found += try reader.receipts(ofTotal: -total, limit: Self.receiptsMost)
        }
        if let item = search.item {
            for item in try items(item, at: now) {
                found += try reader.receipts(with: item, limit: Self.receiptsMost)
            }
        }
        if search.total == nil, search.item == nil {
            found = try reader.receipts(before: search.before, limit: Self.receiptsMost)
        }
        var seen: Set<ContentID> = []
        return found.filter { seen.insert($0.content).inserted }.prefix(Self.receiptsMost)
            .map(FoundReceipt.init)
    }

    /// What was meant: the item that a code leads to, else those whose names have the words.
    private func items(_ text: String, at now: Instant) throws(StorageError) -> [ItemCode] {
        switch try find(text, at: now) {
        case .item(let sellable, _): return [sellable.item.code]
        case .noPrice(let item): return [item.code]
        case .unknown, .unreadable, .receipt, .hold, .customer:
            return try reader.search(text, limit: Self.itemsMost).map(\.code)
        }
    }
}

extension FoundReceipt {
    fileprivate init(_ summary: ReceiptSummary) {
        self.init(
            content: summary.content, number: summary.number, kind: summary.kind,
            time: summary.time, total: summary.total, lineCount: summary.lineCount,
            isVoided: summary.isVoided)
    }
}
