/// Chooses the current candidate of each register among rows that stand together by register,
/// greatest rank first.
///
/// An index has candidates in order but for the log's name, by which those are told apart that are
/// equal in all else. Hardly any are: sorting by it would build a sorter for every answer, so the
/// few are compared here.
struct CandidateChoice<Key: Equatable> {
    enum Place {
        /// A register's first.
        case first
        /// It stands instead of the one before.
        case instead
        case below
    }

    private var last: (key: Key, rank: (Int64, Int64, Int64), log: Int64)?

    /// Takes the next row, which begins with ``CandidateSQL/rankColumns``.
    mutating func take(
        _ row: Statement, key: Key, _ numbers: Numbers
    ) throws(StorageError) -> Place {
        let rank = (row.integer(0), row.integer(1), row.integer(2))
        let log = row.integer(3)
        let place: Place
        if let last, last.key == key {
            guard last.rank == rank, try numbers.log(number: log) > numbers.log(number: last.log)
            else { return .below }
            place = .instead
        } else {
            place = .first
        }
        last = (key, rank, log)
        return place
    }
}

extension ShopReader {
    /// The current candidate of each register that a query walks.
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
        var choice = CandidateChoice<Key>()
        try walk(sql, bind: bind) { row throws(StorageError) in
            switch try choice.take(row, key: key(row), numbers) {
            case .below: return true
            case .instead: found.removeLast()
            case .first: if let done = found.last, isEnough(done) { return false }
            }
            found.append(try read(row))
            return true
        }
        return found
    }
}

enum CandidateSQL {
    /// The columns with which a query of ``ShopReader/current(_:bind:key:read:until:)`` begins.
    static let rankColumns = """
        authority, version, hlc, r.log
        """
}
