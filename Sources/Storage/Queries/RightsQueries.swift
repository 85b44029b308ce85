public import CRDT
import Encoding
public import Replica
public import Replication
public import Retail

extension ShopReader {
    /// All operations that concern an account, as far as this program knows its kind: a held
    /// basket, or what can still come back of a receipt's line; none for other kinds.
    ///
    /// - Throws: ``StorageError``.
    public func rightsEntries(of account: Account) throws(StorageError) -> [RightsEntry] {
        var entries: [RightsEntry]
        switch account {
        case .basket(let basket):
            entries = try self.entries(RightsSQL.held, { $0.bind(2, basket) }) { .made($0) }
            entries += try self.entries(RightsSQL.recalled, { $0.bind(2, basket) }) { .spent($0) }
        case .returnable(let receipt, let line):
            let bind: (Statement) -> Void = {
                $0.bind(2, receipt)
                $0.bind(3, Int64(clamping: line))
            }
            entries = try self.entries(RightsSQL.sold, bind) { .made($0) }
            entries += try self.entries(RightsSQL.cameBack, bind) { .spent($0) }
            entries += try self.entries(RightsSQL.voided, bind) { .spent($0) }
        case .stock, .credit, .coupon, .serial, .promotion: return []
        }
        let encoded = account.cbor.encoded
        entries += try granted(encoded)
        // Nearly every log goes on, so that there is nothing settled.
        if !entries.isEmpty { entries += try settled(encoded) }
        return entries
    }

    /// Rows of log, sequence, operation number and amount.
    private func entries(
        _ sql: String, _ bind: (Statement) -> Void, _ change: (UInt64) -> RightsEntry.Change
    ) throws(StorageError) -> [RightsEntry] {
        try each(sql, bind: bind) { row throws(StorageError) in
            RightsEntry(try self.operationID(row), change(UInt64(max(0, row.integer(3)))))
        }
    }

    private func granted(_ account: [UInt8]) throws(StorageError) -> [RightsEntry] {
        try each(RightsSQL.granted, bind: { $0.bind(2, account) }) { row throws(StorageError) in
            RightsEntry(
                try self.operationID(row),
                .granted(
                    UInt64(max(0, row.integer(3))),
                    to: try self.numbers.log(number: row.integer(4)),
                    request: try row.fixed(5)))
        }
    }

    private func settled(_ account: [UInt8]) throws(StorageError) -> [RightsEntry] {
        try each(RightsSQL.settled, bind: { $0.bind(2, account) }) { row throws(StorageError) in
            let to = row.integerOrNil(5)
            return RightsEntry(
                try self.operationID(row),
                .settled(
                    try self.numbers.log(number: row.integer(3)),
                    amount: row.integerOrNil(4).map { UInt64(max(0, $0)) },
                    to: try to.map { (number) throws(StorageError) in
                        try self.numbers.log(number: number)
                    }))
        }
    }

    private func operationID(_ row: Statement) throws(StorageError) -> OperationID {
        OperationID(
            log: try numbers.log(number: row.integer(0)), seq: UInt64(max(0, row.integer(1))),
            hash: try numbers.operation(number: row.integer(2)))
    }

    /// The log in which a fact stands.
    public func log(of content: ContentID) throws(StorageError) -> LogID? {
        try first(RightsSQL.logOfContent, bind: { $0.bind(2, content.id) }) {
            row throws(StorageError) in try self.numbers.log(number: row.integer(0))
        }
    }

    /// The log that went on with a hold; of several the one that is stored first here.
    public func recaller(of hold: ContentID) throws(StorageError) -> LogID? {
        try first(RightsSQL.recaller, bind: { $0.bind(2, hold.id) }) {
            row throws(StorageError) in try self.numbers.log(number: row.integer(0))
        }
    }

    /// Whether all that a log held was settled already.
    public func isSettled(_ log: LogID) throws(StorageError) -> Bool {
        guard let number = try numbers.log(log) else { return false }
        return try first(RightsSQL.isSettled, bind: { $0.bind(2, number) }) {
            row throws(StorageError) in row.integer(0)
        } != nil
    }

    /// Accounts of which a log may have spent what it didn't own, for
    /// ``Replica/Holdings/overdrawn`` to decide: holds that another lane went on with, and lines
    /// that came back at another lane than the one that sold them.
    ///
    /// - Parameter limit: at most so many of each kind.
    /// - Returns: accounts, those spent last first.
    /// - Throws: ``StorageError``.
    public func accountsSpentElsewhere(limit: Int) throws(StorageError) -> [Account] {
        let baskets = try each(RightsSQL.recalledElsewhere, bind: { $0.bind(2, Int64(limit)) }) {
            row throws(StorageError) in Account.basket(try row.fixed(0))
        }
        let lines = try each(RightsSQL.cameBackElsewhere, bind: { $0.bind(2, Int64(limit)) }) {
            row throws(StorageError) in
            Account.returnable(receipt: try row.fixed(0), line: UInt64(max(0, row.integer(1))))
        }
        return baskets + lines
    }

    /// Receipts that took goods back without the word of the lane that sold them, newest first.
    public func unconfirmedReturns(limit: Int) throws(StorageError) -> [ContentID] {
        try each(
            RightsSQL.unconfirmed,
            bind: {
                $0.bind(2, Int64(BasketEvent.Kind.returnUnconfirmed.rawValue))
                $0.bind(3, Int64(limit))
            }
        ) { row throws(StorageError) in ContentID(try row.fixed(0)) }
    }
}

enum RightsSQL {
    static let held = """
        SELECT o.log, o.seq, o.number, 1
        FROM   basket_record r INDEXED BY basket_record_by_basket
               JOIN operation o ON o.number = r.operation
        WHERE  r.scope = :scope AND r.basket = :basket AND r.is_hold = 1
        ORDER  BY o.number
        """

    static let recalled = """
        SELECT DISTINCT o.log, o.seq, o.number, 1
        FROM   basket_record r INDEXED BY basket_record_by_basket
               CROSS JOIN basket_recall c ON c.scope = r.scope AND c.hold = r.content
               JOIN operation o ON o.number = c.operation
        WHERE  r.scope = :scope AND r.basket = :basket AND r.is_hold = 1
        ORDER  BY o.number
        """

    static let sold = """
        SELECT o.log, o.seq, o.number, l.quantity
        FROM   claim c
               JOIN receipt r ON r.scope = c.scope AND r.operation = c.operation
               JOIN receipt_line l ON l.scope = r.scope AND l.operation = r.operation
               JOIN operation o ON o.number = r.operation
        WHERE  c.scope = :scope AND c.content = :receipt AND l.line = :line AND l.quantity > 0
        ORDER  BY o.number
        """

    static let cameBack = """
        SELECT o.log, o.seq, o.number, -l.quantity
        FROM   receipt_line l INDEXED BY receipt_line_by_origin
               JOIN receipt r ON r.scope = l.scope AND r.operation = l.operation
               JOIN operation o ON o.number = r.operation
        WHERE  l.scope = :scope AND l.origin_receipt = :receipt AND l.origin_line = :line
               AND l.quantity < 0
               AND NOT EXISTS (SELECT 1 FROM receipt_void v
                               WHERE v.scope = r.scope AND v.receipt = r.content)
        ORDER  BY o.number
        """

    /// A void takes the whole line back.
    static let voided = """
        SELECT o.log, o.seq, o.number, l.quantity
        FROM   receipt_void v JOIN operation o ON o.number = v.operation
               JOIN claim c ON c.scope = v.scope AND c.content = v.receipt
               JOIN receipt_line l ON l.scope = c.scope AND l.operation = c.operation
        WHERE  v.scope = :scope AND v.receipt = :receipt AND l.line = :line AND l.quantity > 0
        ORDER  BY o.number
        """

    static let granted = """
        SELECT o.log, o.seq, o.number, g.amount, g.to_log, g.request
        FROM   right_granted g INDEXED BY right_granted_by_account
               JOIN operation o ON o.number = g.operation
        WHERE  g.scope = :scope AND g.account = :account
        ORDER  BY o.number
        """

    static let settled = """
        SELECT o.log, o.seq, o.number, s.of_log, s.amount, s.to_log
        FROM   right_settled s JOIN operation o ON o.number = s.operation
        WHERE  s.scope = :scope AND (s.account IS NULL OR s.account = :account)
        ORDER  BY o.number
        """

    static let logOfContent = """
        SELECT o.log
        FROM   claim c JOIN operation o ON o.number = c.operation
        WHERE  c.scope = :scope AND c.content = :content
        ORDER  BY c.author, c.operation
        LIMIT  1
        """

    static let recaller = """
        SELECT o.log
        FROM   basket_recall c JOIN operation o ON o.number = c.operation
        WHERE  c.scope = :scope AND c.hold = :hold
        ORDER  BY o.number
        LIMIT  1
        """

    static let isSettled = """
        SELECT 1
        FROM   right_settled
        WHERE  scope = :scope AND of_log = :log AND account IS NULL
        LIMIT  1
        """

    static let recalledElsewhere = """
        SELECT r.basket
        FROM   basket_recall c
               JOIN basket_record r ON r.scope = c.scope AND r.is_hold = 1 AND r.content = c.hold
               JOIN operation o ON o.number = c.operation
               JOIN operation h ON h.number = r.operation
        WHERE  c.scope = :scope
               AND (o.log <> h.log
                    OR (SELECT count(*) FROM basket_recall d
                        WHERE d.scope = c.scope AND d.hold = c.hold) > 1)
        GROUP  BY r.basket
        ORDER  BY max(c.operation) DESC
        LIMIT  :limit
        """

    static let cameBackElsewhere = """
        SELECT l.origin_receipt, l.origin_line
        FROM   receipt_line l INDEXED BY receipt_line_by_origin
               JOIN operation o ON o.number = l.operation
               JOIN claim c ON c.scope = l.scope AND c.content = l.origin_receipt
               JOIN operation s ON s.number = c.operation
        WHERE  l.scope = :scope AND l.origin_receipt IS NOT NULL AND s.log <> o.log
        GROUP  BY l.origin_receipt, l.origin_line
        ORDER  BY max(l.operation) DESC
        LIMIT  :limit
        """

    static let unconfirmed = """
        SELECT r.content
        FROM   receipt_line l INDEXED BY receipt_line_by_origin
               CROSS JOIN receipt_event e ON e.scope = l.scope AND e.operation = l.operation
               CROSS JOIN receipt r ON r.scope = l.scope AND r.operation = l.operation
        WHERE  l.scope = :scope AND l.origin_receipt IS NOT NULL AND e.kind = :kind
        GROUP  BY l.operation
        ORDER  BY l.operation DESC
        LIMIT  :limit
        """
}
