import CRDT
import Encoding
import Replication
import TestSupport
import Testing

/// What somebody may do to an export's elements or bytes.
enum Mutation: CaseIterable {
    case flip, drop, swap, splice, duplicate, swapLogs, truncate, insert, overwrite, resign
}

@Suite struct ExportMutationTests {
    // 50 seeds of 200 mutations: ten thousand.
    @Test(arguments: UInt64(0)..<50)
    func `every mutation is refused with its place`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let logs = try sampleLogs(using: &random)
        let chunks = try chunks(of: logs)
        let good = chunks.flatMap { $0.bytes }
        _ = try verify(good)
        var refused = 0
        for _ in 0..<200 {
            let kind = try #require(Mutation.allCases.randomElement(using: &random))
            guard let bad = mutate(chunks, kind, &random), bad != good else { continue }
            refused += 1
            expectRefused(bad, kind, seed: seed, changedAt: firstDifference(good, bad))
        }
        #expect(refused > 150)
    }

    private func expectRefused(
        _ bad: [UInt8], _ kind: Mutation, seed: UInt64, changedAt change: Int
    ) {
        do {
            _ = try verify(bad, chunk: 3_000)
            Issue.record("\(kind) was accepted, seed \(seed)")
        } catch {
            // An element has at most 300 bytes here; the one before or behind may be named.
            // A log that stands too early is only seen where the next one is out of order.
            let isLocal = ![.swapLogs, .swap, .splice].contains(kind)
            let place = change - 600...(isLocal ? change + 600 : bad.count)
            #expect(place.contains(error.offset), "\(kind): \(error), seed \(seed)")
            #expect(error.log != nil || error.seq == 0, "\(kind), seed \(seed)")
        }
    }

    private func firstDifference(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var range = 0...min(a.count, b.count)
        while range.lowerBound < range.upperBound {
            let middle = (range.lowerBound + range.upperBound + 1) / 2
            range =
                a.prefix(middle) == b.prefix(middle)
                ? middle...range.upperBound : range.lowerBound...middle - 1
        }
        return range.lowerBound
    }

    /// One element's bytes, with what it is.
    private struct Chunk {
        let operation: Operation
        let bytes: [UInt8]
    }

    private func chunks(of logs: [[SignedOperation]]) throws -> [Chunk] {
        var writer = ExportWriter()
        var chunks: [Chunk] = []
        var held: Operation?
        for item in logs.flatMap({ ExportOrder.items(of: $0) }) {
            guard case .operation(let signed) = item else { continue }
            let bytes = try writer.append(item)
            if let held { chunks.append(Chunk(operation: held, bytes: bytes)) }
            held = signed.operation
        }
        if let held { chunks.append(Chunk(operation: held, bytes: writer.finish())) }
        return chunks
    }

    /// The mutated bytes; nil where the mutation leaves a whole, shorter export, which is valid.
    private func mutate(
        _ chunks: [Chunk], _ kind: Mutation, _ random: inout SplitMix64
    ) -> [UInt8]? {
        var chunks = chunks
        let index = Int.random(in: 0..<chunks.count, using: &random)
        let other = Int.random(in: 0..<chunks.count, using: &random)
        switch kind {
        case .flip, .truncate, .insert, .overwrite, .resign:
            return mutateBytes(chunks.flatMap { $0.bytes }, kind, &random)
        case .drop:
            // A whole branch taken away leaves another good export: that there was a fork
            // can't be known from it.
            guard !isWholeBranch(chunks, index) else { return nil }
            chunks.remove(at: index)
        case .swap:
            chunks.swapAt(index, other)
        case .splice:
            chunks.insert(chunks[other], at: index)
        case .duplicate:
            chunks.insert(chunks[index], at: index)
        case .swapLogs:
            let parts = Dictionary(grouping: chunks) { $0.operation.log }
            let order = parts.keys.sorted().shuffled(using: &random)
            chunks = order.flatMap { parts[$0] ?? [] }
        }
        return chunks.flatMap { $0.bytes }
    }

    private func isWholeBranch(_ chunks: [Chunk], _ index: Int) -> Bool {
        let operation = chunks[index].operation
        let siblings = chunks.filter {
            $0.operation.log == operation.log && $0.operation.prev == operation.prev
        }
        let isSigned = chunks[index].bytes.count > operation.encoded().count + 2
        return isSigned && siblings.count > 1
    }

    private func mutateBytes(
        _ good: [UInt8], _ kind: Mutation, _ random: inout SplitMix64
    ) -> [UInt8] {
        var bytes = good
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch kind {
        case .flip:
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case .truncate:
            bytes.removeLast(Int.random(in: 1..<64, using: &random))
        case .insert:
            bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        case .overwrite:
            let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
            for index in place..<end { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
        case .resign:
            // A signature of another branch in the place of the last one.
            let last = bytes.count - 64
            for index in last..<bytes.count { bytes[index] = good[(index + 1) % good.count] }
        case .drop, .swap, .splice, .duplicate, .swapLogs:
            break
        }
        return bytes
    }
}
