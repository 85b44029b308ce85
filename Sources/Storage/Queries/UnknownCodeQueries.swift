import Encoding
public import Retail

/// A code that was scanned and isn't in the catalogue.
public struct UnknownCode: Hashable, Sendable {
    public var code: String
    /// How often it was met, as far as the list looked back.
    public var times: Int
    /// True where goods were sold under it as an open item.
    public var isSold: Bool
    /// The name and price of the latest open item.
    public var name: String?
    public var price: UnitPrice?
    /// When it was met last.
    public var last: Instant
}

extension ShopReader {
    /// Codes that were scanned and not found or sold as open items, those met last first.
    ///
    /// What the catalogue knows by now is left out.
    public func unknownCodes(limit: Int) throws(StorageError) -> [UnknownCode] {
        let met = try each(
            UnknownCodeSQL.unknownCodes,
            bind: {
                $0.bind(2, Int64(BasketEvent.Kind.unknownCode.rawValue))
                $0.bind(3, Int64(BasketEvent.Kind.openItem.rawValue))
            }
        ) { row throws(StorageError) in
            UnknownCode(
                code: row.text(0), times: 1,
                isSold: row.integer(1) == Int64(BasketEvent.Kind.openItem.rawValue),
                name: row.textOrNil(2),
                price: row.integerOrNil(3).map(UnitPrice.init(tenThousandths:)),
                last: Instant(milliseconds: row.integer(4)))
        }
        var found: [UnknownCode] = []
        var places: [String: Int] = [:]
        for entry in met {
            if let place = places[entry.code] {
                found[place].add(entry)
            } else if try !isKnown(code: entry.code) {
                places[entry.code] = found.count
                found.append(entry)
            }
        }
        return Array(found.prefix(limit))
    }

    private func isKnown(code: String) throws(StorageError) -> Bool {
        if try item(ItemCode(code)) != nil { return true }
        guard let lookup = Self.lookup(code) else { return false }
        return try !items(behind: lookup).isEmpty
    }
}

extension UnknownCode {
    /// Takes in an earlier meeting.
    fileprivate mutating func add(_ earlier: UnknownCode) {
        times += 1
        isSold = isSold || earlier.isSold
        name = name ?? earlier.name
        price = price ?? earlier.price
        last = max(last, earlier.last)
    }
}

enum UnknownCodeSQL {
    /// Of receipts and of baskets that were held or cancelled, newest first.
    static let unknownCodes = """
        SELECT e.text, e.kind, l.name, l.price, coalesce(r.time, b.time, 0)
        FROM   receipt_event e
               LEFT JOIN receipt r ON r.scope = e.scope AND r.operation = e.operation
               LEFT JOIN basket_record b ON b.scope = e.scope AND b.operation = e.operation
               LEFT JOIN receipt_line l
               ON l.scope = e.scope AND l.operation = e.operation AND l.line = e.receipt_line
        WHERE  e.scope = :scope AND e.kind IN (:unknown, :open) AND e.text IS NOT NULL
        ORDER  BY e.operation DESC, e.line DESC
        LIMIT  100000
        """
}
