public import Retail

/// Where a page of receipts ends, to go on from there; many receipts may have one time.
public struct ReceiptPlace: Hashable, Sendable {
    let time: Int64
    let operation: Int64
}

/// A receipt as a page lists it, with what people ask of it at a glance.
public struct ReceiptEntry: Hashable, Sendable {
    public var summary: ReceiptSummary
    /// The cashier's number; nil where that person isn't here.
    public var personNumber: UInt32?
    public var tenders: [ReceiptTender]
    public let place: ReceiptPlace
}

extension ShopReader {
    /// A page of receipts, newest first, in one statement.
    ///
    /// - Parameters:
    ///   - place: of the last entry of the page before; nil: the newest.
    ///   - limit: receipts on a page.
    /// - Returns: at most `limit` entries; fewer on the last page.
    /// - Throws: ``StorageError``.
    public func receiptPage(
        before place: ReceiptPlace? = nil, limit: Int
    ) throws(StorageError) -> [ReceiptEntry] {
        let rows = try each(
            ReceiptSQL.pageWithTenders,
            bind: {
                $0.bind(2, place?.time ?? Int64.max)
                $0.bind(3, place?.operation ?? Int64.max)
                $0.bind(4, Int64(limit))
            }, read: entry)
        var page: [ReceiptEntry] = []
        // A receipt of two tenders is two rows.
        for row in rows {
            if page.last?.place == row.place {
                page[page.count - 1].tenders += row.tenders
            } else {
                page.append(row)
            }
        }
        return page
    }

    private func entry(_ row: Statement) throws(StorageError) -> ReceiptEntry {
        let summary = try summary(row)
        var tenders: [ReceiptTender] = []
        if let name = row.textOrNil(15) {
            tenders.append(
                ReceiptTender(
                    tender: name, amount: Money(row.integer(16)), reference: row.textOrNil(17)))
        }
        return ReceiptEntry(
            summary: summary,
            personNumber: row.integerOrNil(14).map { UInt32(clamping: $0) }, tenders: tenders,
            place: ReceiptPlace(
                time: summary.time.instant.milliseconds, operation: row.integer(13)))
    }
}
