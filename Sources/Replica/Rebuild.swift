public import Encoding
public import Ledger
public import Replication

/// Makes the read model from the log again: the same operations give the same rows and sums.
///
/// A value: give it the rows of the base, then feed it every stored operation in the order of
/// storage, batch by batch, and apply each answer to a store whose read model was emptied.
public struct Rebuild: Sendable {
    private let replica: Replica
    private var sums = Sums()

    /// Begins with a replica that knows the whole log's heads and membership.
    public init(_ replica: Replica) {
        self.replica = replica
        sums = replica.state.base
    }

    /// The rows that forgotten operations left, with the sums of those that went with them.
    ///
    /// - Parameter base: rows as the base has them; none where nothing was forgotten.
    /// - Returns: a transaction without operations.
    public mutating func begin(_ base: [Row]) -> Transaction {
        var transaction = Transaction()
        for row in base {
            transaction.rows.append(.insert(row))
            sums.insert(row)
        }
        transaction.sums = sums.entries
        return transaction
    }

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
