import CRDT
import Encoding
import Ledger
import Replica
import Replication
import Storage

extension Register {
    /// What the rows of a snapshot's tables come to.
    var snapshotSums: [ScopeTableSum] {
        replica.sums.entries.filter { $0.table.isInSnapshot }.map {
            ScopeTableSum(
                scope: $0.scope, table: $0.table.rawValue, count: $0.count, sum: $0.sum)
        }
    }

    /// Begins to take a snapshot; on disk when it returns.
    mutating func begin(_ offer: SnapshotOffer) throws(StorageError) {
        _ = try apply(replica.begin(offer), fresh: nil)
    }

    /// Takes the rows of a part; on disk when it returns.
    mutating func take(part bytes: [UInt8]) throws(SnapshotError<StorageError>) {
        guard let commit = try replica.take(part: bytes, store: store) else { return }
        do throws(StorageError) {
            _ = try apply(commit, fresh: nil)
        } catch {
            throw .store(error)
        }
    }

    /// Notes that another member has the same rows: it may be sold by them.
    mutating func agree(with node: NodeID) throws(StorageError) {
        if let commit = replica.agree(with: node) { _ = try apply(commit, fresh: nil) }
    }

    /// Takes away all that came of a snapshot.
    mutating func dropSnapshot() throws(StorageError) {
        while let commit = try replica.drop(store: store) { _ = try apply(commit, fresh: nil) }
    }

    /// Ends the memory of a snapshot that turned out right.
    mutating func forgetSnapshot() throws(StorageError) {
        _ = try apply(replica.forgetSnapshot(), fresh: nil)
    }

    /// Has the rows made again from the operations by ``remakeDoubted(_:)``.
    mutating func doubtSnapshot() throws(StorageError) {
        if let commit = replica.doubtSnapshot() { _ = try apply(commit, fresh: nil) }
    }

    /// Makes the rows of a snapshot that is doubted again, once all its operations are here.
    ///
    /// - Returns: whether that was to be done.
    mutating func remakeDoubted() throws(StorageError) -> Bool {
        guard let record = replica.snapshot, record.isDoubted, record.phase == .whole else {
            return false
        }
        replica = try store.rebuild(replica)
        try forgetSnapshot()
        try followPublications()
        return true
    }
}
