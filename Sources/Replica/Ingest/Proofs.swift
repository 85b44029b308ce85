import CRDT
import Encoding
public import Replication

/// Where a log forks: the sequence of the first operations that differ.
struct LogPlace: Hashable, Sendable {
    let log: LogID
    let seq: UInt64
}

extension Replica.State {
    /// Takes note of proofs that stand in a control scope.
    mutating func note(proofs operations: [SignedOperation]) {
        for signed in operations where signed.operation.named == .forkProved {
            guard let proof = try? ForkProof(decoding: signed.operation.payload),
                let place = try? proof.verifiedPlace()
            else { continue }
            proved.insert(LogPlace(log: place.log, seq: place.seq))
        }
    }
}

extension Replica {
    /// Operations of one branch that a proof is looked for in.
    private static let proofOperationsMax = 4096

    /// The proofs that are missing in the control scope, for each fork that is known here: whoever
    /// sees a fork writes its proof once, with ``commit(payloads:in:now:store:)``.
    ///
    /// - Returns: kinds and payloads, logs ascending; none where the branches' signatures lie too
    ///   far from the fork.
    /// - Throws: the store's error.
    public func missingProofs<Disk: Store>(
        store: Disk
    ) throws(Disk.Failure) -> [(kind: Kind, payload: [UInt8])] {
        var payloads: [(kind: Kind, payload: [UInt8])] = []
        for log in membership.forkedLogs {
            for fork in membership.branches(of: log)?.forks ?? [] {
                let place = LogPlace(log: log, seq: fork.seq + 1)
                guard !state.proved.contains(place),
                    let proof = try Self.proof(of: log, at: fork, store)
                else { continue }
                payloads.append((.forkProved, proof.encoded()))
            }
        }
        return payloads
    }

    private static func proof<Disk: Store>(
        of log: LogID, at fork: LogPoint, _ store: Disk
    ) throws(Disk.Failure) -> ForkProof? {
        let above = try store.operations(of: log, from: fork.seq + 1, limit: proofOperationsMax)
        let firsts = above.filter { $0.operation.prev == fork.hash }
            .sorted { $0.hash < $1.hash }
        guard firsts.count > 1 else { return nil }
        let runs = firsts.prefix(2).map { run(from: $0, above) }
        return try? ForkProof(left: runs[0], right: runs[1])
    }

    /// A branch up to its first signature.
    private static func run(
        from first: SignedOperation, _ above: [SignedOperation]
    ) -> [SignedOperation] {
        var run = [first]
        while let last = run.last, last.signature == nil,
            let next = above.first(where: { $0.operation.prev == last.hash })
        {
            run.append(next)
        }
        return run
    }
}
