import Console
import Lane
import TestSupport
import Testing

/// Keys in bytes, without a terminal.
@Suite struct KeyDecoderTests {
    private static let sequences: [[UInt8]: TerminalInput] = [
        Array("\u{1B}OP".utf8): .key(.function(1)),
        Array("\u{1B}[15~".utf8): .key(.function(5)),
        Array("\u{1B}[A".utf8): .key(.up),
        // A sequence that is the beginning of another.
        Array("\u{1B}[[".utf8): .key(.down),
        Array("\u{1B}[[A".utf8): .key(.function(11)),
        [0x7F]: .key(.backspace),
    ]

    private func read(_ text: String, then later: Int64? = 25) -> [TerminalInput] {
        var decoder = KeyDecoder(Self.sequences)
        let inputs = decoder.handle(text.utf8, at: 100)
        return inputs + (later.map { decoder.handle([], at: 100 + $0) } ?? [])
    }

    @Test func `an escape character waits for what may follow it`() {
        var decoder = KeyDecoder(Self.sequences)
        #expect(decoder.handle([0x1B], at: 100) == [])
        #expect(decoder.deadline == 125)
        #expect(decoder.handle(Array("O".utf8), at: 110) == [])
        #expect(decoder.deadline == 135)
        #expect(decoder.handle([], at: 120) == [] && decoder.deadline == 135)
        #expect(decoder.handle(Array("P".utf8), at: 134) == [.key(.function(1))])
        #expect(decoder.deadline == nil)
    }

    @Test func `what comes too late is no part of it`() {
        var decoder = KeyDecoder(Self.sequences)
        #expect(decoder.handle([0x1B], at: 100) == [])
        let late = decoder.handle(Array("OP".utf8), at: 125)
        #expect(late == [.key(.escape), .character("O"), .character("P")])
        #expect(read("\u{1B}[") == [.key(.alt("["))])
        #expect(read("\u{1B}[1") == [.unknown])
        #expect(read("\u{1B}[[") == [.key(.down)])
        #expect(read("\u{1B}[[A") == [.key(.function(11))])
    }

    @Test func `what its reader came too late for is part of it`() {
        var decoder = KeyDecoder(Self.sequences)
        #expect(decoder.handle([0x1B], at: 100) == [])
        let late = decoder.handle(Array("OP".utf8), at: 2_100, isLate: true)
        #expect(late == [.key(.function(1))])
    }

    @Test func `a broken sequence takes nothing with it`() {
        #expect(read("\u{1B}[1\u{02}8") == [.unknown, .character("\u{02}"), .character("8")])
        #expect(read("\u{1B}[\u{1B}[A") == [.unknown, .key(.up)])
        #expect(read("\u{1B}\u{1B}OP") == [.key(.escape), .key(.function(1))])
        #expect(read("\u{1B}ñ") == [.key(.escape), .character("ñ")])
    }

    @Test func `a control sequence without an end has one all the same`() {
        let inputs = read("\u{1B}[" + String(repeating: "1", count: 40), then: nil)
        #expect(inputs.first == .unknown && inputs.count == 11)
    }

    /// However the line cuts it, the same bytes are the same keys.
    @Test func `any bytes, cut anywhere`() {
        let pieces =
            [
                "\u{1B}", "[", "O", "A", "15~", "P", "x", "ñ", "€", "\u{02}5012345678900\u{03}",
                "\r",
                "\u{7F}", "[[", "1;5",
            ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0x80]]
        for seed in 0..<2_000 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            let bytes = (0..<12).flatMap { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            var (whole, cut) = (KeyDecoder(Self.sequences), KeyDecoder(Self.sequences))
            let expected = whole.handle(bytes, at: 0) + whole.handle([], at: 25)
            var inputs: [TerminalInput] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...rest.count, using: &random)
                inputs += cut.handle(rest.prefix(count), at: 0)
                rest = rest.dropFirst(count)
            }
            inputs += cut.handle([], at: 25)
            #expect(inputs == expected, "seed \(seed)")
            #expect(whole.deadline == nil && cut.deadline == nil, "seed \(seed)")
        }
    }

    @Test func `a scan right after Escape is whole`() {
        let scan = "\u{02}5012345678900\u{03}"
        #expect(
            read("\u{1B}" + scan) == [.key(.escape)] + scan.unicodeScalars.map { .character($0) })
    }
}
