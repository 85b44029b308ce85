public import CRDT
public import Encoding
public import Retail

/// A receipt as a list shows it.
public struct ReceiptSummary: Hashable, Sendable {
    public var operation: Bytes32
    public var content: ContentID
    public var number: ReceiptNumber
    public var kind: Receipt.Kind
    public var time: LocalTime
    public var businessDate: BusinessDate
    public var person: PersonID
    public var total: Money
    public var lineCount: Int
    public var isVoided: Bool
    public var isTraining: Bool
}

/// A receipt's place in the list of all, by time and then by the order of storing.
public struct ReceiptPlace: Hashable, Sendable {
    let milliseconds: Int64
    let number: Int64
}

extension ShopReader {
    /// How many receipts stand in a part of one log, sales and returns alike.
    public func receipts(
        of log: LogID, after seq: UInt64, through last: UInt64
    ) throws(StorageError) -> UInt64 {
        guard let number = try numbers.log(log) else { return 0 }
        let statement = try database.statement(ReceiptSQL.countOfLog)
        defer { statement.reset() }
        statement.bind(1, number)
        statement.bind(2, Int64(clamping: seq))
        statement.bind(3, Int64(clamping: last))
        return try statement.step() ? UInt64(max(0, statement.integer(0))) : 0
    }

    /// The latest receipts, newest first, below a moment where one is given.
    public func receipts(
        before moment: Instant? = nil, limit: Int
    ) throws(StorageError) -> [ReceiptSummary] {
        try each(
            ReceiptSQL.latest,
            bind: {
                $0.bind(2, moment?.milliseconds ?? Int64.max)
                $0.bind(3, Int64(limit))
            }, read: summary)
    }

    /// A page of receipts, newest first: those after the last of the page before.
    ///
    /// Any number of receipts may have one time, so that a moment alone is no place in the list.
    public func receiptPage(
        after place: ReceiptPlace?, limit: Int
    ) throws(StorageError) -> (receipts: [ReceiptSummary], last: ReceiptPlace?) {
        let place = place ?? ReceiptPlace(milliseconds: .max, number: .max)
        let rows = try each(
            ReceiptSQL.page,
            bind: {
                $0.bind(2, place.milliseconds)
                $0.bind(3, place.number)
                $0.bind(4, Int64(limit))
            }
        ) { row throws(StorageError) in
            (
                try self.summary(row),
                ReceiptPlace(milliseconds: row.integer(5), number: row.integer(13))
            )
        }
        return (rows.map(\.0), rows.last?.1)
    }

    /// Receipts of one total, newest first: how a customer without a receipt is helped.
    public func receipts(
        ofTotal total: Money, limit: Int
    ) throws(StorageError) -> [ReceiptSummary] {
        try each(
            ReceiptSQL.ofTotal,
            bind: {
                $0.bind(2, total.minorUnits)
                $0.bind(3, Int64(limit))
            }, read: summary)
    }

    /// Receipts that have an item on them, newest first.
    public func receipts(
        with item: ItemCode, limit: Int
    ) throws(StorageError) -> [ReceiptSummary] {
        try each(
            ReceiptSQL.withItem,
            bind: {
                $0.bind(2, item.text)
                $0.bind(3, Int64(limit))
            }, read: summary)
    }

    /// The receipt with this number; two only where series clashed.
    public func receipts(numbered number: ReceiptNumber) throws(StorageError) -> [ReceiptSummary] {
        try each(
            ReceiptSQL.numbered,
            bind: {
                $0.bind(2, number.series)
                $0.bind(3, Int64(number.number))
            }, read: summary)
    }

    /// The highest number used in a series; 0 where none is.
    public func lastNumber(in series: String) throws(StorageError) -> UInt32 {
        let last = try first(ReceiptSQL.lastNumber, bind: { $0.bind(2, series) }) {
            row throws(StorageError) in row.integer(0)
        }
        return UInt32(clamping: last ?? 0)
    }

    /// A receipt whole, with what came back of it and whether it was voided.
    public func returnSource(_ content: ContentID) throws(StorageError) -> ReturnSource? {
        guard case .receiptCompleted(let receipt) = try fact(content)?.fact else { return nil }
        return ReturnSource(
            receipt: receipt, cameBack: try cameBack(content), isVoided: try isVoided(content))
    }

    /// Returned quantities by line, voided returns left out; positive.
    public func cameBack(_ content: ContentID) throws(StorageError) -> [UInt32: Quantity] {
        let rows = try each(ReceiptSQL.cameBack, bind: { $0.bind(2, content.id) }) {
            row throws(StorageError) in
            (UInt32(clamping: row.integer(0)), Quantity(thousandths: row.integer(1)))
        }
        return rows.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }

    public func isVoided(_ content: ContentID) throws(StorageError) -> Bool {
        try first(ReceiptSQL.voids, bind: { $0.bind(2, content.id) }) {
            row throws(StorageError) in row.integer(0)
        } != nil
    }

    /// Copies printed so far; gift receipts are counted apart.
    public func copies(of content: ContentID, _ kind: Reprint.Kind) throws(StorageError) -> UInt32 {
        let count = try first(
            ReceiptSQL.copies,
            bind: {
                $0.bind(2, content.id)
                $0.bind(3, Int64(kind.rawValue))
            }
        ) { row throws(StorageError) in row.integer(0) }
        return UInt32(clamping: count ?? 0)
    }

    func summary(_ row: Statement) throws(StorageError) -> ReceiptSummary {
        guard let kind = UInt8(exactly: row.integer(4)).flatMap(Receipt.Kind.init) else {
            throw damaged("a receipt has the kind \(row.integer(4))")
        }
        return ReceiptSummary(
            operation: try row.fixed(0), content: ContentID(try row.fixed(1)),
            number: ReceiptNumber(series: row.text(2), number: UInt32(clamping: row.integer(3))),
            kind: kind,
            time: LocalTime(
                Instant(milliseconds: row.integer(5)),
                offsetSeconds: Int32(clamping: row.integer(6))),
            businessDate: BusinessDate(days: Int32(clamping: row.integer(7))),
            person: PersonID(try row.fixed(8)), total: Money(row.integer(9)),
            lineCount: Int(row.integer(10)), isVoided: row.integer(11) != 0,
            isTraining: row.integer(12) != 0)
    }
}

// Indexes are named where they matter: without statistics SQLite takes a key's first column, the
// scope, for nearly as good as an index that fits, and would walk a store's whole history.

enum ReceiptSQL {
    /// Kind 64 is a receipt (docs/facts.md).
    static let countOfLog = """
        SELECT count(*)
        FROM   operation
        WHERE  log = :log AND seq > :after AND seq <= :last AND kind = 64
        """

    /// One row a receipt, whatever the condition that follows.
    private static let columns = """
        SELECT o.hash, r.content, r.series, r.number, r.kind, r.time, r.offset_seconds,
               r.business_date, r.person, r.total, r.line_count,
               EXISTS (SELECT 1 FROM receipt_void v
                       WHERE v.scope = r.scope AND v.receipt = r.content),
               r.is_training, r.operation
        """

    static let latest = """
        \(columns)
        FROM   receipt r INDEXED BY receipt_by_time JOIN operation o ON o.number = r.operation
        WHERE  r.scope = :scope AND r.time < :before
        ORDER  BY r.time DESC, r.operation DESC
        LIMIT  :limit
        """

    static let page = """
        \(columns)
        FROM   receipt r INDEXED BY receipt_by_time JOIN operation o ON o.number = r.operation
        WHERE  r.scope = :scope AND r.time <= :time
               AND (r.time < :time OR r.operation < :number)
        ORDER  BY r.time DESC, r.operation DESC
        LIMIT  :limit
        """

    static let ofTotal = """
        \(columns)
        FROM   receipt r INDEXED BY receipt_by_total JOIN operation o ON o.number = r.operation
        WHERE  r.scope = :scope AND r.total = :total
        ORDER  BY r.operation DESC
        LIMIT  :limit
        """

    static let withItem = """
        \(columns)
        FROM  (SELECT DISTINCT scope, operation FROM receipt_line
               WHERE scope = :scope AND item = :item
               ORDER BY operation DESC LIMIT :limit) l
               JOIN receipt r ON r.scope = l.scope AND r.operation = l.operation
               JOIN operation o ON o.number = r.operation
        ORDER  BY r.operation DESC
        """

    static let numbered = """
        \(columns)
        FROM   receipt r INDEXED BY receipt_by_number JOIN operation o ON o.number = r.operation
        WHERE  r.scope = :scope AND r.series = :series AND r.number = :number
        ORDER  BY r.operation
        LIMIT  20
        """

    static let lastNumber = """
        SELECT max(number)
        FROM   receipt
        WHERE  scope = :scope AND series = :series
        """

    static let cameBack = """
        SELECT l.origin_line, -sum(l.quantity)
        FROM   receipt_line l JOIN receipt r ON r.scope = l.scope AND r.operation = l.operation
        WHERE  l.scope = :scope AND l.origin_receipt = :receipt
               AND NOT EXISTS (SELECT 1 FROM receipt_void v
                               WHERE v.scope = r.scope AND v.receipt = r.content)
        GROUP  BY l.origin_line
        ORDER  BY l.origin_line
        LIMIT  100000
        """

    static let voids = """
        SELECT 1
        FROM   receipt_void
        WHERE  scope = :scope AND receipt = :receipt
        LIMIT  1
        """

    static let copies = """
        SELECT count(*)
        FROM   reprint INDEXED BY reprint_by_receipt
        WHERE  scope = :scope AND receipt = :receipt AND kind = :kind
        """
}
