import CRDT
import TestSupport
import Testing

@Suite struct PNCounterTests {
    @Test(arguments: UInt64(0)..<50)
    func `merge keeps the laws`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (a, b) = (try Sample.counter(using: &random), try Sample.counter(using: &random))
        MergeLaws.check(a, b, try Sample.counter(using: &random)) { first, second in
            var merged = first
            merged.merge(second)
            merged.checkInvariants()
            return merged
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `replicas that exchange all come to the sum of all changes`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var replicas = [PNCounter](repeating: PNCounter(), count: 5)
        var sum: Int64 = 0
        for _ in 0..<100 {
            let index = Int.random(in: 0..<5, using: &random)
            let delta = Int64.random(in: -50...50, using: &random)
            try replicas[index].add(delta, at: Sample.log(UInt64(index)))
            replicas[Int.random(in: 0..<5, using: &random)].merge(replicas[index])
            sum += delta
        }
        var all = PNCounter()
        for replica in replicas.shuffled(using: &random) { all.merge(replica) }
        #expect(try all.value() == sum)
    }

    @Test func `what doesn't fit is refused and changes nothing`() throws {
        var counter = PNCounter()
        let log = Sample.log(1)
        try counter.add(.max, at: log)
        try counter.add(.max, at: log)
        #expect(throws: PNCounter.Overflow()) { try counter.value() }
        try counter.add(.min, at: log)
        #expect(try counter.value() == .max - 1)
        let before = counter
        #expect(throws: PNCounter.Overflow()) { try counter.add(.max, at: log) }
        #expect(counter == before)
    }
}
