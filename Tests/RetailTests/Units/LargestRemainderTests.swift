import Retail
import TestSupport
import Testing

@Suite struct LargestRemainderTests {
    @Test(arguments: UInt64(0)..<40)
    func `shares sum to the whole and keep its sign`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let weights = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                Int64.random(in: -5000...5000, using: &random)
            }
            let amount = Money(Int64.random(in: -100_000...100_000, using: &random))
            let shares = LargestRemainder.spread(amount, over: weights)
            #expect(shares.count == weights.count)
            #expect(shares.sum() == amount)
            #expect(shares.allSatisfy { amount < .zero ? $0 <= .zero : $0 >= .zero })
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `a greater weight never gets less, and every share is within one of its quota`(
        seed: UInt64
    ) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let weights = (0..<Int.random(in: 2...9, using: &random)).map { _ in
                Int64.random(in: 0...999, using: &random)
            }
            let whole = weights.reduce(0, +)
            guard whole > 0 else { continue }
            let amount = Int64.random(in: 0...99_999, using: &random)
            let shares = LargestRemainder.spread(Money(amount), over: weights).map(\.minorUnits)
            for (weight, share) in zip(weights, shares) {
                #expect(abs(share * whole - amount * weight) < whole)
            }
            for a in weights.indices {
                for b in weights.indices where weights[a] > weights[b] {
                    #expect(shares[a] >= shares[b])
                }
            }
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `a return mirrors its sale`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let weights = (0..<6).map { _ in Int64.random(in: 0...400, using: &random) }
            let amount = Money(Int64.random(in: 0...9999, using: &random))
            let shares = LargestRemainder.spread(amount, over: weights)
            #expect(LargestRemainder.spread(-amount, over: weights) == shares.map { -$0 })
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `units that come back one by one bring back exactly what was paid`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<50 {
            let count = Int64.random(in: 1...40, using: &random)
            let paid = Money(Int64.random(in: -9999...99_999, using: &random))
            let portions = (0..<count).map { unit in
                LargestRemainder.portion(
                    of: paid, from: Quantity(units: unit), to: Quantity(units: unit + 1),
                    of: Quantity(units: count))
            }
            #expect(portions.sum() == paid)
            let fair = paid.minorUnits / count
            #expect(portions.allSatisfy { abs($0.minorUnits - fair) <= 1 })
        }
    }

    @Test func `ties go to the earlier share`() {
        let shares = LargestRemainder.spread(Money(100), over: [Int64](repeating: 1, count: 3))
        #expect(shares == [Money(34), Money(33), Money(33)])
        #expect(LargestRemainder.spread(Money(5), over: [Int64(0), 0]) == [Money(5), .zero])
        #expect(LargestRemainder.spread(Money(5), over: [Int64]()) == [])
    }

    @Test func `the ends of 64 bits don't trap`() {
        let ends: [Int64] = [.min, .max, .min, .max]
        let shares = LargestRemainder.spread(Money(.max), over: ends)
        #expect(shares.sum() == Money(.max))
        _ = LargestRemainder.spread(Money(.min), over: ends)
        _ = LargestRemainder.portion(
            of: Money(.min), from: .zero, to: Quantity(thousandths: .max),
            of: Quantity(thousandths: .max))
    }

    @Test func `a range outside what was sold brings back nothing`() {
        let two = Quantity(units: 2)
        let three = Quantity(units: 3)
        #expect(LargestRemainder.portion(of: Money(9), from: two, to: three, of: two) == .zero)
        #expect(LargestRemainder.portion(of: Money(9), from: two, to: .one, of: two) == .zero)
        #expect(LargestRemainder.portion(of: Money(9), from: .zero, to: .zero, of: .zero) == .zero)
    }
}

@Suite struct CashRoundingTests {
    @Test func `nickels, as a cashier counts them`() {
        let nickel = CashRounding(increment: Money(5))
        let rounded = (1001...1009).map { nickel.rounded(Money($0)).minorUnits }
        #expect(rounded == [1000, 1000, 1005, 1005, 1005, 1005, 1005, 1010, 1010])
        #expect(nickel.difference(for: Money(2801)) == Money(-1))
        #expect((1001...1009).map { nickel.rounded(Money(-$0)).minorUnits } == rounded.map { -$0 })
    }

    @Test func `a half goes away from zero, and no increment changes nothing`() {
        #expect(CashRounding(increment: Money(10)).rounded(Money(1005)) == Money(1010))
        #expect(CashRounding(increment: Money(10)).rounded(Money(-1005)) == Money(-1010))
        #expect(CashRounding.none.rounded(Money(1003)) == Money(1003))
        #expect(CashRounding(increment: Money(-4)).rounded(Money(7)) == Money(7))
        _ = CashRounding(increment: Money(.max)).rounded(Money(.min))
    }
}
