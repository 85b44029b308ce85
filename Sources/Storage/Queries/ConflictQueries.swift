public import CRDT
public import Ledger
import Replica
public import Replication
public import Retail

/// One key, one version, different logs: which value stands was decided by time or name alone.
public struct RegisterTie: Hashable, Sendable {
    public let table: TableName
    /// The register's key columns as text.
    public let key: [String]
    public let version: UInt64
    /// The operations that wrote it, the one that stands last.
    public let operations: [SignedOperation]
}

/// Operations of one author that say different things under one content id; the smallest hash's
/// rows stand.
public struct ContradictedContent: Hashable, Sendable {
    /// The author, by its first name where it has rotated.
    public let author: NodeID
    public let content: ContentID
    /// By hash, ascending.
    public let operations: [SignedOperation]
}

/// A line of a receipt of which more came back than was sold.
public struct OverReturn: Hashable, Sendable {
    public let receipt: ContentID
    /// Nil where the receipt itself isn't here.
    public fileprivate(set) var number: ReceiptNumber?
    public let line: UInt32
    public let sold: Quantity
    public let returned: Quantity
}

/// A held basket that more than one lane went on with.
public struct TwiceFinishedHold: Hashable, Sendable {
    public let hold: ContentID
    public let basket: ContentID
    public let label: String?
    /// How many lanes recalled it, and how many receipts it became.
    public let recalls: UInt32
    public let receipts: [ReceiptNumber]
}

/// Stock below nothing: it is to be counted, and a count closes the task.
public struct RecountTask: Hashable, Sendable {
    public let item: ItemCode
    public let name: String?
    public let place: Place
    public let held: Quantity
}

extension ShopReader {
    /// Registers whose two greatest candidates have one authority and version and come of
    /// different logs.
    ///
    /// - Parameter limit: at most so many a table.
    /// - Returns: table by table, by key.
    /// - Throws: ``StorageError`` where the database can't be read.
    public func registerTies(limit: Int) throws(StorageError) -> [RegisterTie] {
        var ties: [RegisterTie] = []
        for query in TieSQL.all {
            let keys = query.keyCount
            let found = try each(query.sql, bind: { $0.bind(2, Int64(limit)) }) {
                row throws(StorageError) in
                (
                    key: (0..<keys).map { row.text(Int32($0)) },
                    version: row.integer(Int32(keys)), operations: row.text(Int32(keys + 1))
                )
            }
            for tie in found {
                var operations: [SignedOperation] = []
                for text in tie.operations.split(separator: ",") {
                    guard let number = Int64(text), let signed = try operation(number: number)
                    else { continue }
                    operations.append(signed)
                }
                operations.sort {
                    ($0.operation.hlc, $0.operation.log) < ($1.operation.hlc, $1.operation.log)
                }
                ties.append(
                    RegisterTie(
                        table: query.table, key: tie.key, version: UInt64(max(0, tie.version)),
                        operations: operations))
            }
        }
        return ties
    }

    /// Contents that one author gave to operations that differ, as far as both still count.
    public func contradictions(limit: Int) throws(StorageError) -> [ContradictedContent] {
        let keys = try localKeys(
            .counter, beginningWith: Contradiction.keyPrefix, limit: limit)
        var found: [ContradictedContent] = []
        for key in keys {
            guard let claim = Contradiction.claim(ofKey: key), claim.scope == scope else {
                continue
            }
            let numbers = try each(
                ConflictSQL.claims,
                bind: {
                    $0.bind(2, claim.content.id)
                    $0.bind(3, claim.author.key)
                }
            ) { row throws(StorageError) in row.integer(0) }
            var operations: [SignedOperation] = []
            for number in numbers {
                if let signed = try operation(number: number) { operations.append(signed) }
            }
            operations.sort { $0.hash < $1.hash }
            let said = operations.map(\.operation)
            guard said.contains(where: { $0.saysOther(than: said[0]) }) else { continue }
            found.append(
                ContradictedContent(
                    author: claim.author, content: claim.content, operations: operations))
        }
        return found
    }

    /// Lines of receipts of which more came back than was sold, voided returns left out.
    public func overReturns(limit: Int) throws(StorageError) -> [OverReturn] {
        let lines = try each(ConflictSQL.overReturns, bind: { $0.bind(2, Int64(limit)) }) {
            row throws(StorageError) in
            OverReturn(
                receipt: ContentID(try row.fixed(0)), number: nil,
                line: UInt32(clamping: row.integer(1)),
                sold: Quantity(thousandths: row.integer(2)),
                returned: Quantity(thousandths: row.integer(3)))
        }
        var found: [OverReturn] = []
        for var line in lines {
            if case .receiptCompleted(let receipt) = try fact(line.receipt)?.fact {
                line.number = receipt.number
            }
            found.append(line)
        }
        return found
    }

    /// Holds that were recalled more than once.
    public func twiceFinishedHolds(limit: Int) throws(StorageError) -> [TwiceFinishedHold] {
        let holds = try each(ConflictSQL.recalledTwice, bind: { $0.bind(2, Int64(limit)) }) {
            row throws(StorageError) in
            (hold: ContentID(try row.fixed(0)), recalls: UInt32(clamping: row.integer(1)))
        }
        var found: [TwiceFinishedHold] = []
        for entry in holds {
            guard case .basketHeld(let record) = try fact(entry.hold)?.fact else { continue }
            let receipts = try each(
                ConflictSQL.receiptsOfBasket, bind: { $0.bind(2, record.basketID.id) }
            ) { row throws(StorageError) in
                ReceiptNumber(series: row.text(0), number: UInt32(clamping: row.integer(1)))
            }
            found.append(
                TwiceFinishedHold(
                    hold: entry.hold, basket: record.basketID, label: record.label,
                    recalls: entry.recalls, receipts: receipts))
        }
        return found
    }

    /// Items of which the counters hold less than nothing.
    public func recountTasks(limit: Int) throws(StorageError) -> [RecountTask] {
        let tasks = try each(ConflictSQL.negativeStock, bind: { $0.bind(2, Int64(limit)) }) {
            row throws(StorageError) in
            (
                item: ItemCode(row.text(0)), place: Place(row.text(1)),
                held: Quantity(thousandths: row.integer(2))
            )
        }
        var found: [RecountTask] = []
        for task in tasks {
            found.append(
                RecountTask(
                    item: task.item, name: try item(task.item)?.name, place: task.place,
                    held: task.held))
        }
        return found
    }
}

extension Operation {
    fileprivate func saysOther(than other: Operation) -> Bool {
        (kind, payload) != (other.kind, other.payload)
    }
}

enum ConflictSQL {
    static let overReturns = """
        SELECT l.origin_receipt, l.origin_line,
               coalesce((SELECT s.quantity
                         FROM   claim c JOIN receipt_line s
                                ON s.scope = c.scope AND s.operation = c.operation
                         WHERE  c.scope = l.scope AND c.content = l.origin_receipt
                                AND s.line = l.origin_line
                         LIMIT  1), 0) AS sold,
               -sum(l.quantity) AS returned
        FROM   receipt_line l INDEXED BY receipt_line_by_origin
               CROSS JOIN receipt r ON r.scope = l.scope AND r.operation = l.operation
        WHERE  l.scope = :scope AND l.origin_receipt > x'' AND r.is_training = 0
               AND NOT EXISTS (SELECT 1 FROM receipt_void v
                               WHERE v.scope = r.scope AND v.receipt = r.content)
        GROUP  BY l.origin_receipt, l.origin_line
        HAVING returned > sold
        ORDER  BY l.origin_receipt, l.origin_line
        LIMIT  :limit
        """

    static let claims = """
        SELECT operation
        FROM   claim
        WHERE  scope = :scope AND content = :content AND author = :author
        ORDER  BY operation
        LIMIT  64
        """

    static let recalledTwice = """
        SELECT hold, count(*)
        FROM   basket_recall INDEXED BY basket_recall_by_hold
        WHERE  scope = :scope AND hold > x''
        GROUP  BY hold
        HAVING count(*) > 1
        ORDER  BY hold
        LIMIT  :limit
        """

    static let receiptsOfBasket = """
        SELECT r.series, r.number
        FROM   claim c JOIN receipt r ON r.scope = c.scope AND r.operation = c.operation
        WHERE  c.scope = :scope AND c.content = :basket
        ORDER  BY c.author, c.operation
        LIMIT  64
        """

    static let negativeStock = """
        SELECT item, place, sum(raised) - sum(lowered)
        FROM   stock
        WHERE  scope = :scope AND item >= ''
        GROUP  BY item, place
        HAVING sum(raised) < sum(lowered)
        ORDER  BY item, place
        LIMIT  :limit
        """
}
