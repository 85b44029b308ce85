import Lane
import Retail
import Testing
import Texts

/// A practice day, screen by screen: every line says so, no drawer moves, no sale counts.
@Suite struct TrainingTests {
    /// Checks the screen against its golden file, and the word at the end of each line.
    private static func expect(
        _ clerk: Clerk, _ name: String, _ language: Language,
        at location: SourceLocation = #_sourceLocation
    ) {
        GoldenFrame.expect(clerk.frame, "training-" + name, language, sourceLocation: location)
        let word = language == .english ? "TRAINING" : "PRÁCTICA"
        for row in 0..<clerk.frame.size.rows {
            #expect(clerk.frame.text(ofRow: row).hasSuffix(word), sourceLocation: location)
        }
    }

    private static func sold(_ language: Language) -> Clerk {
        var clerk = Clerk(language, isDrawerOpen: true, isTraining: true)
        clerk.signOn()
        clerk.scan(DayTests.milk, DayTests.shirt)
        clerk.press(.function(12))
        return clerk
    }

    @Test(arguments: Language.allCases) func `practice from sign-on to change`(language: Language) {
        var clerk = Clerk(language, isTraining: true)
        Self.expect(clerk, "sign-on", language)
        clerk.signOn()
        Self.expect(clerk, "float", language)
        clerk.press(.function(12))
        clerk.scan(DayTests.milk, DayTests.shirt)
        clerk.press(.enter)
        Self.expect(clerk, "total", language)
        clerk.type("30")
        clerk.press(.function(12))
        Self.expect(clerk, "change", language)
        #expect(clerk.receipts.map(\.isTraining) == [true])
        clerk.press(.function(10))
        Self.expect(clerk, "menu", language)
        clerk.type("m")
        Self.expect(clerk, "no-store", language)
    }

    @Test(arguments: Language.allCases) func `practice with X, count and Z`(language: Language) {
        var clerk = Self.sold(language)
        clerk.press(.function(10))
        clerk.type("5")
        Self.expect(clerk, "x-report", language)
        clerk.press(.enter, .function(10))
        clerk.type("6")
        clerk.type(language == .english ? "y" : "s")
        clerk.enter("1")
        Self.expect(clerk, "closing-count", language)
        clerk.press(.function(12))
        Self.expect(clerk, "z-report", language)
        clerk.press(.enter)
        Self.expect(clerk, "signed-off", language)
        #expect(clerk.report?.sales == Tally() && clerk.report?.training.count == 1)
    }

    @Test(arguments: Language.allCases) func `practice on a small screen`(language: Language) {
        var clerk = Self.sold(language)
        clerk.send(.resized(FrameSize(columns: 60, rows: 20)))
        Self.expect(clerk, "small", language)
        for columns in 1..<12 {
            clerk.send(.resized(FrameSize(columns: columns, rows: 3)))
            #expect(clerk.frame.size.columns == columns)
        }
    }
}
