import Console
import Lane
import Peripherals
import TestSupport
import Testing

@Suite struct InputSorterTests {
    private let framed = ScanDecoder.Mode.framed(prefix: "\u{02}", suffix: "\u{03}")

    private func typed(_ text: String) -> [TerminalInput] {
        text.unicodeScalars.map { .character($0) }
    }

    private func keys(_ text: String) -> [InputSorter.Output] { text.map { .key(.character($0)) } }

    @Test func `keys are what they type`() {
        var sorter = InputSorter(framed)
        let outputs = sorter.handle(typed("a\r\t\u{7F}\u{08}\u{0C}ñ\r\n"), at: 0)
        #expect(
            outputs == [
                .key(.character("a")), .key(.enter), .key(.tab), .key(.backspace),
                .key(.backspace), .key(.control("l")), .key(.character("ñ")), .key(.enter),
                .key(.enter),
            ])
    }

    @Test func `a mark stays with its letter`() {
        var sorter = InputSorter(framed)
        #expect(sorter.handle(typed("n\u{303}"), at: 0) == [.key(.character("n\u{303}"))])
    }

    @Test func `control characters that no key has are dropped`() {
        var sorter = InputSorter(nil)
        #expect(sorter.handle(typed("\u{00}\u{1C}\u{1F}x"), at: 0) == keys("x"))
    }

    @Test func `a framed scan leaves whole, typed keys around it stay keys`() {
        var sorter = InputSorter(framed)
        #expect(
            sorter.handle(typed("3*\u{02}8412345678905\u{03}7"), at: 0)
                == keys("3*") + [.scan("8412345678905")] + keys("7"))
    }

    @Test func `a scan may come in pieces, with a function key pressed meanwhile`() {
        var sorter = InputSorter(framed)
        #expect(sorter.handle(typed("\u{02}84123"), at: 0).isEmpty)
        #expect(sorter.handle([.key(.function(5))], at: 2) == [.key(.function(5))])
        #expect(sorter.handle(typed("45678905\u{03}"), at: 4) == [.scan("8412345678905")])
    }

    @Test func `half a scan is told, and its digits reach no field`() {
        var sorter = InputSorter(framed)
        #expect(sorter.handle(typed("\u{02}84123"), at: 0).isEmpty)
        #expect(sorter.deadline == 500)
        #expect(sorter.handle([], at: 500) == [.lostScan])
    }

    @Test func `a fast run with Enter is a scan, a slow one is typed`() {
        var sorter = InputSorter(ScanDecoder.usualTiming)
        #expect(sorter.handle(typed("8412345678905\r"), at: 0) == [.scan("8412345678905")])
        var outputs: [InputSorter.Output] = []
        for (index, input) in typed("123456\r").enumerated() {
            outputs += sorter.handle([input], at: 1_000 + Int64(index) * 80)
        }
        #expect(outputs == keys("123456") + [.key(.enter)])
    }

    @Test func `a single key waits no longer than the gap`() {
        var sorter = InputSorter(ScanDecoder.usualTiming)
        #expect(sorter.handle(typed("5"), at: 0).isEmpty)
        #expect(sorter.deadline == 31)
        #expect(sorter.handle([], at: 31) == keys("5"))
    }

    @Test func `a key that no scanner has ends what looks like a scan`() {
        var sorter = InputSorter(ScanDecoder.usualTiming)
        #expect(
            sorter.handle(typed("1234567") + [.key(.function(12))], at: 0)
                == keys("1234567") + [.key(.function(12))])
    }

    @Test(arguments: UInt64(0)..<20)
    func `whatever the cuts, scans and keys come out as they went in`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<50 {
            var expected: [InputSorter.Output] = []
            var inputs: [TerminalInput] = []
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                if Bool.random(using: &random) {
                    let code = String(UInt64.random(in: 1..<1_000_000_000_000, using: &random))
                    expected.append(.scan(code))
                    inputs += typed("\u{02}\(code)\u{03}")
                } else {
                    let digit = Character(String(Int.random(in: 0...9, using: &random)))
                    expected.append(.key(.character(digit)))
                    inputs += typed(String(digit))
                }
            }
            var sorter = InputSorter(framed)
            var outputs: [InputSorter.Output] = []
            var now: Int64 = 0
            while !inputs.isEmpty {
                let count = Int.random(in: 1...inputs.count, using: &random)
                outputs += sorter.handle(Array(inputs.prefix(count)), at: now)
                inputs.removeFirst(count)
                now += Int64.random(in: 0...20, using: &random)
            }
            #expect(outputs == expected)
        }
    }

    @Test(arguments: [
        ScanDecoder.Mode.framed(prefix: "\u{02}", suffix: "\u{03}"), ScanDecoder.usualTiming,
    ])
    func `a scan that the reader came too late for is whole`(mode: ScanDecoder.Mode) {
        var (sorter, first) = (InputSorter(mode), "5012345")
        var rest = "678900"
        if case .framed = mode { (first, rest) = ("\u{02}" + first, rest + "\u{03}") }
        if case .timed = mode { rest += "\r" }
        #expect(sorter.handle(typed(first), at: 100) == [])
        // Two seconds of other work, in which the rest arrived.
        #expect(sorter.handle(typed(rest), at: 2_100, isLate: true) == [.scan("5012345678900")])
        #expect(sorter.deadline == nil)
    }

    @Test func `a scan that lost its end is told once its reader has waited for it`() {
        var sorter = InputSorter(framed)
        #expect(sorter.handle(typed("\u{02}50123"), at: 100) == [])
        #expect(sorter.handle(typed("4"), at: 2_100, isLate: true) == [])
        #expect(sorter.deadline == 2_600)
        #expect(sorter.handle([], at: 2_600) == [.lostScan])
    }
}
