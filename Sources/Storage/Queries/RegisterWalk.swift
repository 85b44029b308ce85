/// What tells a register's candidates apart before their logs' names do.
private struct CandidateRank: Equatable {
    let authority: Int64
    let version: Int64
    let stamp: Int64

    init(_ row: Statement) {
        (authority, version, stamp) = (row.integer(0), row.integer(1), row.integer(2))
    }
}

extension ShopReader {
    /// The current candidate of each register that a query walks.
    ///
    /// An index has candidates in order but for the log's name, by which those are told apart that
    /// are equal in all else. Hardly any are: sorting by it would build a sorter for every answer,
    /// so the few are compared here.
    ///
    /// - Parameters:
    ///   - sql: gives ``CandidateSQL/rankColumns`` first; its rows stand together by register,
    ///     greatest rank first.
    ///   - bind: fills the parameters from the second on; the first is the scope.
    ///   - key: what tells registers apart.
    ///   - read: makes of a row what is found.
    ///   - isEnough: ends the walk after a register.
    /// - Returns: one a register, in the order of the query.
    /// - Throws: ``StorageError``.
    func current<Key: Equatable, Found>(
        _ sql: String, bind: (Statement) -> Void = { _ in },
        key: (Statement) throws(StorageError) -> Key,
        read: (Statement) throws(StorageError) -> Found,
        until isEnough: (Found) -> Bool = { _ in false }
    ) throws(StorageError) -> [Found] {
        var found: [Found] = []
        var last: (key: Key, rank: CandidateRank, log: Int64)?
        try walk(sql, bind: bind) { row throws(StorageError) in
            let (key, rank, log) = (try key(row), CandidateRank(row), row.integer(3))
            if let last, last.key == key {
                guard last.rank == rank, try isGreater(log, than: last.log) else { return true }
                found.removeLast()
            } else if let done = found.last, isEnough(done) {
                return false
            }
            found.append(try read(row))
            last = (key, rank, log)
            return true
        }
        return found
    }

    private func isGreater(_ log: Int64, than other: Int64) throws(StorageError) -> Bool {
        try numbers.log(number: log) > numbers.log(number: other)
    }
}

enum CandidateSQL {
    /// The columns with which a query of ``ShopReader/current(_:bind:key:read:until:)`` begins.
    static let rankColumns = """
        authority, version, hlc, r.log
        """
}
