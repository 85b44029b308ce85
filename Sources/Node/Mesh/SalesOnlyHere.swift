import CRDT
import Replication
import Storage

/// How many receipts of this node's own nobody else is known to have.
///
/// A lane that is alone asks twice a second: only what is new since then is counted.
struct SalesOnlyHere {
    private struct Counted {
        var after: UInt64
        var through: UInt64
        var sales: UInt64
    }

    private var counted: [LogID: Counted] = [:]

    /// Counts what stands above what others have.
    mutating func count(
        _ own: [MeshProgress.Own], _ confirmed: Confirmed, _ reader: ShopReader
    ) throws(StorageError) -> UInt64 {
        var all: UInt64 = 0
        for log in own {
            let seen = confirmed.seq(of: log.log)
            guard log.ours > seen else {
                counted[log.log] = nil
                continue
            }
            var known = counted[log.log] ?? Counted(after: seen, through: seen, sales: 0)
            if known.after != seen || known.through > log.ours {
                known = Counted(after: seen, through: seen, sales: 0)
            }
            known.sales += try reader.receipts(
                of: log.log, after: known.through, through: log.ours)
            known.through = log.ours
            counted[log.log] = known
            all += known.sales
        }
        return all
    }
}
