import Lane
import Retail
import Testing
import Texts

/// Whatever a person may not do alone, a second one allows in place.
@Suite struct ApprovalTests {
    /// What is done, and which permission it takes.
    struct Case: CustomTestStringConvertible, Sendable {
        let permission: Permission
        var pin = "5555"
        var isDrawerOpen = true
        let script: @Sendable (inout Clerk) -> Void

        var testDescription: String { "\(permission)" }
    }

    static let cases: [Case] = [
        Case(permission: .sell, pin: "6666") { $0.scan(DayTests.milk) },
        Case(permission: .openItem) {
            menu("o", &$0)
            $0.type("1")
            $0.enter("2")
        },
        Case(permission: .overridePrice) { discount("5", "1.50", &$0) },
        Case(permission: .discount) { discount("1", "5", &$0) },
        Case(permission: .voidLine) {
            $0.scan(DayTests.milk)
            $0.press(.up, .function(7))
        },
        Case(permission: .cancelBasket) {
            $0.scan(DayTests.milk)
            menu("c", &$0)
            $0.type("y")
        },
        Case(permission: .returnGoods) {
            sell(&$0)
            $0.press(.function(9), .enter, .enter)
            $0.type("1")
        },
        Case(permission: .returnWithoutReceipt) {
            $0.press(.function(9), .function(9))
            $0.scan(DayTests.milk)
            $0.enter("1")
            $0.type("1")
        },
        Case(permission: .voidReceipt) {
            sell(&$0)
            menu("v", &$0)
            $0.press(.enter)
            $0.type("1")
        },
        Case(permission: .noSale) {
            menu("1", &$0)
            $0.type("1")
        },
        Case(permission: .drop) {
            menu("2", &$0)
            $0.enter("5")
        },
        Case(permission: .payIn) {
            menu("3", &$0)
            $0.enter("5")
            $0.type("1")
        },
        Case(permission: .payOut) {
            menu("4", &$0)
            $0.enter("5")
            $0.type("1")
        },
        Case(permission: .readX) { menu("5", &$0) },
        Case(permission: .closeDrawer) {
            menu("6", &$0)
            $0.type("y")
            $0.enter("1")
            $0.press(.function(12))
        },
        Case(permission: .openDrawer, isDrawerOpen: false) { $0.press(.function(12)) },
        Case(permission: .typeWeight) { $0.enter("0.5*4011") },
        Case(permission: .reprint) {
            sell(&$0)
            menu("7", &$0)
            $0.press(.enter)
        },
        Case(permission: .holdBasket) {
            $0.scan(DayTests.milk)
            $0.press(.function(5))
        },
        Case(permission: .exemptCustomer) {
            $0.type("food")
            $0.press(.function(4), .enter)
            $0.type("y")
        },
        Case(permission: .editCustomers) {
            $0.press(.function(4), .function(4))
            $0.enter("Eva")
            $0.press(.enter)
        },
        Case(permission: .unlock) {
            menu("u", &$0)
            $0.enter("7")
        },
        Case(permission: .actUnconfirmed, pin: "7777") {
            sell(&$0)
            $0.farLane = 2
            $0.press(.function(9), .enter, .enter)
            $0.type("1")
            $0.press(.escape, .function(12))
        },
        Case(permission: .sellExpired) { $0.scan(DayTests.label("261120")) },
        Case(permission: .train) { menu("9", &$0) },
    ]

    private static func menu(_ key: Character, _ clerk: inout Clerk) {
        clerk.press(.function(10), .character(key))
    }

    private static func sell(_ clerk: inout Clerk) {
        clerk.scan(DayTests.milk)
        clerk.press(.function(12))
    }

    private static func discount(_ kind: Character, _ value: String, _ clerk: inout Clerk) {
        clerk.scan(DayTests.milk)
        clerk.press(.function(8), .character(kind))
        clerk.enter(value)
        clerk.type("1")
    }

    @Test(arguments: cases) func `a second person allows it in place`(given: Case) {
        var clerk = Clerk(isDrawerOpen: given.isDrawerOpen)
        clerk.signOn(given.pin)
        given.script(&clerk)
        #expect(clerk.lane.approvalAsked == given.permission, "\n\(clerk.screen)")
        clerk.enter("6666")
        #expect(clerk.code == "A04")
        #expect(clerk.lane.approvalAsked == given.permission)
        clerk.enter("1111")
        #expect(clerk.lane.approvalAsked == nil, "\n\(clerk.screen)")
        #expect(clerk.code != "A04")
    }

    @Test(arguments: cases) func `refused in place, nothing changed`(given: Case) {
        var clerk = Clerk(isDrawerOpen: given.isDrawerOpen)
        clerk.signOn(given.pin)
        given.script(&clerk)
        let basket = clerk.lane.basket
        let facts = clerk.facts
        clerk.press(.escape)
        #expect(clerk.lane.approvalAsked == nil)
        #expect(clerk.lane.basket == basket)
        #expect(clerk.facts == facts)
    }

    @Test func `a locked number waits for a manager`() {
        var clerk = Clerk(isDrawerOpen: true)
        for _ in 0..<5 {
            clerk.press(.tab)
            clerk.enter("7")
            clerk.enter("9999")
        }
        #expect(clerk.code == "A03")
        clerk.signOn("1111")
        clerk.press(.function(10), .character("u"))
        clerk.enter("7")
        #expect(clerk.code == "A19")
        clerk.press(.function(10), .character("s"), .tab)
        clerk.enter("7")
        clerk.enter("7777")
        #expect(clerk.lane.signedOnNumber == 7)
    }

    @Test func `a manager whose right to unlock is gone asks for another's`() {
        var clerk = Clerk(isDrawerOpen: true)
        clerk.refusesUnlocking = true
        clerk.signOn("1111")
        Self.menu("u", &clerk)
        clerk.enter("7")
        #expect(clerk.lane.approvalAsked == .unlock, "\n\(clerk.screen)")
        #expect(clerk.code != "A19")
        clerk.enter("1111")
        #expect(clerk.code == "A04", "\n\(clerk.screen)")
    }

    @Test func `a disk that fails shows no unlocked person`() {
        var clerk = Clerk(isDrawerOpen: true)
        clerk.signOn("1111")
        clerk.trouble = .diskFull
        Self.menu("u", &clerk)
        clerk.enter("7")
        #expect(clerk.code != nil && clerk.code != "A19", "\n\(clerk.screen)")
    }

    @Test func `a number with its PIN passes while the lane waits`() {
        var clerk = Clerk(isDrawerOpen: true)
        for _ in 0..<5 { clerk.enter("9999") }
        #expect(clerk.code == "A02")
        #expect(clerk.screen.contains("wait 30 s"))
        clerk.enter("7777")
        #expect(clerk.code == "A02", "a cashier's PIN alone waits")
        clerk.wait(milliseconds: 10_000)
        #expect(clerk.screen.contains("wait 20 s"), "it counts down by itself")
        clerk.enter("7777")
        #expect(clerk.screen.contains("wait 20 s"))
        clerk.press(.tab)
        clerk.enter("7")
        clerk.enter("7777")
        #expect(clerk.lane.signedOnNumber == 7)
    }
}
