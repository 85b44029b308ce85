import Lane
import Retail
import TestSupport
import Testing
import Texts

/// Somebody leans on the keyboard while scans, ticks and answers go on.
@Suite struct RandomEventTests {
    static let eventsEach = 500

    @Test(arguments: UInt64(0)..<24)
    func `no events lose a line, trap, or break what always holds`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var clerk = Clerk(
            seed % 2 == 0 ? .english : .spanish, isDrawerOpen: seed % 5 != 0,
            isTraining: seed % 7 == 0)
        clerk.signOn(["7777", "1111", "5555"][Int(seed % 3)])
        for _ in 0..<Self.eventsEach {
            let before = clerk.lane.basket
            step(&clerk, &random)
            check(clerk, before: before, seed: seed)
        }
    }

    private func check(_ clerk: Clerk, before: Basket, seed: UInt64) {
        let now = clerk.lane.basket
        let frame = clerk.frame
        for row in 0..<frame.size.rows {
            #expect(CellWidth.of(frame.text(ofRow: row)) <= frame.size.columns, "seed \(seed)")
        }
        if now.id == before.id {
            #expect(now.lines.count >= before.lines.count, "seed \(seed)")
        } else if !before.isUntouched {
            #expect(clerk.facts.contains { $0.ends(before.id) }, "seed \(seed): a sale vanished")
        }
        #expect(clerk.savedBasket?.basket == (now.isUntouched ? nil : now), "seed \(seed)")
    }

    private func step(_ clerk: inout Clerk, _ random: inout SplitMix64) {
        switch Int.random(in: 0..<20, using: &random) {
        case 0...4: clerk.send(.scan(pick(Self.codes, &random)))
        case 5...11: clerk.send(.key(pick(Self.keys, &random)))
        case 12: clerk.enter(pick(["7777", "1111", "3333", "9999", "8888"], &random))
        case 13: clerk.enter(pick(["40", "3*", "0.5*4011", "milk", "1.005", "999999999"], &random))
        case 14: clerk.press(.function(12))
        case 16 where clerk.lane.signedOnNumber == nil: clerk.signOn()
        case 15: clerk.type(pick(["1", "2", "3", "y", "n", "s"], &random))
        case 16: clerk.wait(milliseconds: Int64.random(in: 0..<120_000, using: &random))
        case 17: clerk.send(.printer(pick(PrinterLamp.allCases, &random)))
        case 18:
            clerk.send(
                .resized(
                    FrameSize(
                        columns: Int.random(in: 0..<140, using: &random),
                        rows: Int.random(in: 0..<50, using: &random))))
        case _: heldBack(&clerk, &random)
        }
    }

    /// Some input while an answer is out, then the answers.
    private func heldBack(_ clerk: inout Clerk, _ random: inout SplitMix64) {
        clerk.holdsAnswers = true
        for _ in 0..<5 {
            clerk.send(.scan(pick(Self.codes, &random)))
            clerk.send(.key(pick(Self.keys, &random)))
        }
        clerk.send(.printQuestion(PrintQuestion(job: 1, title: "014-03-000001")))
        clerk.holdsAnswers = false
        clerk.answerAll()
    }

    private func pick<Value>(_ values: [Value], _ random: inout SplitMix64) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    static let codes = [
        DayTests.milk, DayTests.shirt, DayTests.wine, "2112345007502", "8412345678905", "4011",
        "014-03-000042", "\u{1B}[2J", "", "0036000241457",
    ]

    static let keys: [Key] =
        "0123456789*.,+-ynscvok".map(Key.character)
        + [
            .enter, .enter, .escape, .escape, .backspace, .delete, .left, .right, .up, .down,
            .pageUp, .pageDown, .home, .end, .tab,
        ] + (UInt8(1)...12).map(Key.function) + "1234567890-=".map(Key.alt)
}

extension Fact {
    /// Whether it is the end of this basket: paid, cancelled or held.
    fileprivate func ends(_ basket: ContentID) -> Bool {
        switch self {
        case .receiptCompleted(let receipt): receipt.content == basket
        case .basketCancelled(let record), .basketHeld(let record): record.basketID == basket
        case _: false
        }
    }
}
