import Ledger

/// What a batch changes of the sums, table by table.
///
/// A batch touches a dozen tables, so they are searched in order: cheaper than a hash of each row's
/// table.
struct SumChanges {
    private var changes: [(key: Sums.Key, change: Sums.Total)] = []
    /// Rows of one table come one after the other.
    private var last = 0

    mutating func insert(_ hash: Sum256, _ key: Sums.Key) {
        let place = place(of: key)
        changes[place].change.count &+= 1
        changes[place].change.sum += hash
    }

    mutating func remove(_ hash: Sum256, _ key: Sums.Key) {
        let place = place(of: key)
        changes[place].change.count &-= 1
        changes[place].change.sum -= hash
    }

    /// Makes sure that the table's sum is written, whether or not it changes.
    mutating func touch(_ key: Sums.Key) { _ = place(of: key) }

    private mutating func place(of key: Sums.Key) -> Int {
        if last < changes.count, changes[last].key == key { return last }
        if let known = changes.firstIndex(where: { $0.key == key }) {
            last = known
        } else {
            last = changes.count
            changes.append((key, Sums.Total()))
        }
        return last
    }

    /// In the order in which sums are written.
    var sorted: [(key: Sums.Key, change: Sums.Total)] {
        changes.sorted {
            ($0.key.scope, $0.key.table.place) < ($1.key.scope, $1.key.table.place)
        }
    }
}
