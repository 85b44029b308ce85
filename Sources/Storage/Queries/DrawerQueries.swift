public import CRDT
public import Retail

extension ShopReader {
    /// The drawer session that this log opened and has not closed.
    public func openDrawer(of log: LogID) throws(StorageError) -> Desk.OpenDrawer? {
        // The cash stays in the drawer when the database begins a new life.
        for log in try lineage(of: log) {
            if let opening = try lastOpening(of: log) { return opening.drawer }
        }
        return nil
    }

    /// The session that a log opened last; its drawer is nil where it was closed.
    private func lastOpening(
        of log: LogID
    ) throws(StorageError) -> (drawer: Desk.OpenDrawer?, log: LogID)? {
        guard let number = try numbers.log(log) else { return nil }
        return try first(DrawerSQL.lastOpening, bind: { $0.bind(2, number) }) {
            row throws(StorageError) in
            guard row.integer(3) == 0 else { return (nil, log) }
            let drawer = Desk.OpenDrawer(
                id: ContentID(try row.fixed(0)),
                businessDate: BusinessDate(days: Int32(clamping: row.integer(1))),
                person: PersonID(try row.fixed(2)))
            return (drawer, log)
        }
    }

    /// The last Z of a series: its number and the grand total that it carried.
    ///
    /// - Parameters:
    ///   - series: the lane's.
    ///   - number: of the operation before which it was stored; nil: the last of all.
    /// - Returns: nil before the first Z.
    /// - Throws: ``StorageError`` where the database can't be read.
    public func lastClosing(
        in series: String, before number: Int64? = nil
    ) throws(StorageError) -> (number: UInt32, grandTotal: Money)? {
        try first(
            DrawerSQL.lastClosing,
            bind: {
                $0.bind(2, series)
                $0.bind(3, number ?? Int64.max)
            }
        ) {
            row throws(StorageError) in
            (number: UInt32(clamping: row.integer(0)), grandTotal: Money(row.integer(1)))
        }
    }

    /// Content ids of closed sessions, newest first.
    public func closings(limit: Int) throws(StorageError) -> [ContentID] {
        try each(DrawerSQL.closings, bind: { $0.bind(2, Int64(limit)) }) {
            row throws(StorageError) in ContentID(try row.fixed(0))
        }
    }

    /// A Z of a log by its number, or its last one.
    public func closing(
        _ number: UInt32?, of log: LogID
    ) throws(StorageError) -> ContentID? {
        guard let logNumber = try numbers.log(log) else { return nil }
        return try first(
            DrawerSQL.closingOfLog,
            bind: {
                $0.bind(2, logNumber)
                $0.bind(3, number.map { Int64($0) } ?? -1)
            }
        ) { row throws(StorageError) in ContentID(try row.fixed(0)) }
    }

    /// A Z of a lane by its number, or its last one, whatever lives and keys the lane has had.
    ///
    /// - Parameters:
    ///   - number: of the Z; nil: the last that is here.
    ///   - series: the lane's plain one, with which all of its series begin.
    /// - Returns: the closing's content id; nil where there is none.
    /// - Throws: ``StorageError`` where the database can't be read.
    public func closing(
        _ number: UInt32?, inSeriesOf series: String
    ) throws(StorageError) -> ContentID? {
        try first(
            DrawerSQL.closingOfLane,
            bind: {
                $0.bind(2, series)
                // Behind every letter and digit that a later life adds.
                $0.bind(3, series + "\u{7F}")
                $0.bind(4, number.map { Int64($0) } ?? -1)
            }
        ) { row throws(StorageError) in ContentID(try row.fixed(0)) }
    }

    /// Content ids of the sessions of all lanes that nobody has closed, oldest first.
    public func openSessions() throws(StorageError) -> [ContentID] {
        try each(DrawerSQL.openSessions) { row throws(StorageError) in
            ContentID(try row.fixed(0))
        }
    }

    /// Receipts that moved money, and their total: what all Zs and the open sessions sum to.
    public func receiptsTotal() throws(StorageError) -> Tally {
        try first(DrawerSQL.receiptsTotal) { row throws(StorageError) in
            Tally(count: UInt32(clamping: row.integer(0)), amount: Money(row.integer(1)))
        } ?? Tally()
    }

    /// Held baskets that nobody went on with, oldest first.
    public func openHolds(limit: Int) throws(StorageError) -> [ContentID] {
        try each(DrawerSQL.openHolds, bind: { $0.bind(2, Int64(limit)) }) {
            row throws(StorageError) in ContentID(try row.fixed(0))
        }
    }

    public func isRecalled(_ hold: ContentID) throws(StorageError) -> Bool {
        try first(DrawerSQL.recalls, bind: { $0.bind(2, hold.id) }) {
            row throws(StorageError) in row.integer(0)
        } != nil
    }

    /// What all counters hold of an item at a place.
    public func stock(of item: ItemCode, at place: Place) throws(StorageError) -> Quantity {
        let held = try first(
            DrawerSQL.stock,
            bind: {
                $0.bind(2, item.text)
                $0.bind(3, place.name)
            }
        ) { row throws(StorageError) in row.integer(0) }
        return Quantity(thousandths: held ?? 0)
    }

    /// Stock of all items that ever moved, by item; for listings and checks.
    public func stock(
        at place: Place, after item: ItemCode?, limit: Int
    ) throws(StorageError) -> [(item: ItemCode, held: Quantity)] {
        try each(
            DrawerSQL.allStock,
            bind: {
                $0.bind(2, place.name)
                $0.bind(3, item?.text ?? "")
                $0.bind(4, Int64(limit))
            }
        ) { row throws(StorageError) in
            (item: ItemCode(row.text(0)), held: Quantity(thousandths: row.integer(1)))
        }
    }
}

enum DrawerSQL {
    static let lastOpening = """
        SELECT d.content, d.business_date, d.person,
               EXISTS (SELECT 1 FROM drawer_closing c
                       WHERE c.scope = d.scope AND c.drawer = d.content)
        FROM   drawer_opening d JOIN operation o ON o.number = d.operation
        WHERE  d.scope = :scope AND o.log = :log
        ORDER  BY d.operation DESC
        LIMIT  1
        """

    static let lastClosing = """
        SELECT z_number, grand_total
        FROM   drawer_closing INDEXED BY drawer_closing_by_number
        WHERE  scope = :scope AND series = :series AND operation < :before
        ORDER  BY z_number DESC
        LIMIT  1
        """

    static let closings = """
        SELECT content
        FROM   drawer_closing
        WHERE  scope = :scope
        ORDER  BY operation DESC
        LIMIT  :limit
        """

    // Each day adds one: a lane's are few.
    static let closingOfLog = """
        SELECT d.content
        FROM   drawer_closing d JOIN operation o ON o.number = d.operation
        WHERE  d.scope = :scope AND o.log = :log AND (:number = -1 OR d.z_number = :number)
        ORDER  BY d.operation DESC
        LIMIT  1
        """

    static let closingOfLane = """
        SELECT content
        FROM   drawer_closing INDEXED BY drawer_closing_by_number
        WHERE  scope = :scope AND series >= :from AND series < :behind
               AND (:number = -1 OR z_number = :number)
        ORDER  BY operation DESC
        LIMIT  1
        """

    // Each day adds one for a lane: they are few, and this is asked by who examines the books.
    static let openSessions = """
        SELECT d.content
        FROM   drawer_opening d
        WHERE  d.scope = :scope
               AND NOT EXISTS (SELECT 1 FROM drawer_closing c
                               WHERE c.scope = d.scope AND c.drawer = d.content)
        ORDER  BY d.operation
        LIMIT  10000
        """

    static let receiptsTotal = """
        SELECT count(*), coalesce(sum(total), 0)
        FROM   receipt
        WHERE  scope = :scope AND is_training = 0
        """

    static let openHolds = """
        SELECT b.content
        FROM   basket_record b
        WHERE  b.scope = :scope AND b.is_hold = 1
               AND NOT EXISTS (SELECT 1 FROM basket_recall r
                               WHERE r.scope = b.scope AND r.hold = b.content)
        ORDER  BY b.operation
        LIMIT  :limit
        """

    static let recalls = """
        SELECT 1
        FROM   basket_recall
        WHERE  scope = :scope AND hold = :hold
        LIMIT  1
        """

    static let stock = """
        SELECT sum(raised) - sum(lowered)
        FROM   stock
        WHERE  scope = :scope AND item = :item AND place = :place
        """

    static let allStock = """
        SELECT item, sum(raised) - sum(lowered)
        FROM   stock
        WHERE  scope = :scope AND place = :place AND item > :after
        GROUP  BY item
        ORDER  BY item
        LIMIT  :limit
        """
}
