import CRDT
import Replication
import TestSupport
import Testing

@Suite struct ExportAuditTests {
    @Test func `authors are held against the enrolments of the same file`() throws {
        var random = SplitMix64(seed: 9)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        for byte in UInt8(0)..<3 { all.append(try shop.write(shop.first, .firstFact, [byte])) }
        func verified() throws -> ExportVerifier {
            let logs = Dictionary(grouping: all) { $0.operation.log }
            let items = logs.keys.sorted().flatMap { ExportOrder.items(of: logs[$0] ?? []) }
            return try verify(try export(items))
        }
        let notOpened = Set(all.map(\.operation.log)).sorted().map {
            ExportFinding(log: $0, kind: nil, firstSeq: 1, reason: .notOpened)
        }
        #expect(try verified().findings(root: shop.root.node) == notOpened)
        #expect(throws: ExportFault.self) { try verified().findings(root: shop.stranger.node) }
        let forged = try shop.write(shop.first, .published, [])
        all.append(forged)
        #expect(
            try verified().findings(root: shop.root.node).contains(
                ExportFinding(
                    log: shop.first.log, kind: .published, firstSeq: 4, reason: .notPermitted)))
        all.append(try shop.revoke(shop.first, at: [all[5]], by: shop.steward))
        let found = try verified().findings(root: shop.root.node)
        let cut = Cut(seq: 1, hash: all[5].hash)
        #expect(
            found.contains(
                ExportFinding(
                    log: shop.first.log, kind: nil, firstSeq: 2, reason: .aboveCut(cut))))
        all.append(try shop.write(shop.stranger, .firstFact, []))
        do {
            _ = try verified().findings(root: shop.root.node)
            Issue.record("a stranger was let in")
        } catch let fault as ExportFault {
            #expect(fault.log == shop.stranger.log && fault.reason == .stranger)
        }
    }
}
