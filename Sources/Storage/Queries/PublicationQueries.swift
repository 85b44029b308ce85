public import Retail

extension ShopReader {
    /// The first moment after this one at which a publication that is whole takes effect.
    public func nextPublication(after moment: Instant) throws(StorageError) -> Instant? {
        try first(PublicationSQL.next, bind: { $0.bind(2, moment.milliseconds) }) {
            row throws(StorageError) in
            row.integerOrNil(0).map(Instant.init(milliseconds:))
        } ?? nil
    }

    /// Parts of publications that nothing has closed yet: an import that goes on, or was cut short.
    public func openPublicationParts() throws(StorageError) -> Int {
        try first(PublicationSQL.openParts) { row throws(StorageError) in
            Int(row.integer(0))
        } ?? 0
    }
}

enum PublicationSQL {
    /// Whether a candidate `r` counts at `:now`: by itself, or as all of its publication is here.
    static let visibleCondition = """
        (r.publication IS NULL OR EXISTS (
            SELECT 1
            FROM   publication v
            WHERE  v.scope = r.scope AND v.publication = r.publication AND v.log = r.log
                   AND v.version > r.part AND v.effective_time <= :now))
        """

    static let next = """
        SELECT min(effective_time)
        FROM   publication
        WHERE  scope = :scope AND effective_time > :after
        """

    static let openParts = """
        SELECT count(*)
        FROM   publication_part r
        WHERE  scope = :scope AND NOT EXISTS (
                   SELECT 1
                   FROM   publication v
                   WHERE  v.scope = r.scope AND v.publication = r.publication
                          AND v.log = r.log AND v.version > r.seq)
        """
}
