import Ledger

/// Registers whose greatest candidates tie, a text a table.
///
/// The rows of one register, authority and version lie together in the key, so a walk in its order
/// groups them without sorting; what it costs is a pass over the table's key, on a person's asking.
enum TieSQL {
    struct Query {
        let table: TableName
        /// The register's key columns, which the text gives first.
        let keyCount: Int
        let sql: String
    }

    static let all = [
        Query(table: .item, keyCount: 1, sql: tiedItems),
        Query(table: .itemCode, keyCount: 2, sql: tiedItemCodes),
        Query(table: .price, keyCount: 3, sql: tiedPrices),
        Query(table: .taxRule, keyCount: 4, sql: tiedTaxRules),
        Query(table: .person, keyCount: 1, sql: tiedPeople),
        Query(table: .customerField, keyCount: 2, sql: tiedCustomers),
        Query(table: .setting, keyCount: 1, sql: tiedSettings),
    ]

    static let tiedItems = """
        SELECT a.code, a.version, group_concat(a.operation)
        FROM   item a
        WHERE  a.scope = :scope AND a.code >= ''
        GROUP  BY a.code, a.authority, a.version
        HAVING min(a.log) <> max(a.log)
               AND NOT EXISTS (SELECT 1 FROM item b
                               WHERE b.scope = :scope AND b.code = a.code
                                     AND (b.authority, b.version) > (a.authority, a.version))
        ORDER  BY a.code, a.authority, a.version
        LIMIT  :limit
        """

    static let tiedItemCodes = """
        SELECT a.digits, a.item, a.version, group_concat(a.operation)
        FROM   item_code a
        WHERE  a.scope = :scope AND a.digits >= ''
        GROUP  BY a.digits, a.item, a.authority, a.version
        HAVING min(a.log) <> max(a.log)
               AND NOT EXISTS (SELECT 1 FROM item_code b
                               WHERE b.scope = :scope AND b.digits = a.digits
                                     AND b.item = a.item
                                     AND (b.authority, b.version) > (a.authority, a.version))
        ORDER  BY a.digits, a.item, a.authority, a.version
        LIMIT  :limit
        """

    static let tiedPrices = """
        SELECT a.item, a.kind, a.from_time, a.version, group_concat(a.operation)
        FROM   price a
        WHERE  a.scope = :scope AND a.item >= ''
        GROUP  BY a.item, a.kind, a.from_time, a.authority, a.version
        HAVING min(a.log) <> max(a.log)
               AND NOT EXISTS (SELECT 1 FROM price b
                               WHERE b.scope = :scope AND b.item = a.item
                                     AND b.kind = a.kind AND b.from_time = a.from_time
                                     AND (b.authority, b.version) > (a.authority, a.version))
        ORDER  BY a.item, a.kind, a.from_time, a.authority, a.version
        LIMIT  :limit
        """

    static let tiedTaxRules = """
        SELECT a.category, a.level, a.label, a.from_time, a.version, group_concat(a.operation)
        FROM   tax_rule a
        WHERE  a.scope = :scope AND a.category >= ''
        GROUP  BY a.category, a.level, a.label, a.from_time, a.authority, a.version
        HAVING min(a.log) <> max(a.log)
               AND NOT EXISTS (SELECT 1 FROM tax_rule b
                               WHERE b.scope = :scope AND b.category = a.category
                                     AND b.level = a.level AND b.label = a.label
                                     AND b.from_time = a.from_time
                                     AND (b.authority, b.version) > (a.authority, a.version))
        ORDER  BY a.category, a.level, a.label, a.from_time, a.authority, a.version
        LIMIT  :limit
        """

    static let tiedPeople = """
        SELECT lower(hex(a.person)), a.version, group_concat(a.operation)
        FROM   person a
        WHERE  a.scope = :scope AND a.person >= x''
        GROUP  BY a.person, a.authority, a.version
        HAVING min(a.log) <> max(a.log)
               AND NOT EXISTS (SELECT 1 FROM person b
                               WHERE b.scope = :scope AND b.person = a.person
                                     AND (b.authority, b.version) > (a.authority, a.version))
        ORDER  BY a.person, a.authority, a.version
        LIMIT  :limit
        """

    static let tiedCustomers = """
        SELECT lower(hex(a.customer)), a.field, a.version, group_concat(a.operation)
        FROM   customer_field a
        WHERE  a.scope = :scope AND a.customer >= x''
        GROUP  BY a.customer, a.field, a.authority, a.version
        HAVING min(a.log) <> max(a.log)
               AND NOT EXISTS (SELECT 1 FROM customer_field b
                               WHERE b.scope = :scope AND b.customer = a.customer
                                     AND b.field = a.field
                                     AND (b.authority, b.version) > (a.authority, a.version))
        ORDER  BY a.customer, a.field, a.authority, a.version
        LIMIT  :limit
        """

    static let tiedSettings = """
        SELECT a.name, a.version, group_concat(a.operation)
        FROM   setting a
        WHERE  a.scope = :scope AND a.name >= ''
        GROUP  BY a.name, a.authority, a.version
        HAVING min(a.log) <> max(a.log)
               AND NOT EXISTS (SELECT 1 FROM setting b
                               WHERE b.scope = :scope AND b.name = a.name
                                     AND (b.authority, b.version) > (a.authority, a.version))
        ORDER  BY a.name, a.authority, a.version
        LIMIT  :limit
        """
}
