import CRDT
import Encoding
import TestSupport
import Testing

@Suite struct BoundedCounterTests {
    private func id(_ log: UInt64, _ seq: UInt64) -> BoundedCounter.GrantID {
        .init(from: Sample.log(log), point: Sample.point(seq))
    }

    private func grant(_ amount: UInt64, to log: UInt64, request: UInt64)
        -> BoundedCounter.Grant
    {
        .init(to: Sample.log(log), amount: amount, request: Bytes16(words: [0, request]))
    }

    @Test(arguments: UInt64(0)..<20)
    func `held and in flight are the balance after any steps`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var counter = BoundedCounter()
        for step in UInt64(1)...300 {
            let (log, other) = (
                UInt64.random(in: 0..<4, using: &random), UInt64.random(in: 0..<4, using: &random)
            )
            let amount = UInt64.random(in: 0..<30, using: &random)
            let held = counter.rights(of: Sample.log(log))
            switch Int.random(in: 0..<4, using: &random) {
            case 0: try counter.issue(amount, to: Sample.log(log))
            case 1 where amount <= held: try counter.spend(amount, at: Sample.log(log))
            case 1:
                let before = counter
                #expect(throws: BoundedCounter.Refusal.notEnoughRights(held: held, wanted: amount))
                { try counter.spend(amount, at: Sample.log(log)) }
                #expect(counter == before)
            case 2 where amount <= held:
                try counter.grant(id(log, step), grant(amount, to: other, request: step))
            default:
                if let first = counter.inFlight.randomElement(using: &random) {
                    try counter.credit(first.id)
                    try counter.credit(first.id)
                }
            }
            counter.checkInvariants()
        }
    }

    @Test func `a grant counts once, a request is granted once`() throws {
        var counter = BoundedCounter()
        try counter.issue(10, to: Sample.log(1))
        let first = grant(4, to: 2, request: 1)
        try counter.grant(id(1, 5), first)
        try counter.grant(id(1, 5), first)
        #expect(counter.rights(of: Sample.log(1)) == 6)
        #expect(throws: BoundedCounter.Refusal.requestAlreadyGranted(first.request)) {
            try counter.grant(id(1, 6), first)
        }
        #expect(throws: BoundedCounter.Refusal.grantDiffers(id(1, 5))) {
            try counter.grant(id(1, 5), grant(3, to: 2, request: 1))
        }
        #expect(throws: BoundedCounter.Refusal.grantUnknown(id(1, 9))) {
            try counter.credit(id(1, 9))
        }
        #expect(counter.rights(of: Sample.log(2)) == 0)
        try counter.credit(id(1, 5))
        #expect(counter.rights(of: Sample.log(2)) == 4 && counter.balance == 10)
    }

    @Test func `a balance that doesn't fit is refused`() throws {
        var counter = BoundedCounter()
        try counter.issue(.max, to: Sample.log(1))
        #expect(throws: BoundedCounter.Refusal.overflow) {
            try counter.issue(1, to: Sample.log(2))
        }
        counter.checkInvariants()
    }
}
