public import Retail

// Registers keep all candidates: the current one is the first by authority, version, stamp and,
// where even the stamps are equal, the log's name.

/// What stands behind a code at a moment.
public enum Goods: Hashable, Sendable {
    case sellable(Sellable)
    case noPrice(Item)
    /// Nothing that is sold.
    case unknown
}

extension ShopReader {
    /// What a scanned code, or an item's own, leads to: one item, as the till would sell it.
    public func goods(
        behind code: LookupCode, at moment: Instant, scanned: String
    ) throws(StorageError) -> Goods {
        try snapshot { () throws(StorageError) in
            let found = try items(behind: code).first ?? ItemCode(code.digits)
            guard let item = try item(found), item.isActive else { return .unknown }
            guard let (price, kind) = try price(of: found, at: moment) else {
                return .noPrice(item)
            }
            return .sellable(
                Sellable(item: item, price: price, priceKind: kind, scanned: scanned))
        }
    }

    /// What a code leads to at a moment: usually one item, none where nobody sells it.
    public func sellables(
        for code: LookupCode, at moment: Instant
    ) throws(StorageError) -> [Sellable] {
        var found: [Sellable] = []
        for item in try items(behind: code) {
            guard let sellable = try sellable(item, at: moment, scanned: code.digits) else {
                continue
            }
            found.append(sellable)
        }
        return found
    }

    /// An item with its price at a moment; nil where it is unknown or has no price.
    public func sellable(
        _ code: ItemCode, at moment: Instant, scanned: String
    ) throws(StorageError) -> Sellable? {
        guard let item = try item(code) else { return nil }
        guard let (price, kind) = try price(of: code, at: moment) else { return nil }
        return Sellable(item: item, price: price, priceKind: kind, scanned: scanned)
    }

    /// The items that a code belongs to now.
    public func items(behind code: LookupCode) throws(StorageError) -> [ItemCode] {
        let rows = try current(
            CatalogueSQL.codes, bind: { $0.bind(2, code.digits) },
            key: { row throws(StorageError) in row.text(4) },
            read: { row throws(StorageError) in (ItemCode(row.text(4)), row.integer(5) != 0) })
        return rows.filter(\.1).map(\.0)
    }

    /// The current version of an item.
    public func item(_ code: ItemCode) throws(StorageError) -> Item? {
        try current(
            CatalogueSQL.item, bind: { $0.bind(2, code.text) },
            key: { _ throws(StorageError) in true },
            read: { row throws(StorageError) in
                try Self.item(row, code, path: self.database.path)
            },
            until: { _ in true }
        ).first
    }

    /// The price at a moment: a special while it lasts, else the regular one.
    public func price(
        of code: ItemCode, at moment: Instant
    ) throws(StorageError) -> (UnitPrice, DatedPrice.Kind)? {
        for kind in [DatedPrice.Kind.special, .regular] {
            if let price = try price(of: code, kind, at: moment) { return (price, kind) }
        }
        return nil
    }

    /// Walks back from the latest beginning to the first entry that holds.
    private func price(
        of code: ItemCode, _ kind: DatedPrice.Kind, at moment: Instant
    ) throws(StorageError) -> UnitPrice? {
        func holds(_ entry: (until: Int64?, price: Int64?)) -> Bool {
            entry.price != nil && (entry.until.map { moment.milliseconds < $0 } ?? true)
        }
        let entries = try current(
            CatalogueSQL.prices,
            bind: {
                $0.bind(2, code.text)
                $0.bind(3, Int64(kind.rawValue))
                $0.bind(4, moment.milliseconds)
            },
            key: { row throws(StorageError) in row.integer(4) },
            read: { row throws(StorageError) in
                (until: row.integerOrNil(5), price: row.integerOrNil(6))
            }, until: holds)
        guard let last = entries.last, holds(last) else { return nil }
        return last.price.map(UnitPrice.init(tenThousandths:))
    }

    /// All entries of an item's price list that stand now, for imports and screens.
    public func prices(of code: ItemCode) throws(StorageError) -> [DatedPrice] {
        try current(
            CatalogueSQL.allPrices, bind: { $0.bind(2, code.text) },
            key: { row throws(StorageError) in [row.integer(4), row.integer(5)] },
            read: { row throws(StorageError) in
                DatedPrice(
                    kind: row.integer(4) == 1 ? .special : .regular,
                    from: Instant(milliseconds: row.integer(5)),
                    until: row.integerOrNil(6).map(Instant.init(milliseconds:)),
                    price: row.integerOrNil(7).map(UnitPrice.init(tenThousandths:)))
            })
    }

    /// The codes that lead to an item now.
    public func codes(of code: ItemCode) throws(StorageError) -> [LookupCode] {
        let digits = try each(CatalogueSQL.codesOfItem, bind: { $0.bind(2, code.text) }) {
            row throws(StorageError) in LookupCode(row.text(0))
        }
        var current: [LookupCode] = []
        for candidate in digits {
            if try items(behind: candidate).contains(code) { current.append(candidate) }
        }
        return current
    }

    /// Item codes in order after one, for walking the whole catalogue in pages.
    public func itemCodes(
        after code: ItemCode?, limit: Int
    ) throws(StorageError) -> [ItemCode] {
        try each(
            CatalogueSQL.itemCodes,
            bind: {
                $0.bind(2, code?.text ?? "")
                $0.bind(3, Int64(limit))
            }
        ) { row throws(StorageError) in ItemCode(row.text(0)) }
    }

    /// The greatest version among an item's registers.
    public func itemVersion(_ code: ItemCode) throws(StorageError) -> UInt64 {
        let version = try first(CatalogueSQL.itemVersion, bind: { $0.bind(2, code.text) }) {
            row throws(StorageError) in row.integer(0)
        }
        return UInt64(max(0, version ?? 0))
    }

    /// The highest authority of those who wrote an item, its codes or prices; 0 where nobody did.
    public func authority(over code: ItemCode) throws(StorageError) -> UInt8 {
        try authority(CatalogueSQL.itemAuthority) { $0.bind(2, code.text) }
    }

    func authority(
        _ sql: String, bind: (Statement) -> Void = { _ in }
    ) throws(StorageError) -> UInt8 {
        let rank = try first(sql, bind: bind) { row throws(StorageError) in row.integer(0) }
        return UInt8(clamping: rank ?? 0)
    }

    private static func item(
        _ row: Statement, _ code: ItemCode, path: String
    ) throws(StorageError) -> Item {
        guard let unit = UInt8(exactly: row.integer(7)).flatMap(Item.Unit.init),
            let policy = UInt8(exactly: row.integer(10)).flatMap(Item.StockPolicy.init)
        else { throw .damaged(path: path, detail: "item \(code.text) has numbers of no meaning") }
        return Item(
            code: code, name: row.text(4), department: row.text(5), taxCategory: row.text(6),
            unit: unit, minimumAge: row.integerOrNil(8).flatMap { UInt8(exactly: $0) },
            cost: row.integerOrNil(9).map(UnitPrice.init(tenThousandths:)), stockPolicy: policy,
            isActive: row.integer(11) != 0)
    }
}

enum CatalogueSQL {
    static let codes = """
        SELECT \(CandidateSQL.rankColumns), item, is_present
        FROM   item_code r
        WHERE  scope = :scope AND digits = :digits AND \(PublicationSQL.visibleCondition)
        ORDER  BY item DESC, authority DESC, version DESC, hlc DESC
        LIMIT  200
        """

    static let item = """
        SELECT \(CandidateSQL.rankColumns), name, department, tax_category, unit, minimum_age, cost,
               stock_policy, is_active
        FROM   item r
        WHERE  scope = :scope AND code = :code AND \(PublicationSQL.visibleCondition)
        ORDER  BY authority DESC, version DESC, hlc DESC
        LIMIT  1000
        """

    static let prices = """
        SELECT \(CandidateSQL.rankColumns), from_time, until_time, price
        FROM   price r
        WHERE  scope = :scope AND item = :item AND kind = :kind AND from_time <= :moment
               AND \(PublicationSQL.visibleCondition)
        ORDER  BY from_time DESC, authority DESC, version DESC, hlc DESC
        LIMIT  1000
        """

    static let allPrices = """
        SELECT \(CandidateSQL.rankColumns), kind, from_time, until_time, price
        FROM   price r
        WHERE  scope = :scope AND item = :item AND \(PublicationSQL.visibleCondition)
        ORDER  BY kind DESC, from_time DESC, authority DESC, version DESC, hlc DESC
        LIMIT  10000
        """

    static let codesOfItem = """
        SELECT DISTINCT digits
        FROM   item_code INDEXED BY item_code_by_item
        WHERE  scope = :scope AND item = :item
        ORDER  BY digits
        LIMIT  1000
        """

    static let itemCodes = """
        SELECT DISTINCT code
        FROM   item
        WHERE  scope = :scope AND code > :after
        ORDER  BY code
        LIMIT  :limit
        """

    static let itemAuthority = """
        SELECT max(authority)
        FROM  (SELECT authority FROM item WHERE scope = :scope AND code = :code
               UNION ALL
               SELECT authority FROM price WHERE scope = :scope AND item = :code
               UNION ALL
               SELECT authority FROM item_code INDEXED BY item_code_by_item
               WHERE scope = :scope AND item = :code)
        """

    static let itemVersion = """
        SELECT max(version)
        FROM  (SELECT version FROM item WHERE scope = :scope AND code = :code
               UNION ALL
               SELECT version FROM price WHERE scope = :scope AND item = :code
               UNION ALL
               SELECT version FROM item_code INDEXED BY item_code_by_item
               WHERE scope = :scope AND item = :code)
        """
}
