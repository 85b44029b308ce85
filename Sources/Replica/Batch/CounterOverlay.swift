import Ledger

/// Rows of counters as they stand with a batch, written once at its end.
///
/// Kept from batch to batch as a bounded cache: Replica alone changes these rows.
struct CounterOverlay: Sendable {
    private static let rowsMax = 4096

    private struct Entry {
        /// As the store has it; nil where it has none.
        var stored: Row?
        /// As it will be; nil where all totals are zero: such a row doesn't exist.
        var current: Row?
        var hash: Sum256?
    }

    private struct Key: Hashable {
        let table: TableName
        let values: [Value]

        init(_ row: Row) {
            table = row.table
            values = Array(row.key)
        }
    }

    private var entries: [Key: Entry] = [:]
    /// Keys in the order in which the batch touched them.
    private var touched: [Key] = []

    func knows(_ row: Row) -> Bool { entries[Key(row)] != nil }

    mutating func load(_ stored: Row?, for row: Row) {
        entries[Key(row)] = Entry(
            stored: stored, current: stored, hash: stored.map { RowHash.of($0) })
    }

    /// Adds a row's totals; wraps around, so that taking them away always undoes it.
    mutating func add(_ row: Row, isRetracted: Bool) -> (before: Sum256?, after: Sum256?) {
        let key = Key(row)
        var entry = entries[key] ?? Entry()
        let before = entry.hash
        entry.current = Self.sum(entry.current, row, isRetracted: isRetracted)
        entry.hash = entry.current.map { RowHash.of($0) }
        entries[key] = entry
        touched.append(key)
        return (before, entry.hash)
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

    /// The writes of this batch; what they leave is what the store has from then on.
    mutating func finish() -> [RowWrite] {
        var writes: [RowWrite] = []
        for key in touched {
            guard var entry = entries[key], entry.stored != entry.current else { continue }
            switch (entry.stored, entry.current) {
            case (nil, let row?): writes.append(.insert(row))
            case (_?, let row?): writes.append(.replace(row))
            case (let row?, nil): writes.append(.delete(row))
            case (nil, nil): continue
            }
            entry.stored = entry.current
            entries[key] = entry
        }
        touched = []
        if entries.count > Self.rowsMax { entries = [:] }
        return writes
    }
}
