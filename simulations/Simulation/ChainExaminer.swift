import CRDT
import Encoding
import Replica
import Replication
import SimulatedStore

/// Verifies every log of a lane body by body, each operation once; made anew at a restart.
struct ChainExaminer {
    enum Failure: Error {
        case chain(LogID, ChainVerifier.Failure)
        case hash(LogID, seq: UInt64)
        case head(LogID)
        case store(MemoryStore.Failure)
    }

    private var verifiers: [LogID: ChainVerifier] = [:]

    mutating func examine(_ till: Till) throws(Failure) {
        for log in till.replica.frontier.logs {
            let start = till.replica.start(of: log)?.anchor
            var verifier = verifiers[log] ?? ChainVerifier(log: log, after: start)
            if let start, (verifier.head?.seq ?? 0) < start.seq {
                verifier = ChainVerifier(log: log, after: start)
            }
            try feed(&verifier, till.disk.store)
            let head = verifier.head.map { LogPoint(seq: $0.seq, hash: $0.hash) }
            guard till.replica.frontier[log] == [head].compactMap(\.self) else {
                throw .head(log)
            }
            verifiers[log] = verifier
        }
    }

    private func feed(_ verifier: inout ChainVerifier, _ store: MemoryStore) throws(Failure) {
        let (log, next) = (verifier.log, (verifier.head?.seq ?? 0) + 1)
        for signed in try operations(of: log, from: next, store) {
            do throws(ChainVerifier.Failure) {
                try verifier.append(signed.operation.encoded())
                if let signature = signed.signature { try verifier.checkSignature(signature) }
            } catch {
                throw .chain(log, error)
            }
            guard verifier.head?.hash == signed.hash else {
                throw .hash(log, seq: signed.operation.seq)
            }
        }
        do throws(ChainVerifier.Failure) {
            try verifier.finish()
        } catch {
            throw .chain(log, error)
        }
    }

    private func operations(
        of log: LogID, from seq: UInt64, _ store: MemoryStore
    ) throws(Failure) -> [SignedOperation] {
        do throws(MemoryStore.Failure) {
            return try store.operations(of: log, from: seq, limit: .max)
        } catch {
            throw .store(error)
        }
    }
}
