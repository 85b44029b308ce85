public import CRDT
public import Encoding
import Replication

// What a node knows of its state without a replica, for readers that own nothing.

extension StoreSummary {
    /// Where every log stands.
    public var frontier: Frontier {
        var frontier = Frontier()
        for head in heads {
            let point = LogPoint(seq: head.seq, hash: head.hash)
            frontier.replace(head.log, with: frontier[head.log] + [point])
        }
        return frontier
    }

    /// BLAKE2b-256 over the frontier (protocol.md §5).
    public var frontierDigest: Bytes32 { frontier.digest }

    /// The state digest (protocol.md §7) of the kept sums.
    public var stateDigest: Bytes32 {
        Sums(sums).digest(projection: Replica.projectionVersion)
    }
}
