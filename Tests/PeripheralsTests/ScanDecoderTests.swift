import CPosix
import Peripherals
import TestSupport
import Testing

@Suite struct ScanDecoderTests {
    private func feed(
        _ decoder: inout ScanDecoder, _ text: String, from start: Int64, every gap: Int64
    ) -> [ScanDecoder.Output] {
        text.unicodeScalars.enumerated().flatMap { place, character in
            decoder.handle(character, at: start + Int64(place) * gap)
        }
    }

    @Test(arguments: [0, 1, 5, 30] as [Int64])
    func `a keyboard wedge's characters are a scan`(gap: Int64) {
        var decoder = ScanDecoder(ScanDecoder.usualTiming)
        #expect(feed(&decoder, "5012345678900\r", from: 0, every: gap) == [.scan("5012345678900")])
        #expect(decoder.deadline == nil)
    }

    @Test(arguments: [31, 80, 400] as [Int64])
    func `typed digits are keys`(gap: Int64) {
        var decoder = ScanDecoder(ScanDecoder.usualTiming)
        let typed = "5012345678900\r"
        #expect(
            feed(&decoder, typed, from: 0, every: gap) == typed.unicodeScalars.map { .key($0) })
    }

    @Test func `a key shows once its time is up`() throws {
        var decoder = ScanDecoder(ScanDecoder.usualTiming)
        #expect(decoder.handle("4", at: 100) == [])
        let deadline = try #require(decoder.deadline)
        #expect(deadline == 131)
        #expect(decoder.tick(at: deadline - 1) == [])
        #expect(decoder.tick(at: deadline) == [.key("4")])
        #expect(decoder.deadline == nil)
    }

    @Test func `three times, then a scan`() {
        var decoder = ScanDecoder(ScanDecoder.usualTiming)
        #expect(
            feed(&decoder, "3*", from: 0, every: 200)
                + feed(&decoder, "96385074\r", from: 500, every: 2)
                == [.key("3"), .key("*"), .scan("96385074")])
    }

    @Test func `a short burst before Enter is typing`() {
        var decoder = ScanDecoder(ScanDecoder.usualTiming)
        #expect(
            feed(&decoder, "40\r", from: 0, every: 1) == [.key("4"), .key("0"), .key("\r")])
    }

    @Test func `carriage return and line feed end one scan`() {
        var decoder = ScanDecoder(ScanDecoder.usualTiming)
        #expect(
            feed(&decoder, "96385074\r\n96385074\r\n", from: 0, every: 1)
                == [.scan("96385074"), .scan("96385074")])
    }

    @Test func `a framed scan is told from keys at any speed`() {
        var decoder = ScanDecoder(.framed(prefix: "\u{2}", suffix: "\u{3}"))
        #expect(
            feed(&decoder, "1\u{2}ABC\u{3}2\r", from: 0, every: 0)
                == [.key("1"), .scan("ABC"), .key("2"), .key("\r")])
    }

    @Test func `a frame without its end is refused, not typed`() {
        var decoder = ScanDecoder(.framed(prefix: "~", suffix: "\r"))
        #expect(feed(&decoder, "~123", from: 0, every: 1) == [])
        #expect(decoder.tick(at: 503) == [.refused(length: 3)])
        #expect(
            feed(&decoder, "~12~345\r", from: 600, every: 1) == [
                .refused(length: 2), .scan("345"),
            ])
    }

    @Test(arguments: [
        ScanDecoder.usualTiming, .lines, .framed(prefix: "~", suffix: "\r"),
    ])
    func `an endless scan is refused`(mode: ScanDecoder.Mode) {
        var decoder = ScanDecoder(mode)
        let outputs = feed(&decoder, "~" + String(repeating: "1", count: 1_025), from: 0, every: 0)
        #expect(outputs.contains { if case .refused = $0 { true } else { false } })
    }

    /// Two hundred scans a second, mixed with typing, in every mode.
    @Test(arguments: UInt64(0)..<20)
    func `none is dropped and none invented`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for mode in [ScanDecoder.usualTiming, .framed(prefix: "~", suffix: "\r")] {
            let isFramed = mode != ScanDecoder.usualTiming
            var decoder = ScanDecoder(mode)
            var now: Int64 = 0
            var expected: [ScanDecoder.Output] = []
            var outputs: [ScanDecoder.Output] = []
            for _ in 0..<500 {
                if Int.random(in: 0..<4, using: &random) == 0 {
                    now += 100
                    outputs += decoder.handle("7", at: now)
                    expected.append(.key("7"))
                    now += 100
                } else {
                    let code = String(UInt64.random(in: 10_000_000...99_999_999, using: &random))
                    for character in ((isFramed ? "~" : "") + code + "\r").unicodeScalars {
                        outputs += decoder.handle(character, at: now)
                        now += Int64.random(in: 0...1, using: &random)
                    }
                    expected.append(.scan(code))
                }
            }
            outputs += decoder.tick(at: now + 1_000)
            #expect(outputs == expected)
        }
    }
}

@Suite struct KeyScanDecoderTests {
    private func press(_ code: Int32, _ decoder: inout KeyScanDecoder) -> KeyScanDecoder.Output? {
        let output = decoder.handle(type: UInt16(EV_KEY), code: UInt16(code), value: 1)
        #expect(decoder.handle(type: UInt16(EV_KEY), code: UInt16(code), value: 0) == nil)
        return output
    }

    @Test func `keys type what they do on a US keyboard`() {
        var decoder = KeyScanDecoder()
        for code in [KEY_A, KEY_1, KEY_MINUS, KEY_SLASH, KEY_KP7, KEY_SPACE, KEY_GRAVE] {
            #expect(press(code, &decoder) == nil)
        }
        _ = decoder.handle(type: UInt16(EV_KEY), code: UInt16(KEY_LEFTSHIFT), value: 1)
        for code in [KEY_A, KEY_4, KEY_BACKSLASH, KEY_Z] { #expect(press(code, &decoder) == nil) }
        _ = decoder.handle(type: UInt16(EV_KEY), code: UInt16(KEY_LEFTSHIFT), value: 0)
        #expect(press(KEY_Z, &decoder) == nil)
        #expect(press(KEY_ENTER, &decoder) == .scan("a1-/7 `A$|Zz"))
    }

    @Test func `control and bracket is the group separator`() {
        var decoder = KeyScanDecoder()
        _ = press(KEY_1, &decoder)
        _ = decoder.handle(type: UInt16(EV_KEY), code: UInt16(KEY_LEFTCTRL), value: 1)
        _ = press(KEY_RIGHTBRACE, &decoder)
        _ = decoder.handle(type: UInt16(EV_KEY), code: UInt16(KEY_LEFTCTRL), value: 0)
        _ = press(KEY_2, &decoder)
        #expect(press(KEY_KPENTER, &decoder) == .scan("1\u{1D}2"))
    }

    @Test func `an overflow is said, and the scan under way is not guessed at`() {
        var decoder = KeyScanDecoder()
        _ = press(KEY_1, &decoder)
        #expect(
            decoder.handle(type: UInt16(EV_SYN), code: UInt16(SYN_DROPPED), value: 0) == .lost)
        _ = press(KEY_2, &decoder)
        #expect(press(KEY_ENTER, &decoder) == nil)
        _ = press(KEY_3, &decoder)
        #expect(press(KEY_ENTER, &decoder) == .scan("3"))
    }

    @Test func `repetition is not typing`() {
        var decoder = KeyScanDecoder()
        _ = press(KEY_1, &decoder)
        #expect(decoder.handle(type: UInt16(EV_KEY), code: UInt16(KEY_1), value: 2) == nil)
        #expect(press(KEY_TAB, &decoder) == .scan("1"))
    }
}
