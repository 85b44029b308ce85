public import Encoding
import Replication
public import Retail

/// A fact as it stands in the log.
public struct StoredFact: Hashable, Sendable {
    /// The number by which this database orders what it stored.
    public let number: Int64
    public let hash: Bytes32
    public let kind: UInt16
    public let fact: Fact
}

extension ShopReader {
    /// The fact that counts under a content id.
    public func fact(_ content: ContentID) throws(StorageError) -> StoredFact? {
        let number = try first(FactSQL.operationOfContent, bind: { $0.bind(2, content.id) }) {
            row throws(StorageError) in row.integer(0)
        }
        guard let number else { return nil }
        return try fact(number: number)
    }

    /// Whether a content id is taken.
    public func isKnown(_ content: ContentID) throws(StorageError) -> Bool {
        try first(FactSQL.operationOfContent, bind: { $0.bind(2, content.id) }) {
            row throws(StorageError) in row.integer(0)
        } != nil
    }

    /// The operation's hash, in hexadecimal what people quote.
    public func operationHash(of content: ContentID) throws(StorageError) -> Bytes32? {
        let number = try first(FactSQL.operationOfContent, bind: { $0.bind(2, content.id) }) {
            row throws(StorageError) in row.integer(0)
        }
        guard let number else { return nil }
        return try numbers.operation(number: number)
    }

    /// The fact of an operation's number; nil for an operation of the protocol's own kinds.
    func fact(number: Int64) throws(StorageError) -> StoredFact? {
        guard
            let stored = try operations.operations(after: number - 1, limit: 1).operations.first
        else { return nil }
        let operation = stored.operation
        do {
            let fact = try Fact.decode(kind: operation.kind, payload: operation.payload)
            return StoredFact(
                number: number, hash: stored.hash, kind: operation.kind, fact: fact)
        } catch {
            // Quarantined: listed elsewhere, counts nowhere.
            return nil
        }
    }

    /// All that happened in a drawer session, in the order in which it was stored.
    ///
    /// - Parameters:
    ///   - drawer: the session.
    ///   - number: of a fact behind which the reading begins; 0: at the opening.
    /// - Returns: the facts that can be read; the others are quarantined.
    /// - Throws: ``StorageError`` where the database can't be read.
    public func facts(
        ofDrawer drawer: ContentID, after number: Int64 = 0
    ) throws(StorageError) -> [StoredFact] {
        try facts(FactSQL.numbersOfDrawer, after: number) { $0.bind(2, drawer.id) }
    }

    /// All facts of a business date, in the order in which they were stored.
    public func facts(on date: BusinessDate) throws(StorageError) -> [StoredFact] {
        try facts(FactSQL.numbersOfDate) { $0.bind(2, Int64(date.days)) }
    }

    private func facts(
        _ sql: String, after last: Int64 = 0, bind: (Statement) -> Void
    ) throws(StorageError) -> [StoredFact] {
        let found = try each(sql, bind: bind) { row throws(StorageError) in row.integer(0) }
        var facts: [StoredFact] = []
        for number in found where number > last {
            if let fact = try fact(number: number) { facts.append(fact) }
        }
        return facts
    }
}

enum FactSQL {
    static let operationOfContent = """
        SELECT operation
        FROM   claim
        WHERE  scope = :scope AND content = :content
        ORDER  BY author, operation
        LIMIT  1
        """

    static let numbersOfDrawer = """
        SELECT operation FROM receipt         WHERE scope = :scope AND drawer = :drawer
        UNION
        SELECT operation FROM receipt_void    WHERE scope = :scope AND drawer = :drawer
        UNION
        SELECT operation FROM reprint         WHERE scope = :scope AND drawer = :drawer
        UNION
        SELECT operation FROM basket_record   WHERE scope = :scope AND drawer = :drawer
        UNION
        SELECT operation FROM drawer_movement WHERE scope = :scope AND drawer = :drawer
        UNION
        SELECT operation FROM report_taken    WHERE scope = :scope AND drawer = :drawer
        UNION
        SELECT operation FROM claim           WHERE scope = :scope AND content = :drawer
        ORDER  BY 1
        LIMIT  1000000
        """

    static let numbersOfDate = """
        SELECT operation FROM receipt          WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM receipt_void     WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM reprint          WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM basket_record    WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM basket_recall    WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM drawer_opening   WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM drawer_movement  WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM drawer_closing   WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM report_taken     WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM sign_on          WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM failed_pins      WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM clock_entry      WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM stock_movement   WHERE scope = :scope AND business_date = :date
        UNION
        SELECT operation FROM money_adjustment WHERE scope = :scope AND business_date = :date
        ORDER  BY 1
        LIMIT  1000000
        """
}
