import Encoding
import Node
import Replication
import Retail
import Storage
import Testing
import Texts

extension StoreLane {
    /// What a manager at this lane gets to a wish.
    func oversee(_ wish: OversightWish) throws -> OversightAnswer {
        try Oversight(node) { self.mesh }.answer(wish, by: admin, approvedBy: nil)
    }

    func sheet(_ page: OversightPage) throws -> OversightSheet {
        guard case .sheet(let sheet) = try oversee(.read(page)) else { throw NoSheet() }
        return sheet
    }

    func machines() throws -> [Machine] {
        guard case .machines(let machines, _, _, _) = try sheet(.machines) else { throw NoSheet() }
        return machines
    }
}

private struct NoSheet: Error {}

@Suite(.serialized) struct `A manager at a lane of a store` {
    @Test func `sees the lanes, and another one's drawer and Z`() throws {
        let first = try StoreLane()
        defer { first.close() }
        let second = try StoreLane(joining: first)
        defer { second.close() }
        try eventually("the second lane", on: first.mesh) {
            try first.machines().contains { $0.link?.behind == 0 && $0.lane == second.node.lane }
        }
        #expect(try first.machines().filter(\.isOwn).map(\.lane) == [first.node.lane])
        #expect(try first.machines().map(\.state) == [.active, .active])

        _ = try second.performed(.openDrawer(float: Money(50_00)))
        try first.priceMilk()
        try eventually("the price", on: second.mesh) {
            try second.node.makeReader().sellable(
                ItemCode("MILK"), at: SystemClock.wall(), scanned: "MILK") != nil
        }
        let receipt = try second.sell(2)
        try eventually("the open drawer", on: first.mesh) {
            guard case .drawers(let drawers) = try first.sheet(.drawers),
                let drawer = drawers.first, case .open(let report, _) = drawer.standing
            else { return false }
            return drawer.lane == second.node.lane && report.expectedCash == Money(52_00)
                && report.lastReceipt == receipt.number.number && drawer.person == 1
        }
        _ = try second.performed(.closeDrawer(denominations: [], counted: Money(51_00)))
        try eventually("the Z", on: first.mesh) {
            guard case .drawers(let drawers) = try first.sheet(.drawers), drawers.count == 1,
                case .closed(let closing)? = drawers.first?.standing
            else { return false }
            return closing.difference == Money(-1_00) && closing.zNumber == 1
        }

        // Both were sold from an empty shelf: a count closes that.
        guard case .shortages(let shortages) = try first.sheet(.shortages) else { throw NoSheet() }
        #expect(shortages.map(\.held) == [Quantity(units: -2)])
        let line = StockRequest.Line(item: ItemCode("MILK"), quantity: Quantity(units: 9))
        try first.perform(.moveStock(StockRequest(kind: .counted, reason: "test", lines: [line])))
        #expect(try first.sheet(.shortages).count == 0)
        _ = try second.performed(.clock(.clockIn))
        try eventually("the shift", on: first.mesh) {
            guard case .shifts(let entries) = try first.sheet(.shifts) else { return false }
            return entries.map(\.kind) == [.clockIn] && entries[0].lane == second.node.lane
        }
    }

    @Test func `settles a tie for all lanes`() throws {
        let first = try StoreLane()
        defer { first.close() }
        // What the steward changes beats what lanes do: only two of a rank can tie.
        let second = try StoreLane(joining: first)
        defer { second.close() }
        let third = try StoreLane(joining: first)
        third.close()
        try second.make("OURS")
        let node = try RunningNode(third.folder.directory)
        defer { node.close() }
        let admin = try node.makeReader().people(withNumber: 1)[0].person
        _ = try node.perform(Command(.changeItems([StoreLane.cake("THEIRS")]), by: admin))
        let mesh = try StoreLane.start(node, peers: first.mesh.addresses)
        defer { mesh.close() }
        var tie: [LogEntry] = []
        try eventually("a tie", on: first.mesh) {
            guard case .conflicts(let conflicts) = try first.sheet(.conflicts),
                case .tie(let entries)? = conflicts.first
            else { return false }
            tie = entries
            return true
        }
        #expect(Set(tie.map(\.lane)) == [second.node.lane, node.lane])
        let loser = try #require(tie.first)
        #expect(try first.oversee(.keep(loser.hash)) == .done)
        #expect(try first.sheet(.conflicts).count == 0)
        guard case .itemChanged(let change)? = loser.fact else { throw NoSheet() }
        try eventually("the kept name", on: mesh) {
            try node.makeReader().item(ItemCode("CAKE"))?.name == change.item?.name
        }
    }

    @Test func `revokes a lane, which is shut out`() throws {
        let first = try StoreLane()
        defer { first.close() }
        let second = try StoreLane(joining: first)
        defer { second.close() }
        try eventually("a link", on: first.mesh) { first.mesh.report.peers.count == 1 }
        let other = try #require(try first.machines().first { !$0.isOwn })
        #expect(
            try second.oversee(.retire(other.id)) == .hindered(.notSteward),
            "the other one is no steward")
        #expect(try first.oversee(.revoke(other.id, reason: "stolen")) == .done)
        try eventually("no link", on: first.mesh) { first.mesh.report.peers.isEmpty }
        let now = try first.machines().first { $0.id == other.id }
        #expect(now?.state == .revoked && now?.link == nil)
        try eventually("a notice of who was refused", on: first.mesh) {
            guard case .machines(_, _, _, let notices) = try first.sheet(.machines) else {
                throw NoSheet()
            }
            return notices.contains { $0.text.english.contains("refused") }
        }
        // What it signs from now on would be listed, were it to come.
        #expect(try first.oversee(.retryQuarantine) == .retried(before: 0, after: 0))
    }

    @Test func `an invitation names the number that the newcomer gets`() throws {
        let first = try StoreLane()
        defer { first.close() }
        guard case .invitation(let card) = try first.oversee(.invite(label: "Bakery")) else {
            throw NoSheet()
        }
        let folder = TemporaryFolder()
        try Joining(card.line, folder.directory).enrol(label: "what it calls itself")
        let newcomer = try #require(try first.machines().first { !$0.isOwn })
        #expect(newcomer.lane == card.lane)
        #expect(newcomer.label == "Bakery")
        #expect(newcomer.link == nil)
    }

    @Test func `looks at rights where it is done`() throws {
        let shop = try ShopFixture()
        defer { shop.node.close() }
        let cashier = try #require(try shop.node.makeReader().people(withNumber: 2).first?.person)
        let oversight = try Oversight(shop.node) { nil }
        for page in OversightPage.allCases {
            #expect(throws: PerformError.refused(.needsApproval(.readReports))) {
                try oversight.answer(.read(page), by: cashier, approvedBy: nil)
            }
            let sheet = try oversight.answer(.read(page), by: cashier, approvedBy: shop.admin)
            guard case .sheet(let found) = sheet else { throw NoSheet() }
            #expect(found.page == page)
        }
        let machine = Machine.ID(Bytes32.zero)
        for wish: OversightWish in [
            .retryQuarantine, .invite(label: ""), .revoke(machine, reason: "x"), .retire(machine),
            .dormant(machine, true), .exclude(log: "", head: Bytes32.zero),
        ] {
            #expect(throws: PerformError.refused(.needsApproval(.lookAfterStore))) {
                try oversight.answer(wish, by: cashier, approvedBy: cashier)
            }
        }
        #expect(
            try oversight.answer(.invite(label: ""), by: shop.admin, approvedBy: nil)
                == .hindered(.noMesh))
        let gone = OversightWish.keep(Bytes32.zero)
        #expect(
            try oversight.answer(gone, by: shop.admin, approvedBy: nil) == .hindered(.gone))
    }
}

extension StoreLane {
    fileprivate static func cake(_ name: String) -> ItemChange {
        ItemChange(
            content: ContentID(SystemRandom().bytes16()), version: 1, code: ItemCode("CAKE"),
            item: Item(code: ItemCode("CAKE"), name: name), codes: [], prices: [])
    }

    fileprivate func make(_ name: String) throws {
        try perform(.changeItems([Self.cake(name)]))
    }
}
