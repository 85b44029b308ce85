import Ledger

/// Rows of counters as they stand with a batch, written once at its end.
struct CounterOverlay: Sendable {
    private struct Entry {
        let key: CounterRows.Key
        let stored: CounterRows.Stored
        /// As it will be; nil where all totals are zero: such a row doesn't exist.
        var current: Row?
        var hash: Sum256?
    }

    /// Shared with the replica and never changed here.
    private let known: CounterRows
    /// In the order in which the batch touched them.
    private var entries: [Entry] = []
    private var places: [CounterRows.Key: Int] = [:]

    init(over known: CounterRows) { self.known = known }

    /// Adds a row's totals; wraps around, so that taking them away always undoes it.
    ///
    /// - Returns: the row's hash before and after.
    mutating func add<Failure: Error>(
        _ row: Row, isRetracted: Bool, read: () throws(Failure) -> Row?
    ) throws(Failure) -> (before: Sum256?, after: Sum256?) {
        let place = try place(of: CounterRows.Key(row), read)
        let before = entries[place].hash
        let sum = Self.sum(entries[place].current, row, isRetracted: isRetracted)
        let after = sum.map { RowHash.of($0) }
        entries[place].current = sum
        entries[place].hash = after
        return (before, after)
    }

    private mutating func place<Failure: Error>(
        of key: CounterRows.Key, _ read: () throws(Failure) -> Row?
    ) throws(Failure) -> Int {
        if let place = places[key] { return place }
        let stored: CounterRows.Stored
        if let found = known[key] { stored = found } else { stored = .init(try read()) }
        places[key] = entries.count
        entries.append(
            Entry(key: key, stored: stored, current: stored.row, hash: stored.hash))
        return entries.count - 1
    }

    private static func sum(_ row: Row?, _ change: Row, isRetracted: Bool) -> Row? {
        var sum = change
        var isZero = true
        for index in change.key.count..<change.values.count {
            guard case .integer(let amount) = change.values[index] else { continue }
            var total: Int64 = 0
            if case .integer(let known)? = row?.values[index] { total = known }
            total = isRetracted ? total &- amount : total &+ amount
            sum.values[index] = .integer(total)
            isZero = isZero && total == 0
        }
        return isZero ? nil : sum
    }

    /// The writes of this batch.
    var writes: [RowWrite] {
        entries.compactMap { entry in
            switch (entry.stored.row, entry.current) {
            case (nil, let row?): .insert(row)
            case (let before?, let row?): before == row ? nil : .replace(row)
            case (let row?, nil): .delete(row)
            case (nil, nil): nil
            }
        }
    }

    /// What the store has of these rows once the batch is applied.
    var changes: [(key: CounterRows.Key, stored: CounterRows.Stored)] {
        entries.map { ($0.key, CounterRows.Stored($0.current, hash: $0.hash)) }
    }
}
