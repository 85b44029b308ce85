import CRDT
import Crypto
public import Encoding
public import Ledger

/// The sums of all tables, a scope apart, and the digest that is made of them.
public struct Sums: Hashable, Sendable {
    struct Key: Hashable, Sendable {
        let scope: ScopeID
        let table: TableName
    }

    struct Total: Hashable, Sendable {
        var count: UInt64 = 0
        var sum = Sum256.zero
    }

    private static let label: Label = "tillmesh-state"

    private var totals: [Key: Total] = [:]

    public init() {}

    /// Takes what a database says at a start.
    public init(_ sums: some Sequence<TableSum>) {
        for sum in sums {
            totals[Key(scope: sum.scope, table: sum.table)] = Total(
                count: sum.count, sum: Sum256(sum.sum))
        }
    }

    /// Adds what a batch changed; both wrap around.
    ///
    /// - Returns: the table's new sum.
    @discardableResult
    mutating func add(_ change: Total, _ key: Key) -> TableSum {
        let total = Self.raise(&totals[key, default: Total()], by: change)
        return TableSum(
            scope: key.scope, table: key.table, count: total.count, sum: total.sum.bytes)
    }

    private static func raise(_ total: inout Total, by change: Total) -> Total {
        total.count &+= change.count
        total.sum += change.sum
        return total
    }

    /// Adds a row: for whoever recomputes sums by a scan.
    public mutating func insert(_ row: Row) {
        guard let scope = row.scope else { return }
        add(Total(count: 1, sum: RowHash.of(row)), Key(scope: scope, table: row.table))
    }

    func value(_ key: Key) -> TableSum {
        let total = totals[key, default: Total()]
        return TableSum(
            scope: key.scope, table: key.table, count: total.count, sum: total.sum.bytes)
    }

    /// All sums whose count isn't 0, ascending by the encoding of `[scope, table, …]`.
    public var entries: [TableSum] {
        // Never shown in the dictionary's order.
        totals.keys.filter { totals[$0, default: Total()].count != 0 }.map(value).sorted {
            ($0.scope, $0.table.rawValue.utf8.count, $0.table.rawValue)
                < ($1.scope, $1.table.rawValue.utf8.count, $1.table.rawValue)
        }
    }

    /// The tables on which the two don't agree, ascending.
    public func differences(from other: Sums) -> [(ours: TableSum, theirs: TableSum)] {
        let keys = Set(totals.keys).union(other.totals.keys).sorted {
            ($0.scope, $0.table.rawValue) < ($1.scope, $1.table.rawValue)
        }
        return keys.map { (value($0), other.value($0)) }.filter { $0.0 != $0.1 }
    }

    /// BLAKE2b-256 of `[projection version, [[scope, table, count, sum] …]]`, "tillmesh-state".
    public func digest(projection: UInt64) -> Bytes32 {
        let entries = entries
        var encoder = CBOREncoder(capacity: 128 * entries.count)
        encoder.array(2)
        encoder.unsigned(projection)
        encoder.array(entries.count)
        for entry in entries {
            encoder.array(4)
            encoder.fixed(entry.scope.id)
            encoder.text(entry.table.rawValue)
            encoder.unsigned(entry.count)
            encoder.fixed(entry.sum)
        }
        let words = encoder.finish().withUnsafeBytes { BLAKE2b.hash32($0, label: Self.label) }
        return Bytes32(words.0, words.1, words.2, words.3)
    }
}
