import CRDT
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct SegmentTests {
    @Test func `a segment's bytes are those of another program`() throws {
        let operations = try goldenOperations()
        let segment = try #require(try SegmentCutter.cut(operations).first)
        #expect(segment.encoded() == Golden.segment)
        let decoded = try Segment(decoding: Golden.segment)
        #expect(decoded == segment)
        #expect(try decoded.operations().map(\.hash) == operations.map(\.hash))
    }

    @Test(arguments: UInt64(0)..<30)
    func `cut and joined again, a run is the same`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        var run = try author.operations(60, using: &random)
        for index in 0..<59 where Bool.random(using: &random) { run[index] = run[index].bare }
        let limit = Int.random(in: 1_500...6_000, using: &random)
        let segments = try SegmentCutter.cut(run, bytesMax: limit)
        #expect(segments.allSatisfy { $0.encoded().count <= limit })
        var joined: [SignedOperation] = []
        for segment in segments {
            joined += try Segment(decoding: segment.encoded()).operations()
        }
        #expect(joined.map(\.bare) == run.map(\.bare))
        #expect(joined.filter { $0.signature != nil }.count == segments.count)
    }

    @Test func `what nothing vouches for is left out, what can't be cut is named`() throws {
        var random = SplitMix64(seed: 3)
        let author = try Author.random(using: &random)
        let run = try author.operations(30, using: &random)
        let tail = run.prefix(10) + run.suffix(20).map(\.bare)
        #expect(try SegmentCutter.cut(Array(tail)).first?.lastSeq == 10)
        let blocked = run.prefix(29).map(\.bare) + run.suffix(1)
        #expect(throws: SegmentCutter.Failure.tooLong(fromSeq: 1)) {
            try SegmentCutter.cut(blocked, bytesMax: 1_000)
        }
        #expect(throws: SegmentCutter.Failure.notChained(at: 1)) {
            try SegmentCutter.cut([run[0], run[2]])
        }
    }

    @Test func `each check refuses, in the order of the protocol`() throws {
        let good = try Segment(decoding: Golden.segment)
        func altered(
            firstSeq: UInt64? = nil, prev: Bytes32? = nil, entries: [Segment.Entry]? = nil,
            signature: Bytes64? = nil
        ) -> Segment {
            Segment(
                log: good.log, firstSeq: firstSeq ?? good.firstSeq, prev: prev ?? good.prev,
                entries: entries ?? good.entries, signature: signature ?? good.signature)
        }
        func expect(_ segment: Segment, _ reason: WireFault.Reason) {
            #expect(throws: SegmentError.malformed(.init(offset: 0, reason: reason))) {
                try segment.operations()
            }
        }
        let still = Segment.Entry(hlcDelta: 0, kind: 64, payload: [])
        let far = Segment.Entry(hlcDelta: .max, kind: 64, payload: [])
        expect(altered(entries: []), .noEntries)
        expect(altered(firstSeq: .max, prev: Bytes32(1, 1, 1, 1)), .seq(.max))
        expect(altered(firstSeq: 2), .prev)
        expect(altered(entries: [far, far]), .hlc)
        expect(altered(entries: [far, still]), .hlc)
        let long = Segment.Entry(
            hlcDelta: 1, kind: 64, payload: Array(repeating: 0, count: Operation.bodyBytesMax))
        #expect(throws: SegmentError.self) { try altered(entries: [long]).operations() }
        #expect(throws: SegmentError.signature(seq: 2)) {
            try altered(entries: Array(good.entries.prefix(2))).operations()
        }
    }

    @Test func `no byte of a segment can be flipped`() throws {
        let bytes = Golden.segment
        for place in bytes.indices {
            var flipped = bytes
            flipped[place] ^= 1
            #expect(throws: SegmentError.self) {
                try Segment(decoding: flipped).operations()
            }
        }
    }
}
