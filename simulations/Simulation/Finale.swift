import CRDT
import Encoding
import Ledger
import Replica
import Replication
import SimulatedStore

// What must hold at the end of a run: a rebuild, an export.

extension World {
    /// The read model made from the log again has the same digest and rows.
    func checkRebuild() throws(Finding) {
        let store = MemoryStore()
        do {
            var log = Transaction()
            log.operations = till.disk.store.storedOperations
            try store.apply(log)
            var rebuild = Rebuild(try till.replica.reread(from: till.disk.store))
            var rest = log.operations[...]
            while !rest.isEmpty {
                try store.apply(rebuild.project(Array(rest.prefix(37)), store: store))
                rest = rest.dropFirst(37)
            }
            guard rebuild.stateDigest == till.replica.stateDigest else {
                throw found(.rebuild, "another digest")
            }
        } catch let finding as Finding {
            throw finding
        } catch {
            throw found(.rebuild, "\(error)")
        }
        guard store.allRows == till.disk.store.allRows else { throw found(.rebuild, "other rows") }
    }

    /// An export of all logs verifies, and holds what the frontier says.
    func checkExport() throws(Finding) {
        do {
            let bytes = try export()
            var verifier = ExportVerifier()
            for start in stride(from: 0, to: bytes.count, by: 4093) {
                try verifier.feed(Array(bytes[start..<min(start + 4093, bytes.count)]))
            }
            try verifier.finish()
            let findings = try verifier.findings(root: till.replica.place.root)
            guard findings.isEmpty else { throw found(.export, "\(findings)") }
            for log in verifier.logs
            where log.heads.sorted() != till.replica.frontier[log.log].sorted() {
                throw found(.export, "other heads of \(log.log)")
            }
            guard verifier.logs.map(\.log).sorted() == till.replica.frontier.logs.sorted() else {
                throw found(.export, "other logs")
            }
        } catch let finding as Finding {
            throw finding
        } catch {
            throw found(.export, "\(error)")
        }
    }

    private func export() throws -> [UInt8] {
        var writer = ExportWriter()
        var bytes: [UInt8] = []
        for log in till.replica.frontier.logs.sorted() {
            let stored = try till.disk.store.operations(of: log, from: 1, limit: .max)
            for item in ExportOrder.items(of: stored) { bytes += try writer.append(item) }
        }
        return bytes + writer.finish()
    }

    func found(_ invariant: Invariant, _ detail: String) -> Finding {
        Finding(step: scenario.steps, invariant: invariant, detail: detail)
    }
}
