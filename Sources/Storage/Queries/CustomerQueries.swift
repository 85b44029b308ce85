public import Retail

/// A customer's field as it stands; personal ones are sealed.
public struct StoredCustomerField: Hashable, Sendable {
    public let field: CustomerChange.Field
    /// Nil: cleared.
    public let value: [UInt8]?
}

extension ShopReader {
    /// The fields of a customer that stand now, by number; none where the customer isn't here.
    public func customerFields(
        _ customer: CustomerID
    ) throws(StorageError) -> [StoredCustomerField] {
        let rows = try current(
            CustomerSQL.fields, bind: { $0.bind(2, customer.id) },
            key: { row throws(StorageError) in row.integer(4) },
            read: { row throws(StorageError) in (row.integer(4), row.bytesOrNil(5)) })
        return rows.reversed().compactMap { number, value in
            // A later program's fields are left to it.
            guard let field = UInt8(exactly: number).flatMap(CustomerChange.Field.init) else {
                return nil
            }
            return StoredCustomerField(field: field, value: value)
        }
    }

    /// Customers that have this value in a field now, such as a card's number.
    public func customers(
        with value: [UInt8], in field: CustomerChange.Field, limit: Int
    ) throws(StorageError) -> [CustomerID] {
        let candidates = try each(
            CustomerSQL.withValue,
            bind: {
                $0.bind(2, Int64(field.rawValue))
                $0.bind(3, value)
                $0.bind(4, Int64(limit))
            }
        ) { row throws(StorageError) in CustomerID(try row.fixed(0)) }
        var current: [CustomerID] = []
        for customer in candidates {
            let stored = try customerFields(customer).first { $0.field == field }
            if stored?.value == value { current.append(customer) }
        }
        return current
    }

    /// The greatest version of a customer's fields; 0 where there are none.
    public func customerVersion(_ customer: CustomerID) throws(StorageError) -> UInt64 {
        let version = try first(CustomerSQL.version, bind: { $0.bind(2, customer.id) }) {
            row throws(StorageError) in row.integer(0)
        }
        return UInt64(max(0, version ?? 0))
    }

    /// The highest number given so far in a series of customer numbers; 0 where none is.
    public func lastCustomerNumber(in series: String) throws(StorageError) -> Int64 {
        let found = try first(
            CustomerSQL.lastNumber,
            bind: {
                $0.bind(2, Int64(CustomerChange.Field.number.rawValue))
                $0.bind(3, Array(series.utf8))
                // ':' follows '9', so the range holds what begins with the series and a digit.
                $0.bind(4, Array((series + ":").utf8))
                $0.bind(5, Int64(series.utf8.count + 1))
            }
        ) { row throws(StorageError) in row.integer(0) }
        return found ?? 0
    }
}

enum CustomerSQL {
    static let fields = """
        SELECT \(CandidateSQL.rankColumns), field, value
        FROM   customer_field r
        WHERE  scope = :scope AND customer = :customer
        ORDER  BY field DESC, authority DESC, version DESC, hlc DESC
        LIMIT  10000
        """

    static let withValue = """
        SELECT DISTINCT customer
        FROM   customer_field INDEXED BY customer_field_by_value
        WHERE  scope = :scope AND field = :field AND value = :value
        ORDER  BY customer
        LIMIT  :limit
        """

    static let version = """
        SELECT max(version)
        FROM   customer_field
        WHERE  scope = :scope AND customer = :customer
        """

    /// Numbered, as the scope is always the first.
    static let lastNumber = """
        SELECT max(CAST(substr(value, ?5) AS INTEGER))
        FROM   customer_field INDEXED BY customer_field_by_value
        WHERE  scope = ?1 AND field = ?2 AND value > ?3 AND value < ?4
        """
}
