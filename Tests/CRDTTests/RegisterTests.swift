import CRDT
import TestSupport
import Testing

@Suite struct RegisterTests {
    @Test(arguments: UInt64(0)..<50)
    func `merge keeps the laws`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let registers = (0..<3).map { _ in
            var register = Register<Int>()
            for _ in 0..<8 { register.apply(Sample.candidate(using: &random)) }
            return register
        }
        MergeLaws.check(registers[0], registers[1], registers[2]) { first, second in
            var merged = first
            merged.merge(second)
            merged.checkInvariants()
            return merged
        }
    }

    @Test(arguments: UInt64(0)..<50)
    func `only the set of writes that stay decides, in any order`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var all: [RegisterOrder: Register<Int>.Candidate] = [:]
        for _ in 0..<16 {
            let candidate = Sample.candidate(using: &random)
            all[candidate.order] = candidate
        }
        let writes = all.values.sorted { $0.order < $1.order }.shuffled(using: &random)
        RetractionLaws.check(
            kept: Array(writes.prefix(8)), gone: Array(writes.dropFirst(8)),
            empty: Register<Int>(), using: &random,
            apply: { $0.apply($1) }, retract: { $0.retract($1.order) })
    }

    @Test func `authority wins over version, version over the clock, the clock over the log`() {
        func order(_ rank: UInt8, _ version: UInt64, _ hlc: UInt64, _ log: UInt64) -> RegisterOrder
        {
            RegisterOrder(
                authority: rank, version: version, hlc: HLC(raw: hlc), log: Sample.log(log))
        }
        let ascending = [
            order(0, 1, 1, 2), order(0, 1, 1, 1), order(0, 1, 9, 2), order(0, 2, 0, 2),
            order(1, 0, 0, 2),
        ]
        #expect(ascending.reversed().sorted() == ascending)
        var register = Register<String>()
        register.apply(.init(order: ascending[4], value: "root"))
        register.apply(.init(order: ascending[3], value: "lane"))
        #expect(register.current == "root")
        let first = register.retract(ascending[4])
        #expect(register.current == "lane")
        let again = register.retract(ascending[4])
        #expect(first && !again)
    }
}
