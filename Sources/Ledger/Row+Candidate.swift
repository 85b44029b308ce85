public import CRDT

extension Row {
    /// The log whose operation gave a candidate; nil for a row of another kind.
    public var candidateLog: LogID? {
        guard table.table.kind == .candidate, case .log(let log) = values[table.table.keyCount]
        else { return nil }
        return log
    }

    /// The same candidate by another rank of its author.
    ///
    /// - Precondition: the table is one of candidates, whose keys end in authority, version, stamp
    ///   and operation.
    public func ranked(_ authority: UInt8) -> Row {
        let columns = table.table
        precondition(columns.kind == .candidate, "\(table.rawValue) has no candidates")
        var row = self
        row.values[columns.keyCount - 4] = .integer(Int64(authority))
        return row
    }
}
