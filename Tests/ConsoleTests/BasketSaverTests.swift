import Console
import Lane
import Retail
import TestSupport
import Testing

@Suite struct BasketSaverTests {
    @Test func `a lone basket is posted, and its screen shown when it is on disk`() {
        var saver = BasketSaver<Int>()
        #expect(saver.add(nil, shownBy: 1) == .some(nil))
        #expect(!saver.isIdle)
        let (shown, next) = saver.saved()
        #expect(shown == 1 && next == nil)
        #expect(saver.isIdle)
    }

    @Test func `while one is under way only the latest waits`() {
        var saver = BasketSaver<Int>()
        _ = saver.add(nil, shownBy: 1)
        #expect(saver.add(nil, shownBy: 2) == nil)
        #expect(saver.add(nil, shownBy: 3) == nil)
        let first = saver.saved()
        #expect(first.shown == 1 && first.next == .some(nil))
        let second = saver.saved()
        #expect(second.shown == 3 && second.next == nil)
        #expect(saver.isIdle)
    }

    @Test func `a command sends what waits before it`() {
        var saver = BasketSaver<Int>()
        _ = saver.add(nil, shownBy: 1)
        _ = saver.add(nil, shownBy: 2)
        #expect(saver.flush() == .some(nil))
        #expect(saver.flush() == nil)
        #expect(saver.saved().shown == 1)
        #expect(!saver.isIdle)
        #expect(saver.saved().shown == 2)
        #expect(saver.isIdle)
    }

    @Test(arguments: UInt64(0)..<20)
    func `the last basket always gets to disk, and no screen is shown before its basket`(
        seed: UInt64
    ) {
        var random = SplitMix64(seed: seed)
        var saver = BasketSaver<Int>()
        var added = 0
        var posted: [Int] = []
        var done = 0
        for _ in 0..<1_000 {
            var post: OpenBasket??
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                added += 1
                post = saver.add(nil, shownBy: added)
            case 2: post = saver.flush()
            case _:
                guard done < posted.count else { continue }
                done += 1
                let (shown, next) = saver.saved()
                #expect(shown == posted[done - 1])
                post = next
            }
            // What is posted is always the latest of that moment.
            if post != nil { posted.append(added) }
            #expect(saver.isIdle == (done == posted.count && (posted.last ?? 0) == added))
        }
    }
}
