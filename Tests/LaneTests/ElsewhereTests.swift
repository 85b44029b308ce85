import Lane
import Retail
import Testing
import Texts

/// The printer is down and a customer waits for a receipt.
@Suite struct ElsewhereTests {
    private static func stopped(_ language: Language = .english) -> Clerk {
        var clerk = Clerk(language, isDrawerOpen: true)
        clerk.signOn()
        clerk.send(.printer(.paperOut))
        clerk.press(.function(10))
        clerk.type("e")
        return clerk
    }

    @Test(arguments: Language.allCases)
    func `a linked lane is chosen and asked once`(language: Language) {
        var clerk = Self.stopped(language)
        GoldenFrame.expect(clerk.frame, "print-elsewhere", language)
        clerk.press(.enter)
        #expect(clerk.printedElsewhere == [OfficeFixture.machines[1].id])
        #expect(clerk.code == "P25")
        #expect(clerk.lane.dialogCount == 0)
        clerk.send(.printedElsewhere(.printed))
        #expect(clerk.code == "P26")
        #expect(clerk.printedElsewhere.count == 1)
    }

    @Test func `what didn't come out there is said, and nothing is asked again by itself`() {
        var clerk = Self.stopped()
        clerk.press(.enter)
        clerk.send(.printedElsewhere(.notPrinted))
        #expect(clerk.code == "P27")
        clerk.send(.printedElsewhere(nil))
        #expect(clerk.code == "P28")
        #expect(clerk.printedElsewhere.count == 1)
    }

    @Test func `no lane is linked, or the printer here works`() {
        var clerk = Self.stopped()
        clerk.press(.escape)
        clerk.office.machines = [OfficeFixture.machines[0]]
        clerk.press(.function(10))
        clerk.type("e")
        #expect(clerk.code == "P24")
        clerk.send(.printer(.ready))
        clerk.press(.function(10))
        clerk.type("e")
        #expect(clerk.code == "P23")
        #expect(clerk.printedElsewhere.isEmpty)
    }
}
