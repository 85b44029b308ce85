import CRDT
import Encoding
import Replica
import Replication

/// Verifies one log's stored operations in order of seq: every body chained on a stored one,
/// every hash as stored, every branch's end vouched for by a signature.
struct LogExamination {
    private let log: LogID
    private let isForked: Bool
    /// The chain up to an operation, by its hash; of a log without forks only the last.
    private var chains: [Bytes32: ChainVerifier]
    private var ends: Set<Bytes32> = []
    private var finding: Finding?

    /// Begins at a log's first operation, or behind those that were forgotten.
    init(_ log: LogID, isForked: Bool, start: LogStart? = nil) {
        self.log = log
        self.isForked = isForked
        chains = [start?.anchor.hash ?? .zero: ChainVerifier(log: log, after: start?.anchor)]
    }

    /// Takes the next operation; after a fault the rest is passed over.
    mutating func take(_ signed: SignedOperation) {
        guard finding == nil else { return }
        let operation = signed.operation
        guard var chain = chains[operation.prev] else {
            finding = .chain(log, seq: operation.seq, .prev(seq: operation.seq))
            return
        }
        do {
            try chain.append(operation.encoded())
            guard chain.head?.hash == signed.hash else {
                finding = .hash(log, seq: operation.seq)
                return
            }
            if let signature = signed.signature { try chain.checkSignature(signature) }
        } catch {
            finding = .chain(log, seq: operation.seq, error)
            return
        }
        if !isForked { chains[operation.prev] = nil }
        chains[signed.hash] = chain
        ends.remove(operation.prev)
        ends.insert(signed.hash)
    }

    /// What is wrong with the log: nothing, or its first fault.
    func finish() -> [Finding] {
        if let finding { return [finding] }
        for end in ends.sorted() {
            guard let chain = chains[end], let head = chain.head else { continue }
            do {
                try chain.finish()
            } catch {
                return [.chain(log, seq: head.seq, error)]
            }
        }
        return []
    }
}
