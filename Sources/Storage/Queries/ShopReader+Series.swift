extension ShopReader {
    /// Every series in which receipts here are numbered, ascending.
    public func allSeries() throws(StorageError) -> [String] {
        try each(Self.selectSeries) { row throws(StorageError) in row.text(0) }
    }

    /// From one series to the next by the index: receipts are many, series few.
    static let selectSeries = """
        WITH RECURSIVE found (series) AS (
            SELECT min(series) FROM receipt WHERE scope = :scope
            UNION ALL
            SELECT (SELECT min(r.series) FROM receipt r
                    WHERE r.scope = :scope AND r.series > f.series)
            FROM   found f
            WHERE  f.series IS NOT NULL
        )
        SELECT series FROM found WHERE series IS NOT NULL
        """
}
