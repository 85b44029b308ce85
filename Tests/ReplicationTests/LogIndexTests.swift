import CRDT
import Encoding
import Replication
import TestSupport
import Testing

/// A disk with operations and the index over it, as a node has them.
struct ModelDisk {
    var index = LogIndex()
    var operations: [Bytes32: SignedOperation] = [:]

    /// Takes a segment as a node does; returns what it was in the end.
    mutating func take(_ segment: Segment) -> LogIndex.Arrival {
        var arrival = index.classify(segment)
        if case .needs(let log, let seqs) = arrival {
            let stored = operations.values.filter {
                $0.operation.log == log && seqs.contains($0.operation.seq)
            }
            arrival = index.classify(segment, stored: stored)
        }
        switch arrival {
        case .extends(let new), .forks(let new, _):
            index.append(new)
            for signed in new { operations[signed.hash] = signed }
        case .refused, .needs, .alreadyHad, .gap, .unknownPrev, .belowStart:
            break
        }
        return arrival
    }
}

@Suite struct LogIndexTests {
    @Test func `an arrival is what it is`() throws {
        var random = SplitMix64(seed: 4)
        let author = try Author.random(using: &random)
        let run = try author.operations(6, using: &random)
        let branch = try author.operations(3, after: run[2].head, using: &random)
        func segment(_ range: Range<Int>, of run: [SignedOperation]) throws -> Segment {
            try #require(SegmentCutter.segment(run[range]))
        }
        var disk = ModelDisk()
        #expect(disk.take(try segment(2..<4, of: run)) == .gap(afterSeq: 0))
        guard case .extends(let first) = disk.take(try segment(0..<2, of: run)) else {
            Issue.record("a log begins")
            return
        }
        #expect(first.map(\.hash) == run[0..<2].map(\.hash))
        #expect(disk.take(try segment(3..<5, of: run)) == .gap(afterSeq: 2))
        guard case .extends(let more) = disk.take(try segment(1..<4, of: run)) else {
            Issue.record("what overlaps adds only what is new")
            return
        }
        #expect(more.map(\.hash) == run[2..<4].map(\.hash))
        #expect(disk.take(try segment(0..<3, of: run)) == .alreadyHad(last: run[2]))
        #expect(disk.take(try segment(1..<2, of: branch)) == .unknownPrev(seq: 5))
        guard case .forks(let other, let point) = disk.take(try segment(0..<3, of: branch)) else {
            Issue.record("a second history is a fork")
            return
        }
        #expect(other.count == 3)
        #expect(point == .init(seq: 3, hash: run[2].hash))
        #expect(disk.index[author.log]?.forks == [point])
        guard case .extends = disk.take(try segment(4..<6, of: run)) else {
            Issue.record("each branch goes on")
            return
        }
        let heads = [run[5].head, branch[2].head].sorted { $0.hash < $1.hash }
        #expect(disk.index[author.log]?.heads == heads)
    }

    @Test func `a bad signature keeps nothing`() throws {
        let good = try Segment(decoding: Golden.segment)
        let bad = Segment(
            log: good.log, firstSeq: 1, prev: .zero, entries: Array(good.entries.prefix(2)),
            signature: good.signature)
        var disk = ModelDisk()
        #expect(disk.take(bad) == .refused(.signature(seq: 2)))
        #expect(disk.index == LogIndex())
    }

    @Test(arguments: UInt64(0)..<40)
    func `any order of arrival gives the same branches`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        let tree = try author.tree(branches: Int.random(in: 1...5, using: &random), &random)
        let segments = try tree.indices.map { index in
            try #require(SegmentCutter.segment(tree[index...index]))
        }
        var whole = ModelDisk()
        for segment in segments { _ = whole.take(segment) }
        #expect(whole.operations.count == tree.count)
        let parents = Set(tree.map(\.operation.prev))
        #expect(
            Set(whole.index[author.log]?.heads.map(\.hash) ?? [])
                == Set(tree.map(\.hash)).subtracting(parents))
        for _ in 0..<5 {
            #expect(deliver(segments, &random).index == whole.index)
        }
    }

    /// Delivers in random order, again and again until all are here, some of them twice.
    private func deliver(_ segments: [Segment], _ random: inout SplitMix64) -> ModelDisk {
        var disk = ModelDisk()
        var waiting = segments + segments.filter { _ in Bool.random(using: &random) }
        while !waiting.isEmpty {
            waiting.shuffle(using: &random)
            waiting = waiting.filter { segment in
                switch disk.take(segment) {
                case .gap, .unknownPrev: true
                case .extends, .forks, .alreadyHad, .refused, .needs, .belowStart: false
                }
            }
        }
        return disk
    }
}
