public import Encoding
import Ledger
public import Replication

/// Makes the read model from the log again: the same operations give the same rows and sums.
///
/// A value: feed it every stored operation in the order of storage, batch by batch, and apply
/// each answer to a store whose read model was emptied.
public struct Rebuild: Sendable {
    private let replica: Replica
    private var sums = Sums()

    /// Begins with a replica that knows the whole log's heads and membership.
    public init(_ replica: Replica) { self.replica = replica }

    /// The rows that a run of operations adds.
    ///
    /// - Returns: a transaction without operations: they are stored already.
    public mutating func project<Disk: Store>(
        _ operations: [SignedOperation], store: Disk
    ) throws(Disk.Failure) -> Transaction {
        var batch = Batch(store: store, judge: replica.state.judge, sums: sums)
        for operation in operations { try batch.count(operation) }
        let transaction = batch.finish()
        sums = batch.sums
        return transaction
    }

    /// The digest of what was made so far.
    public var stateDigest: Bytes32 { sums.digest(projection: Replica.projectionVersion) }
}
