public import CRDT

extension ShopReader {
    /// The operations from which numbers go on: of each series the last receipt and the last Z.
    public func numberingPlaces() throws(StorageError) -> [(log: LogID, seq: UInt64)] {
        var places: [(log: LogID, seq: UInt64)] = []
        for series in try allSeries() {
            for sql in [RetentionSQL.lastReceipt, RetentionSQL.lastClosing] {
                places += try each(sql, bind: { $0.bind(2, series) }, read: place)
            }
        }
        return places
    }

    /// The operations that opened drawers which are open still.
    public func openDrawerPlaces() throws(StorageError) -> [(log: LogID, seq: UInt64)] {
        try each(RetentionSQL.neededDrawers, read: place)
    }

    private func place(_ row: Statement) throws(StorageError) -> (log: LogID, seq: UInt64) {
        (try numbers.log(number: row.integer(0)), UInt64(max(0, row.integer(1))))
    }
}

enum RetentionSQL {
    static let lastReceipt = """
        SELECT o.log, o.seq
        FROM   receipt r CROSS JOIN operation o ON o.number = r.operation
        WHERE  r.scope = :scope AND r.series = :series
        ORDER  BY r.number DESC
        LIMIT  1
        """

    static let lastClosing = """
        SELECT o.log, o.seq
        FROM   drawer_closing d INDEXED BY drawer_closing_by_number
               CROSS JOIN operation o ON o.number = d.operation
        WHERE  d.scope = :scope AND d.series = :series
        ORDER  BY d.z_number DESC
        LIMIT  1
        """

    static let neededDrawers = """
        SELECT o.log, o.seq
        FROM   drawer_opening d JOIN operation o ON o.number = d.operation
        WHERE  d.scope = :scope
               AND NOT EXISTS (SELECT 1 FROM drawer_closing c
                               WHERE c.scope = d.scope AND c.drawer = d.content)
        ORDER  BY d.operation
        LIMIT  1000
        """
}
