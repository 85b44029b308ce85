public import CRDT
import Encoding
public import Retail

extension ShopReader {
    /// The first moment after this one at which a publication that is whole takes effect.
    public func nextPublication(after moment: Instant) throws(StorageError) -> Instant? {
        try first(PublicationSQL.next, bind: { $0.bind(2, moment.milliseconds) }) {
            row throws(StorageError) in
            row.integerOrNil(0).map(Instant.init(milliseconds:))
        } ?? nil
    }

    /// Publications that have parts which nothing has closed yet: imports that go on, or were cut
    /// short; by id and log.
    ///
    /// Once their lane has ended another one behind them they were given up, and aren't listed.
    public func unfinishedPublications(
        limit: Int
    ) throws(StorageError) -> [UnfinishedPublication] {
        try each(PublicationSQL.unfinished, bind: { $0.bind(2, Int64(limit)) }) {
            row throws(StorageError) in
            UnfinishedPublication(
                id: PublicationID(try row.fixed(0)),
                log: try self.numbers.log(number: row.integer(1)), parts: Int(row.integer(2)),
                lastSeq: UInt64(max(0, row.integer(3))))
        }
    }

    /// Parts of publications that nothing has closed yet: an import that goes on, or was cut short.
    public func openPublicationParts() throws(StorageError) -> Int {
        try first(PublicationSQL.openParts) { row throws(StorageError) in
            Int(row.integer(0))
        } ?? 0
    }
}

/// Parts of one publication in one log of which no lane shows anything: its end isn't written.
public struct UnfinishedPublication: Hashable, Sendable {
    public let id: PublicationID
    public let log: LogID
    public let parts: Int
    /// The last part's sequence.
    public let lastSeq: UInt64
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

    static let unfinished = """
        SELECT g.publication, g.log, g.parts, g.last
        FROM   (SELECT r.scope, r.publication, r.log, count(*) AS parts, max(r.seq) AS last
                FROM   publication_part r
                WHERE  r.scope = :scope AND NOT EXISTS (
                           SELECT 1
                           FROM   publication v
                           WHERE  v.scope = r.scope AND v.publication = r.publication
                                  AND v.log = r.log AND v.version > r.seq)
                GROUP  BY r.scope, r.publication, r.log) g
        WHERE  NOT EXISTS (
                   SELECT 1
                   FROM   publication w
                   WHERE  w.scope = g.scope AND w.log = g.log AND w.version > g.last)
        ORDER  BY g.publication, g.log
        LIMIT  :limit
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
