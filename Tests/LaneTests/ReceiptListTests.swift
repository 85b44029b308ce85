import Lane
import Retail
import Testing
import Texts

/// A customer without a receipt: it is found by what they remember.
@Suite struct ReceiptListTests {
    private static func afterTwoSales(_ language: Language = .english) -> Clerk {
        var clerk = Clerk(language, isDrawerOpen: true)
        clerk.signOn()
        clerk.scan(DayTests.milk)
        clerk.press(.function(12))
        clerk.wait(milliseconds: 3_600_000)
        clerk.signOn()
        clerk.scan(DayTests.shirt)
        clerk.press(.function(12), .function(9))
        return clerk
    }

    @Test(arguments: Language.allCases) func `the latest receipts`(language: Language) {
        var clerk = Self.afterTwoSales(language)
        GoldenFrame.expect(clerk.frame, "return-receipt-asked", language)
        clerk.press(.function(3))
        GoldenFrame.expect(clerk.frame, "receipts-found", language)
    }

    @Test(arguments: ["1.91", "MILK 1L", "14:30", "21-11-2026 14:02", "2026-11-21 14:59"])
    func `a receipt by its amount, item or time`(text: String) {
        var clerk = Self.afterTwoSales()
        clerk.type(text)
        clerk.press(.function(3))
        #expect(clerk.screen.contains("014-03-000042"), "\n\(clerk.screen)")
        #expect(!clerk.screen.contains("014-03-000043"), "\n\(clerk.screen)")
        clerk.press(.enter)
        #expect(clerk.screen.contains("RETURN OF 014-03-000042"), "\n\(clerk.screen)")
    }

    @Test func `what fits nothing is said, and Escape goes back to what was typed`() {
        var clerk = Self.afterTwoSales()
        clerk.type("999.99")
        clerk.press(.function(3))
        #expect(clerk.lane.shownMessage?.tone == .bad)
        #expect(clerk.lane.dialogCount == 1)
        clerk.press(.backspace, .backspace, .backspace, .backspace, .backspace, .backspace)
        clerk.type("15:02")
        clerk.press(.function(3), .down, .escape)
        #expect(clerk.screen.contains("[15:02"))
    }
}
