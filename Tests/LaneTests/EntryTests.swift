import Lane
import Retail
import Testing

/// What is typed belongs to the next key alone.
@Suite struct EntryTests {
    static func typed(_ text: String, _ keys: Key...) -> [LaneEvent] {
        text.map { .key(.character($0)) } + keys.map(LaneEvent.key)
    }

    /// Something is typed into a sale or at its total, then something is asked or refused.
    static let ways: [[LaneEvent]] =
        ([2, 3, 4, 6, 7, 8, 9, 10, 11] as [UInt8]).map { typed("5", .function($0)) } + [
            typed("5", .function(11), .function(1)),
            typed("", .enter) + typed("5", .function(11)),
            typed("", .enter) + typed("5", .function(10)),
            typed("", .enter) + typed("5", .function(10), .character("2")),
            typed("", .enter) + typed("5..", .enter),
            typed("", .enter) + typed("5..", .function(12)),
            typed("5..", .function(12)), typed("x*", .enter), typed("1.5*", .enter),
            typed("5", .enter), typed("(01)5", .enter), typed("4011", .enter),
            typed("5*" + DayTests.wine, .enter), typed("0.5*4011", .enter),
            typed("5*") + [.scan(DayTests.wine)], typed("5..*") + [.scan(DayTests.milk)],
            typed("5*") + [.scan("8412345678905")],
        ]

    static func open() -> Clerk {
        var clerk = InputTests.open()
        clerk.scan(DayTests.milk, DayTests.milk, DayTests.milk)
        return clerk
    }

    @Test(arguments: ways) func `nothing of it stays for the next key`(events: [LaneEvent]) {
        var clerk = Self.open()
        for event in events { clerk.send(event) }
        while clerk.lane.dialogCount > 0 { clerk.press(.escape) }
        clerk.type("3")
        clerk.press(.function(12))
        #expect(clerk.lane.basket.stage.tenders.map(\.amount) == [Money(3_00)])
    }

    @Test func `help, and what is asked about the printer, leave what is typed`() {
        let asides: [[LaneEvent]] = [
            Self.typed("", .function(1), .escape),
            [.printQuestion(PrintQuestion(job: 1, title: "X")), .key(.character("1"))],
        ]
        for aside in asides {
            var clerk = Self.open()
            for event in Self.typed("3") + aside { clerk.send(event) }
            clerk.press(.function(12))
            #expect(clerk.lane.basket.stage.tenders.map(\.amount) == [Money(3_00)])
        }
    }

    @Test func `a field holds only what could have been typed into it`() {
        var clerk = Self.open()
        clerk.type("ab5")
        clerk.press(.function(8), .character("4"))
        clerk.type("1")
        clerk.press(.enter)
        #expect(!clerk.screen.contains("ab5"))
    }
}
