import CRDT
import TestSupport
import Testing

@Suite struct HybridClockTests {
    @Test(arguments: UInt64(0)..<20)
    func `stamps increase whatever wall clock and neighbours do`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var clock = HybridClock()
        for _ in 0..<500 {
            let wall = UInt64.random(in: 0..<100_000, using: &random)
            let stamp = HLC(raw: UInt64.random(in: 0..<200_000, using: &random) << 16)
            let isTaken = clock.receive(stamp, wallMilliseconds: wall)
            #expect(isTaken == (stamp.milliseconds <= wall + 2_000))
            let last = clock.last
            let next = try clock.next(wallMilliseconds: wall)
            #expect(next > last && next.milliseconds >= wall)
            if isTaken { #expect(next > stamp) }
        }
    }

    @Test func `2 s ahead still counts, 1 ms more doesn't`() throws {
        var clock = HybridClock()
        let taken = [3_000, 3_001].map { milliseconds in
            clock.receive(HLC(raw: milliseconds << 16), wallMilliseconds: 1_000)
        }
        #expect(taken == [true, false])
        #expect(try clock.next(wallMilliseconds: 1_000) == HLC(raw: 3_000 << 16 + 1))
    }

    @Test func `a time that fits no stamp is refused and changes nothing`() {
        var clock = HybridClock(last: HLC(raw: .max))
        #expect(throws: HybridClock.Failure.exhausted(last: HLC(raw: .max))) {
            try clock.next(wallMilliseconds: 0)
        }
        var fresh = HybridClock()
        #expect(throws: HybridClock.Failure.wallOutOfRange(milliseconds: 1 << 48)) {
            try fresh.next(wallMilliseconds: 1 << 48)
        }
        #expect(fresh == HybridClock())
        let farAhead = fresh.receive(HLC(raw: .max), wallMilliseconds: 0)
        let past = fresh.receive(HLC(raw: 1), wallMilliseconds: .max)
        #expect(!farAhead && past)
    }
}
