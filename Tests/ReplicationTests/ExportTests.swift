import CRDT
import Encoding
import Replication
import TestSupport
import Testing

/// The bytes of an export of these elements.
func export(
    _ items: [ExportItem], signatures: ExportWriter.Signatures = .last
) throws -> [UInt8] {
    var writer = ExportWriter(signatures: signatures)
    var bytes: [UInt8] = []
    for item in items { bytes += try writer.append(item) }
    return bytes + writer.finish()
}

/// Verifies an export that arrives in chunks of these many bytes.
func verify(_ bytes: [UInt8], chunk: Int = .max) throws(ExportFault) -> ExportVerifier {
    var verifier = ExportVerifier()
    var start = 0
    while start < bytes.count {
        let end = min(start.addingReportingOverflow(chunk).partialValue, bytes.count)
        try verifier.feed(Array(bytes[start..<(end > start ? end : bytes.count)]))
        start = end > start ? end : bytes.count
    }
    try verifier.finish()
    return verifier
}

/// Several logs of several authors, some of them forked, in the order of an export.
func sampleLogs(using random: inout SplitMix64) throws -> [[SignedOperation]] {
    var logs: [[SignedOperation]] = []
    for _ in 0..<3 {
        let author = try Author.random(using: &random)
        logs.append(try author.tree(branches: Int.random(in: 1...3, using: &random), &random))
    }
    return logs.sorted { $0[0].operation.log < $1[0].operation.log }
}

extension Author {
    /// A log of so many branches, each chained on a random operation of the ones before.
    func tree(branches: Int, _ random: inout SplitMix64) throws -> [SignedOperation] {
        var all = try operations(Int.random(in: 3...8, using: &random), using: &random)
        for _ in 1..<branches {
            let root = all[Int.random(in: 0..<all.count, using: &random)].head
            let length = Int.random(in: 1...5, using: &random)
            all += try operations(length, after: root, using: &random)
        }
        return all
    }
}

@Suite struct ExportTests {
    @Test func `an export's bytes are those of another program`() throws {
        let operations = try goldenOperations()
        let whole = ExportOrder.items(of: operations)
        #expect(try export(whole) == Golden.export)
        let third = ExportOrder.items(of: [operations[2]])
        #expect(try export(third) == Golden.anchoredExport)
        let verifier = try verify(Golden.export)
        #expect(verifier.logs.map(\.operations) == [3])
        #expect(verifier.logs.first?.heads.map(\.hash) == [operations[2].hash])
        #expect(verifier.logs.first?.kinds.map(\.kind.rawValue) == [1, 64, 300])
        #expect(try verify(Golden.anchoredExport).logs.first?.heads.map(\.seq) == [3])
    }

    @Test(arguments: UInt64(0)..<40)
    func `what is written verifies, cut into chunks anywhere`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let logs = try sampleLogs(using: &random)
        for signatures in [ExportWriter.Signatures.last, .all] {
            let bytes = try export(
                logs.flatMap { ExportOrder.items(of: $0) }, signatures: signatures)
            let verifier = try verify(bytes, chunk: Int.random(in: 1...400, using: &random))
            #expect(verifier.logs.map(\.operations) == logs.map { UInt64($0.count) })
            #expect(verifier.logs.map(\.log) == logs.map { $0[0].operation.log })
            for (summary, log) in zip(verifier.logs, logs) {
                let parents = Set(log.map(\.operation.prev))
                let ends = Set(log.map(\.hash)).subtracting(parents)
                #expect(Set(summary.heads.map(\.hash)) == ends)
            }
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `the order doesn't depend on the order of arrival`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let tree = try Author.random(using: &random).tree(branches: 4, &random)
        let shuffled = tree.shuffled(using: &random)
        #expect(ExportOrder.items(of: shuffled) == ExportOrder.items(of: tree))
    }

    @Test(arguments: UInt64(0)..<20)
    func `a log without its start is anchored, one anchor a branch`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        let common = try author.operations(4, using: &random)
        let left = try author.operations(3, after: common[3].head, using: &random)
        let right = try author.operations(3, after: common[3].head, using: &random)
        let held = left.dropFirst() + right.dropFirst()
        let items = ExportOrder.items(of: Array(held))
        let verifier = try verify(try export(items))
        #expect(verifier.logs.first?.heads.count == 2)
        let anchors = items.compactMap { item -> ExportItem.Anchor? in
            guard case .anchor(let anchor) = item else { return nil }
            return anchor
        }
        #expect(anchors.map(\.hash) == [left[0].hash, right[0].hash].sorted())
        #expect(anchors.map(\.seq) == [5, 5])
    }

    @Test func `operations that nothing vouches for are left out and counted`() throws {
        var random = SplitMix64(seed: 5)
        let author = try Author.random(using: &random)
        let run = try author.operations(6, using: &random)
        let items = (run.prefix(4) + run.suffix(2).map(\.bare)).map(ExportItem.operation)
        var writer = ExportWriter()
        var bytes: [UInt8] = []
        for item in items { bytes += try writer.append(item) }
        bytes += writer.finish()
        #expect(writer.omitted == 2)
        #expect(try verify(bytes).logs.first?.heads.map(\.seq) == [4])
    }

    @Test func `the operation that was changed is the one that is named`() throws {
        var random = SplitMix64(seed: 8)
        let author = try Author.random(using: &random)
        let run = try author.operations(6, using: &random)
        let good = try export(run.map(ExportItem.operation))
        var offset = 0
        for signed in run {
            // The last byte of the payload, or of its head: before the signature or null.
            let body = signed.operation.encoded()
            guard !signed.operation.payload.isEmpty else { continue }
            var bad = good
            bad[offset + body.count] ^= 1
            let reason: ExportFault.Reason =
                signed.operation.seq == 6 ? .signature : .changed
            #expect(
                throws: ExportFault(
                    log: author.log, seq: signed.operation.seq, offset: offset, reason: reason)
            ) { try verify(bad) }
            offset += body.count + 2
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `with all signatures a flipped byte is found in its own element`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        let run = try author.operations(12, using: &random)
        let good = try export(run.map(ExportItem.operation), signatures: .all)
        var starts: [Int] = []
        var offset = 0
        for signed in run {
            starts.append(offset)
            offset += signed.operation.encoded().count + 67
        }
        #expect(offset == good.count)
        for _ in 0..<40 {
            let place = Int.random(in: 0..<good.count, using: &random)
            var bad = good
            bad[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let index = try #require(starts.lastIndex { $0 <= place })
            // A changed length is noticed in the next element at the latest.
            let end = index + 2 < starts.count ? starts[index + 2] : good.count
            do {
                _ = try verify(bad)
                Issue.record("a flipped byte at \(place) was accepted, seed \(seed)")
            } catch {
                #expect((starts[index]...end).contains(error.offset), "\(error), \(place)")
            }
        }
    }
}
