import CRDT
import Encoding
import TestSupport
import Testing

@Suite struct FrontierTests {
    private let ancestry = ForkedOnce(forkedAt: 4)

    private func frontier(using random: inout SplitMix64) -> Frontier {
        var frontier = Frontier()
        for _ in 0..<Int.random(in: 0..<6, using: &random) {
            var one = Frontier()
            let point = ancestry.point(
                UInt64.random(in: 1..<9, using: &random),
                branch: UInt64.random(in: 1..<4, using: &random))
            one.replace(Sample.log(using: &random), with: [point])
            frontier.merge(one, ancestry: ancestry)
        }
        return frontier
    }

    @Test(arguments: UInt64(0)..<20)
    func `merging forked logs keeps the laws of a merge`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<50 {
            let (a, b) = (frontier(using: &random), frontier(using: &random))
            MergeLaws.check(a, b, frontier(using: &random)) { first, second in
                var merged = first
                merged.merge(second, ancestry: ancestry)
                merged.checkInvariants()
                return merged
            }
            var merged = a
            merged.merge(b, ancestry: ancestry)
            #expect(merged.covers(a, ancestry: ancestry) && merged.covers(b, ancestry: ancestry))
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `a frontier survives its encoding, entries in bytewise order`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let frontier = frontier(using: &random)
        var encoder = CBOREncoder()
        frontier.encode(into: &encoder)
        let bytes = encoder.finish()
        var reader = try CBORReader(bytes)
        #expect(try Frontier(from: &reader) == frontier)
        let entries = try #require(try CBOR.decode(bytes).asArray).map(\.encoded)
        for (first, second) in zip(entries, entries.dropFirst()) {
            #expect(first.lexicographicallyPrecedes(second))
        }
    }

    @Test func `entries out of order and at 0 are refused where they stand`() throws {
        func encoded(_ points: [LogPoint]) -> [UInt8] {
            let entries = points.map { point -> CBOR in
                [Sample.log(1).cbor, .unsigned(point.seq), .fixed(point.hash)]
            }
            return CBOR.array(entries).encoded
        }
        let entryLength = (encoded([Sample.point(1)]).count - 1)
        var swapped = try CBORReader(encoded([Sample.point(2), Sample.point(1)]))
        #expect(throws: CBORError(.unexpected, at: 1 + entryLength)) {
            try Frontier(from: &swapped)
        }
        var zero = try CBORReader(encoded([Sample.point(0)]))
        #expect(throws: CBORError(.unexpected, at: 1)) { try Frontier(from: &zero) }
    }

    @Test func `a branch moves from its head, and another begins beside it`() {
        var frontier = Frontier()
        let log = Sample.log(1)
        frontier.advance(log, from: nil, to: Sample.point(1))
        frontier.advance(log, from: Sample.point(1), to: Sample.point(2))
        #expect(frontier[log] == [Sample.point(2)])
        frontier.advance(log, from: Sample.point(1), to: Sample.point(2, branch: 7))
        #expect(frontier[log] == [Sample.point(2), Sample.point(2, branch: 7)])
        #expect(frontier.isForked(log))
    }

    @Test func `what is missing is a run, or a branch to be searched back`() {
        let (one, two, three) = (Sample.log(1), Sample.log(2), Sample.log(3))
        var ours = Frontier()
        ours.replace(one, with: [Sample.point(3)])
        ours.replace(two, with: [Sample.point(5)])
        var theirs = Frontier()
        theirs.replace(one, with: [Sample.point(7)])
        theirs.replace(two, with: [Sample.point(5, branch: 1)])
        theirs.replace(three, with: [Sample.point(2)])
        #expect(
            Set(ours.missing(from: theirs)) == [
                .run(one, 4...7), .branch(two, Sample.point(5, branch: 1)), .run(three, 1...2),
            ])
        #expect(theirs.missing(from: theirs).isEmpty)
        theirs.replace(one, with: [Sample.point(2)])
        #expect(!ours.missing(from: theirs).contains(.run(one, 4...7)))
    }
}
