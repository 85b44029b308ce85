public import Retail

extension ShopReader {
    /// Sessions of any lane that were opened and not closed, the newest first.
    public func openDrawers(limit: Int) throws(StorageError) -> [ContentID] {
        try each(OversightSQL.openDrawers, bind: { $0.bind(2, Int64(limit)) }) {
            row throws(StorageError) in ContentID(try row.fixed(0))
        }
    }

    /// Held baskets that somebody went on with, by when that was stored, the latest first.
    public func recalledHolds(limit: Int) throws(StorageError) -> [ContentID] {
        try each(OversightSQL.recalledHolds, bind: { $0.bind(2, Int64(limit)) }) {
            row throws(StorageError) in ContentID(try row.fixed(0))
        }
    }

    /// Times that people clocked at any lane, the newest first.
    public func clockEntries(limit: Int) throws(StorageError) -> [ContentID] {
        try each(OversightSQL.clockEntries, bind: { $0.bind(2, Int64(limit)) }) {
            row throws(StorageError) in ContentID(try row.fixed(0))
        }
    }
}

enum OversightSQL {
    static let openDrawers = """
        SELECT d.content
        FROM   drawer_opening d
        WHERE  d.scope = :scope
               AND NOT EXISTS (SELECT 1 FROM drawer_closing c
                               WHERE c.scope = d.scope AND c.drawer = d.content)
        ORDER  BY d.operation DESC
        LIMIT  :limit
        """

    static let recalledHolds = """
        SELECT hold
        FROM   basket_recall
        WHERE  scope = :scope
        ORDER  BY operation DESC
        LIMIT  :limit
        """

    static let clockEntries = """
        SELECT content
        FROM   clock_entry
        WHERE  scope = :scope
        ORDER  BY operation DESC
        LIMIT  :limit
        """
}
