import Lane
import Retail
import Testing
import Texts

/// A manager looks after the store at a lane.
@Suite struct OfficeTests {
    private static func manager(
        _ language: Language = .english, size: FrameSize = .least
    ) -> Clerk {
        var clerk = Clerk(language, isDrawerOpen: true, size: size)
        clerk.signOn("1111")
        clerk.press(.function(10))
        clerk.type("m")
        return clerk
    }

    /// The pages by the keys that lead there.
    private static let pages: [(keys: String, name: String)] = [
        ("1", "office-lanes"), ("2", "office-drawers"), ("3", "office-conflicts"),
        ("4", "office-recounts"), ("5", "office-not-counted"), ("6", "office-forks"),
        ("7", "office-shifts"),
    ]

    @Test(arguments: Language.allCases)
    func `every page and what Enter shows of it`(language: Language) {
        var clerk = Self.manager(language)
        for page in Self.pages {
            clerk.type(page.keys)
            GoldenFrame.expect(clerk.frame, page.name, language)
            clerk.press(.down, .enter)
            GoldenFrame.expect(clerk.frame, page.name + "-entry", language)
            clerk.press(.escape, .up)
        }
    }

    @Test(arguments: Language.allCases)
    func `the only steward's page asks for a second one`(language: Language) {
        var clerk = Self.manager(language)
        clerk.press(.enter)
        GoldenFrame.expect(clerk.frame, "office-only-steward", language)
    }

    @Test(arguments: Language.allCases)
    func `changes that were begun and not ended stand below the lanes`(language: Language) {
        var clerk = Clerk(language, isDrawerOpen: true, size: .least)
        clerk.office.unfinished = [
            UnfinishedChanges(lane: 4, count: 1_250, last: OfficeFixture.now),
            UnfinishedChanges(lane: 3, count: 2, last: OfficeFixture.lastWeek),
        ]
        clerk.signOn("1111")
        clerk.press(.function(10))
        clerk.type("m")
        GoldenFrame.expect(clerk.frame, "office-unfinished", language)
    }

    @Test(arguments: Language.allCases)
    func `a machine is revoked after its reason and a yes`(language: Language) {
        var clerk = Self.manager(language)
        clerk.press(.down)
        clerk.type("r")
        clerk.enter("stolen")
        GoldenFrame.expect(clerk.frame, "office-revoke", language)
        clerk.type("y")
        #expect(
            clerk.office.done == [.revoke(OfficeFixture.machines[1].id, reason: "stolen")])
        #expect(clerk.code == "N12")
        GoldenFrame.expect(clerk.frame, "office-revoked", language)
        // It is done once: what is revoked stays so.
        clerk.type("r")
        #expect(clerk.code == "N25")
    }

    @Test func `nothing is revoked without a reason, or after a no`() {
        var clerk = Self.manager()
        clerk.press(.down)
        clerk.type("r")
        clerk.press(.enter)
        #expect(clerk.code == "K03" || clerk.lane.dialogCount == 1)
        clerk.enter("lost")
        clerk.type("n")
        #expect(clerk.office.done.isEmpty)
        #expect(clerk.lane.dialogCount == 0)
    }

    @Test func `this machine itself can't be put out here`() {
        var clerk = Self.manager()
        for key in ["r", "t", "d"] {
            clerk.type(key)
            #expect(clerk.code == "N24", "\(key)")
        }
        #expect(clerk.lane.dialogCount == 0)
    }

    @Test func `who wants to make or end a steward is told where`() {
        var clerk = Self.manager()
        for (index, machine) in OfficeFixture.machines.enumerated() {
            clerk.type("p")
            let isOver = ![.active, .dormant].contains(machine.state)
            #expect(clerk.code == (isOver ? "N25" : "N31"), "\(index)")
            let word = machine.isSteward ? "demote" : "promote"
            let name = machine.lane.map { "\($0)" } ?? machine.name
            #expect(isOver || clerk.screen.contains("tillmesh members \(word) \(name)"))
            clerk.press(.down)
        }
        #expect(clerk.lane.dialogCount == 0)
    }

    @Test(arguments: Language.allCases)
    func `an invitation is shown and printed, and says when the lane has joined`(
        language: Language
    ) {
        var clerk = Self.manager(language)
        clerk.type("i")
        GoldenFrame.expect(clerk.frame, "office-invite", language)
        clerk.enter("Back counter")
        #expect(clerk.office.done == [.invite(label: "Back counter")])
        GoldenFrame.expect(clerk.frame, "office-invitation", language)
        #expect(clerk.printed.count == 1)
        #expect(clerk.printed.first?.elements.contains(.qr(OfficeFixture.card.line)) == true)
        clerk.send(.joined(lane: 6))
        GoldenFrame.expect(clerk.frame, "office-joined", language)
        clerk.press(.escape)
        #expect(clerk.screen.contains("Bakery"))
    }

    @Test func `the QR code stands on a screen that has room for it`() {
        var clerk = Self.manager(size: FrameSize(columns: 80, rows: 50))
        clerk.type("i")
        clerk.press(.enter)
        GoldenFrame.expect(clerk.frame, "office-invitation-large", .english)
        for line in OfficeFixture.card.picture { #expect(clerk.screen.contains(line)) }
    }

    @Test func `a tie is settled by the version that somebody keeps`() {
        var clerk = Self.manager()
        clerk.type("3")
        clerk.press(.enter)
        clerk.type("1")
        #expect(clerk.screen.contains("price 1.89"))
        clerk.type("y")
        #expect(clerk.code == "N21")
        guard case .keep? = clerk.office.done.first else {
            Issue.record("kept nothing: \(clerk.office.done)")
            return
        }
    }

    @Test func `a count closes a recount`() {
        var clerk = Self.manager()
        clerk.type("4")
        clerk.press(.enter)
        clerk.enter("7")
        #expect(clerk.code == "N23")
        let moved = clerk.facts.compactMap { fact in
            if case .stockMoved(let movement) = fact { return movement }
            return StockMovement?.none
        }
        #expect(moved.map(\.kind) == [.counted])
        #expect(moved.first?.lines.first?.counted == Quantity(units: 7))
    }

    @Test func `a cashier is let in for reading, and no further`() {
        var clerk = Clerk(isDrawerOpen: true)
        clerk.signOn("7777")
        clerk.press(.function(10))
        clerk.type("m")
        #expect(clerk.lane.approvalAsked == .readReports)
        clerk.enter("1111")
        #expect(clerk.screen.contains("Bakery"))
        clerk.type("2")
        #expect(clerk.lane.dialogCount == 0, "pages turn without another PIN")
        clerk.type("1")
        clerk.press(.down)
        clerk.type("t")
        clerk.type("y")
        #expect(clerk.lane.approvalAsked == .lookAfterStore)
        clerk.enter("3333")
        #expect(clerk.lane.approvalAsked == .lookAfterStore, "a supervisor may not either")
        clerk.enter("1111")
        #expect(clerk.office.done == [.retire(OfficeFixture.machines[1].id)])
    }

    @Test func `what can't be done is said by name`() {
        let hindrances: [(OversightHindrance, String)] = [
            (.notSteward, "N13"), (.needsRoot, "N14"), (.withoutEffect, "N15"), (.noMesh, "N16"),
            (.noNumber, "N17"), (.noAddress, "N18"), (.gone, "N19"),
            (.trouble(.failed(.program)), "D04"),
        ]
        for (hindrance, code) in hindrances {
            var clerk = Self.manager()
            clerk.office.hindrance = hindrance
            clerk.press(.down)
            clerk.type("ty")
            #expect(clerk.code == code, "\(hindrance)")
        }
    }

    @Test func `the list of machines is read again while it is looked at`() {
        var clerk = Self.manager()
        clerk.press(.down)
        clerk.office.machines.insert(
            Machine(
                id: OfficeFixture.machines[2].id, name: "eeeeeeee", lane: 1, label: "New one"),
            at: 0)
        clerk.wait(milliseconds: 1_000)
        #expect(clerk.screen.contains("New one"))
        #expect(clerk.screen.contains("> 04   Bakery") || clerk.screen.contains(">  04"))
    }

    @Test func `a scan is ignored there, the open sale waits, and Escape goes on with it`() {
        var clerk = Clerk(isDrawerOpen: true)
        clerk.signOn("1111")
        clerk.scan(DayTests.milk)
        clerk.press(.function(10))
        clerk.type("m")
        clerk.scan(DayTests.milk)
        #expect(clerk.lane.basket.lines.count == 1)
        clerk.press(.escape)
        #expect(clerk.screen.contains("MILK 1L"))
    }
}
