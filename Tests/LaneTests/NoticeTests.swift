import Lane
import Testing

@Suite struct NoticeTests {
    @Test func `what the machine can't read stands on the sign-on screen, below its people`() {
        let alone = Clerk(notices: ["D05 The sale that was open can't be read.", "    Ring it."])
        let rows = Self.rows(alone)
        #expect(rows[13].contains("D05 The sale that was open can't be read."))
        #expect(rows[14].contains("Ring it."))
        #expect(!rows[12].contains("People"))
        let both = Self.rows(
            Clerk(hints: ["7  PIN 7777  cashier"], notices: ["D05 Ring it."]))
        #expect(both[12].contains("People"))
        #expect(both[13].contains("PIN 7777"))
        #expect(both[15].contains("D05 Ring it."))
    }

    private static func rows(_ clerk: Clerk) -> [String] {
        let frame = clerk.frame
        return (0..<frame.size.rows).map { frame.text(ofRow: $0) }
    }
}
