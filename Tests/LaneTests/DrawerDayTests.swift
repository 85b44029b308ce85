import Lane
import Retail
import Testing
import Texts

/// What isn't selling: the drawer, reports, locks, papers, practice.
@Suite struct DrawerDayTests {
    private static func open(_ language: Language, training: Bool = false) -> Clerk {
        var clerk = Clerk(language, isDrawerOpen: true, isTraining: training)
        clerk.signOn()
        return clerk
    }

    private static func sold(_ language: Language) -> Clerk {
        var clerk = open(language)
        clerk.scan(DayTests.milk, DayTests.shirt)
        clerk.press(.function(12))
        return clerk
    }

    @Test(arguments: Language.allCases) func `no sale, drop, paid in and out`(language: Language) {
        var clerk = Self.open(language)
        clerk.press(.alt("0"))
        clerk.type("11")
        #expect(clerk.lane.dialogCount == 1)
        GoldenFrame.expect(clerk.frame, "no-sale-approval", language)
        clerk.enter("1111")
        GoldenFrame.expect(clerk.frame, "no-sale", language)
        clerk.press(.function(10))
        clerk.type("2")
        clerk.type("40")
        GoldenFrame.expect(clerk.frame, "drop", language)
        clerk.press(.enter)
        #expect(clerk.code == "M14")
        clerk.press(.function(10))
        clerk.type("2")
        clerk.enter("500")
        #expect(clerk.code == "M12")
        GoldenFrame.expect(clerk.frame, "drop-too-much", language)
    }

    @Test(arguments: Language.allCases) func `over the limit a drop is asked for`(
        language: Language
    ) {
        var clerk = Clerk(language, isDrawerOpen: true) { $0.dropLimit = Money(140_00) }
        clerk.signOn()
        for code in [nil, "M21"] {
            clerk.scan(DayTests.shirt)
            clerk.press(.function(12))
            #expect(clerk.code == code)
        }
        GoldenFrame.expect(clerk.frame, "drop-due", language)
        clerk.press(.function(10))
        clerk.type("2")
        clerk.enter("40")
        clerk.scan(DayTests.milk)
        clerk.press(.function(12))
        #expect(clerk.code == nil, "under the limit again")
        clerk.scan(DayTests.shirt, DayTests.shirt)
        clerk.press(.function(11))
        clerk.enter("1234")
        #expect(clerk.code == nil, "cards are no cash")
    }

    @Test func `a voided line counts up, whether it sold or took back`() {
        var clerk = Self.open(.english)
        clerk.signOn("1111")
        clerk.scan(DayTests.shirt)
        clerk.press(.function(12))
        clerk.press(.function(9), .enter, .enter)
        clerk.type("1")
        clerk.scan(DayTests.milk)
        for line in [Key.up, .up] { clerk.press(line) }
        clerk.press(.function(7))
        #expect(clerk.lane.basket.lines.map(\.isVoided) == [true, false])
        clerk.press(.up, .function(7))
        #expect(!clerk.lane.basket.hasGoods)
        // Nothing is left that could be finished or held: it goes on record by itself.
        clerk.press(.function(6))
        #expect(clerk.code == "H02" && clerk.lane.basket.isUntouched, "\(clerk.code ?? "")")
        #expect(clerk.report?.voidedLines == Tally(count: 2, amount: Money(19_99 + 1_89)))
    }

    @Test(arguments: Language.allCases) func `X, blind count and Z`(language: Language) {
        var clerk = Self.sold(language)
        clerk.press(.function(10))
        clerk.type("5")
        GoldenFrame.expect(clerk.frame, "x-report", language)
        clerk.press(.enter)
        clerk.press(.function(10))
        clerk.type("6")
        GoldenFrame.expect(clerk.frame, "close-question", language)
        clerk.type(language == .english ? "y" : "s")
        clerk.press(.function(12))
        #expect(clerk.code == "K05", "nothing counted is not a count of nothing")
        clerk.enter("1")
        clerk.press(.down)
        clerk.enter("1")
        GoldenFrame.expect(clerk.frame, "closing-count", language)
        clerk.press(.function(12))
        GoldenFrame.expect(clerk.frame, "z-report", language)
        clerk.press(.enter)
        GoldenFrame.expect(clerk.frame, "signed-off", language)
        #expect(clerk.desk.drawer == nil)
    }

    @Test(arguments: Language.allCases) func `papers after the sale`(language: Language) {
        var clerk = Self.sold(language)
        clerk.press(.function(10))
        clerk.type("7")
        GoldenFrame.expect(clerk.frame, "reprint", language)
        clerk.press(.enter)
        #expect(clerk.code == "R11")
        clerk.press(.function(10))
        clerk.type("8")
        clerk.press(.enter)
        #expect(clerk.code == "R15")
        clerk.press(.function(10))
        clerk.type("v")
        clerk.enter("014-03-000042")
        GoldenFrame.expect(clerk.frame, "void-reason", language)
        clerk.type("1")
        clerk.enter("1111")
        GoldenFrame.expect(clerk.frame, "receipt-voided", language)
    }

    @Test(arguments: Language.allCases) func `locked, and another signs on`(language: Language) {
        var clerk = Self.open(language)
        clerk.scan(DayTests.milk)
        clerk.wait(milliseconds: 899_000)
        #expect(clerk.lane.signedOnNumber == 7)
        clerk.wait(milliseconds: 1000)
        GoldenFrame.expect(clerk.frame, "locked", language)
        #expect(clerk.lane.basket.lines.count == 1)
        clerk.signOn("8888")
        #expect(clerk.lane.signedOnNumber == 8)
        #expect(clerk.lane.basket.isUntouched)
        GoldenFrame.expect(clerk.frame, "locked-other", language)
        clerk.press(.control("l"))
        clerk.signOn("7777")
        clerk.press(.function(6), .enter)
        #expect(clerk.lane.basket.lines.count == 1)
    }

    @Test func `the lane locks after the minutes that the store sets`() {
        var clerk = Clerk(isDrawerOpen: true) { $0.idleMinutes = 2 }
        clerk.signOn()
        clerk.scan(DayTests.milk)
        clerk.wait(milliseconds: 119_999)
        #expect(clerk.lane.signedOnNumber == 7)
        clerk.wait(milliseconds: 1)
        #expect(clerk.lane.signedOnNumber == nil)
        #expect(clerk.lane.basket.lines.count == 1)
    }

    @Test(arguments: Language.allCases) func `the printer and its questions`(language: Language) {
        var clerk = Self.sold(language)
        clerk.send(.printer(.paperOut))
        GoldenFrame.expect(clerk.frame, "no-paper", language)
        clerk.forgetEffects()
        clerk.press(.enter)
        #expect(clerk.effects == [.retryPrinting])
        clerk.send(.printer(.ready))
        clerk.send(.printQuestion(PrintQuestion(job: 5, title: "014-03-000042")))
        GoldenFrame.expect(clerk.frame, "print-question", language)
        clerk.forgetEffects()
        clerk.type("2")
        let person = Shop.person(7).authority.person
        #expect(clerk.effects == [.answerPrintJob(job: 5, .copy(by: person))])
    }

    @Test(arguments: Language.allCases) func `lamps, help, notes and the clock`(language: Language)
    {
        var clerk = Self.open(language)
        var lamps = Lamps(
            neighboursAnswering: 3, neighboursKnown: 4, headquarters: .linked(seconds: 7))
        clerk.send(.lamps(lamps))
        clerk.send(.printer(.ready))
        clerk.press(.function(1))
        GoldenFrame.expect(clerk.frame, "help", language)
        clerk.press(.escape, .function(10))
        clerk.type("n")
        clerk.type("for Ana")
        GoldenFrame.expect(clerk.frame, "note", language)
        clerk.press(.enter, .function(10))
        clerk.type("0")
        GoldenFrame.expect(clerk.frame, "clock", language)
        clerk.type("3")
        #expect(clerk.code == "A13")
        lamps = Lamps(neighboursKnown: 4, headquarters: .lost, salesOnlyHere: 7)
        clerk.send(.lamps(lamps))
        GoldenFrame.expect(clerk.frame, "alone", language)
        clerk.send(.lamps(Lamps(standing: .revoked, neighboursKnown: 4)))
        #expect(clerk.screen.contains(language == .english ? "REVOKED x" : "REVOCADA x"))
        #expect(!clerk.screen.contains("LAN 0/4"))
    }

    @Test(arguments: Language.allCases) func `other ways to pay, and what isn't set up`(
        language: Language
    ) {
        var clerk = Self.open(language)
        clerk.scan(DayTests.milk)
        clerk.press(.enter, .function(10))
        GoldenFrame.expect(clerk.frame, "tenders", language)
        clerk.type("0")
        #expect(clerk.code == "K03")
        GoldenFrame.expect(clerk.frame, "not-set-up", language)
        clerk.press(.escape, .escape, .function(10))
        clerk.type("p")
        #expect(clerk.code == "K03")
        clerk.press(.function(10))
        clerk.type("c")
        GoldenFrame.expect(clerk.frame, "cancel-question", language)
        clerk.type(language == .english ? "y" : "s")
        #expect(clerk.code == "S24")
    }

    @Test(arguments: Language.allCases) func `a customer is typed in`(language: Language) {
        var clerk = Self.open(language)
        clerk.press(.function(4), .function(4))
        clerk.enter("Eva Sol")
        clerk.type("5550101")
        GoldenFrame.expect(clerk.frame, "new-customer", language)
        clerk.press(.enter)
        #expect(clerk.code == "S31")
        clerk.scan(DayTests.milk)
        GoldenFrame.expect(clerk.frame, "customer-attached", language)
        #expect(clerk.lane.basket.customer == Shop.customer.customer)
    }

    @Test(arguments: Language.allCases) func `practice shows on every line`(language: Language) {
        var clerk = Self.open(language, training: true)
        clerk.scan(DayTests.milk, DayTests.shirt)
        GoldenFrame.expect(clerk.frame, "training", language)
        let word = language == .english ? "TRAINING" : "PRÁCTICA"
        for row in 0..<24 { #expect(clerk.frame.text(ofRow: row).hasSuffix(word)) }
    }

    @Test(arguments: Language.allCases) func `larger and smaller terminals`(language: Language) {
        var clerk = Self.open(language)
        clerk.scan(DayTests.milk, DayTests.shirt)
        clerk.send(.resized(FrameSize(columns: 120, rows: 40)))
        GoldenFrame.expect(clerk.frame, "wide", language)
        clerk.send(.resized(FrameSize(columns: 60, rows: 20)))
        GoldenFrame.expect(clerk.frame, "small", language)
        for columns in stride(from: 1, to: 200, by: 17) {
            clerk.send(.resized(FrameSize(columns: columns, rows: columns)))
            #expect(clerk.frame.size == FrameSize(columns: columns, rows: columns))
        }
    }

    @Test(arguments: [MachineMessage.diskFull, .readOnly, .damaged, .failed(.program)])
    func `the machine's trouble loses no basket`(trouble: MachineMessage) {
        var clerk = Self.open(.english)
        clerk.scan(DayTests.milk)
        clerk.trouble = trouble
        clerk.press(.function(12))
        #expect(clerk.code?.first == "D")
        #expect(clerk.lane.basket.lines.count == 1)
        #expect(clerk.savedBasket?.basket == clerk.lane.basket)
        clerk.trouble = nil
        clerk.press(.enter)
        #expect(clerk.receipts.count == 1)
    }
}
