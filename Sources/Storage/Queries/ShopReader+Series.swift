extension ShopReader {
    /// Every series in which receipts here are numbered, ascending.
    ///
    /// From one to the next by the index: receipts are many, series few.
    public func allSeries() throws(StorageError) -> [String] {
        var all: [String] = []
        while true {
            let last = all.last ?? ""
            let next = try first(Self.selectSeriesAfter, bind: { $0.bind(2, last) }) {
                row throws(StorageError) in row.text(0)
            }
            guard let next else { return all }
            all.append(next)
        }
    }

    static let selectSeriesAfter = """
        SELECT series
        FROM   receipt
        WHERE  scope = :scope AND series > :after
        ORDER  BY series
        LIMIT  1
        """
}
