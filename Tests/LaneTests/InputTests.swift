import Lane
import Retail
import Testing
import Texts

/// Keys, scans and answers in every order.
@Suite struct InputTests {
    static func open() -> Clerk {
        var clerk = Clerk(isDrawerOpen: true)
        clerk.signOn()
        return clerk
    }

    @Test func `a scan never lands in what is typed`() {
        var clerk = Self.open()
        clerk.type("40")
        clerk.scan(DayTests.milk)
        #expect(clerk.lane.basket.lines.count == 1)
        clerk.press(.function(3))
        clerk.scan(DayTests.milk)
        #expect(clerk.code == "K02")
        #expect(clerk.lane.basket.lines.count == 1)
        #expect(!clerk.screen.contains(DayTests.milk))
    }

    @Test func `scans and keys wait in order for answers that are late`() {
        var clerk = Self.open()
        clerk.holdsAnswers = true
        for _ in 0..<200 { clerk.scan(DayTests.milk) }
        clerk.type("3*")
        clerk.scan(DayTests.shirt)
        clerk.press(.function(12))
        #expect(clerk.lane.basket.lines.isEmpty)
        #expect(clerk.unanswered.count == 1, "one request at a time")
        clerk.holdsAnswers = false
        clerk.answerAll()
        let lines = clerk.receipts.first?.lines ?? []
        #expect(lines.map(\.quantity) == [Quantity(units: 200), Quantity(units: 3)])
    }

    @Test func `an answer that nobody waits for is dropped`() {
        var clerk = Self.open()
        clerk.holdsAnswers = true
        clerk.scan(DayTests.milk)
        clerk.press(.escape)
        clerk.press(.function(2))
        clerk.holdsAnswers = false
        clerk.answerAll()
        #expect(clerk.lane.basket.isUntouched)
        #expect(clerk.lane.dialogCount == 1)
    }

    @Test func `more input than can wait is refused aloud`() {
        var clerk = Self.open()
        clerk.holdsAnswers = true
        for _ in 0..<4200 { clerk.scan(DayTests.milk) }
        #expect(clerk.code == "K10")
    }

    static let functions: [(Character, UInt8)] = [
        ("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5), ("6", 6), ("7", 7), ("8", 8), ("9", 9),
        ("0", 10), ("-", 11), ("=", 12), ("c", 11), ("e", 12),
    ]

    @Test(arguments: functions) func `a twin with Alt does what its F key does`(
        twin: Character, function: UInt8
    ) {
        for prepare in Self.places {
            var (a, b) = (Self.open(), Self.open())
            prepare(&a)
            prepare(&b)
            a.press(.function(function))
            b.press(.alt(twin))
            #expect(a.lane == b.lane)
            #expect(a.effects == b.effects)
        }
    }

    /// Ways to every screen and most dialogs.
    static let places: [@Sendable (inout Clerk) -> Void] = [
        { _ in }, { $0.scan(DayTests.milk) }, { $0.press(.control("l")) },
        {
            $0.scan(DayTests.milk)
            $0.press(.enter)
        },
        {
            $0.scan(DayTests.milk)
            $0.press(.function(12))
        },
        { $0.press(.function(1)) }, { $0.press(.function(2)) }, { $0.press(.function(3)) },
        { $0.press(.function(4)) }, { $0.press(.function(9)) },
        { $0.press(.function(9), .function(9)) }, { $0.press(.function(10)) },
        {
            $0.scan(DayTests.milk)
            $0.press(.function(7))
        },
        {
            $0.scan(DayTests.milk)
            $0.press(.function(8))
        },
        { $0.press(.function(10), .character("1")) }, { $0.press(.function(10), .character("0")) },
        { $0.press(.function(10), .character("5")) }, { $0.press(.function(10), .character("6")) },
        { $0.press(.function(10), .character("6"), .character("y")) },
        { $0.scan(DayTests.wine) }, { $0.enter("4011") },
        {
            $0.scan(DayTests.milk)
            $0.press(.enter, .function(10))
        },
        { $0.send(.printQuestion(PrintQuestion(job: 1, title: "X"))) },
    ]

    /// All but those that move a cursor or a choice, which may be at the end of its way.
    static let keys: [Key] =
        "aZ5*.+ñ".map(Key.character)
        + [.enter, .escape, .backspace, .delete, .tab, .control("l"), .control("x"), .alt("z")]
        + (UInt8(1)...12).map(Key.function)

    @Test(arguments: keys) func `no key is ignored in silence`(key: Key) {
        for (index, prepare) in Self.places.enumerated() {
            var clerk = Self.open()
            prepare(&clerk)
            let before = clerk.lane
            clerk.forgetEffects()
            clerk.press(key)
            #expect(
                clerk.lane != before || !clerk.effects.isEmpty || clerk.code != nil,
                "\(key) at place \(index)")
        }
    }

    @Test(arguments: [
        ("3*", Quantity(units: 3)), ("1.5*", Quantity(units: 1)), ("0*", Quantity(units: 1)),
    ])
    func `the last line's quantity`(typed: String, quantity: Quantity) {
        var clerk = Self.open()
        clerk.scan(DayTests.milk)
        clerk.enter(typed)
        #expect(clerk.lane.basket.lines.map(\.quantity) == [quantity])
    }

    @Test func `plus repeats, labels say how much`() {
        var clerk = Self.open()
        clerk.scan(DayTests.milk)
        clerk.type("+")
        #expect(clerk.lane.basket.lines.map(\.quantity) == [Quantity(units: 2)])
        clerk.scan("2112345007502")
        #expect(clerk.lane.basket.lines.last?.quantity == Quantity(thousandths: 750))
    }

    @Test func `a basket that was open comes back to its cashier`() {
        var clerk = Self.open()
        clerk.scan(DayTests.milk, DayTests.shirt)
        let saved = clerk.savedBasket
        #expect(saved?.basket == clerk.lane.basket)
        #expect(saved?.owner == Shop.person(7).authority.person)
        var again = Clerk(isDrawerOpen: true, basket: saved)
        again.signOn()
        #expect(again.lane.basket == saved?.basket)
        again.press(.function(12))
        #expect(again.receipts.map(\.content) == [saved?.basket.id])
        #expect(again.savedBasket == nil)
    }

    @Test(arguments: ["4111111111111111", "4111 1111 1111 1111", "378282246310005"])
    func `a card's number in the wrong field is kept nowhere`(number: String) {
        var clerk = Self.open()
        clerk.enter(number)
        #expect(clerk.code == "S01")
        #expect(clerk.lane.basket.events.map(\.kind) == [.unknownCode])
        #expect(!"\(clerk.lane.basket.events)".contains("1111"))
        #expect(!clerk.screen.contains("1111") && !clerk.screen.contains("8282"))
        clerk.press(.function(10), .character("o"), .character("1"))
        clerk.enter("1")
        clerk.enter("1111")
        #expect(clerk.lane.basket.lines.count == 1)
        #expect(!(clerk.lane.basket.lines[0].scanned ?? "").contains { $0.isNumber })
    }

    @Test(arguments: ["7777", "77771", "12345670", "3*7777"])
    func `digits that may be a PIN are neither shown nor kept where they were typed`(
        typed: String
    ) {
        var clerk = Self.open()
        clerk.enter(typed)
        #expect(clerk.code == "S01")
        let digits = typed.split(separator: "*").last.map(String.init) ?? typed
        #expect(!clerk.screen.contains(digits))
        #expect(clerk.lane.basket.events.map(\.text) == [nil])
        clerk.press(.function(10), .character("o"), .character("1"))
        clerk.enter("1")
        clerk.enter("1111")
        #expect(clerk.lane.basket.lines.map(\.scanned) == [nil])
        var scanner = Self.open()
        scanner.scan("77771", "5012")
        #expect(scanner.lane.basket.events.map(\.text) == ["77771", "5012"])
    }

    @Test func `a label's last day is said, and a supervisor's own sale is noted, too`() {
        var clerk = Self.open()
        clerk.scan(DayTests.label("261121"))
        #expect(clerk.lane.basket.lines.count == 1 && clerk.code == nil, "today is the last day")
        clerk.scan(DayTests.label("261120"))
        #expect(clerk.lane.basket.lines[0].quantity == .one)
        #expect(clerk.code == "S40" && clerk.screen.contains("20-11-2026"))
        #expect(clerk.lane.approvalAsked == .sellExpired)
        clerk.enter("3333")
        #expect(clerk.lane.basket.lines[0].quantity == Quantity(units: 2))
        var supervisor = Clerk(isDrawerOpen: true)
        supervisor.signOn("3333")
        supervisor.scan(DayTests.label("261120"))
        #expect(supervisor.code == "S40")
        for basket in [clerk.lane.basket, supervisor.lane.basket] {
            #expect(basket.events.map(\.kind) == [.expiredSold])
            #expect(basket.events.map(\.text) == ["2026-11-20"])
        }
        #expect(clerk.lane.basket.events[0].approver == Shop.person(3).authority.person)
        #expect(supervisor.lane.basket.events[0].approver == nil)
    }

    @Test func `a sale without goods goes on record before the day goes on`() {
        var clerk = Self.open()
        clerk.scan("8412345678905")
        #expect(!clerk.lane.basket.isUntouched)
        clerk.press(.function(10), .character("6"))
        #expect(clerk.lane.dialogCount == 1)
        #expect(clerk.screen.contains("close the day"))
        #expect(clerk.lane.basket.isUntouched)
        let cancelled = clerk.facts.compactMap { fact in
            if case .basketCancelled(let record) = fact { return record.events.map(\.text) }
            return [String?]?.none
        }
        #expect(cancelled == [["8412345678905"]])
    }

    @Test func `the customer's display follows`() {
        var clerk = Self.open()
        clerk.forgetEffects()
        clerk.scan(DayTests.shirt)
        clerk.press(.enter)
        clerk.enter("30")
        let shown = clerk.effects.compactMap { effect in
            if case .display(let lines) = effect { return lines }
            return CustomerLines?.none
        }
        #expect(
            shown == [
                CustomerLines(top: "T-SHIRT BLUE M", bottom: "              $19.99"),
                CustomerLines(top: "TOTAL", bottom: "              $21.19"),
                CustomerLines(top: "CHANGE", bottom: "               $8.81"),
            ])
    }
}
