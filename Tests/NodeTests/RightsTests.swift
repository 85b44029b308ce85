import CRDT
import Encoding
import Node
import Retail
import Storage
import Synchronization
import Testing

extension StoreLane {
    var admin: PersonID {
        get throws { try node.makeReader().people(withNumber: 1)[0].person }
    }

    func performed(_ action: Command.Action, approvedBy approver: PersonID? = nil) throws -> Outcome
    {
        try node.perform(Command(action, by: admin, approvedBy: approver)).outcome
    }

    var terms: SaleTerms { node.terms.sale(at: SystemClock.wall()) }

    var authority: Authority {
        get throws {
            Authority(
                person: try admin, rights: Rights(of: ["admin"], among: terms.settings.roles))
        }
    }

    func priceMilk() throws {
        let change = ItemChange(
            content: ContentID(SystemRandom().bytes16()), version: 2, code: ItemCode("MILK"),
            item: Item(code: ItemCode("MILK"), name: "MILK"), codes: [],
            prices: [
                DatedPrice(
                    from: Instant(milliseconds: 0), price: UnitPrice(tenThousandths: 10_000))
            ])
        _ = try performed(.changeItems([change]))
    }

    func basket(_ pieces: Int64) throws -> Basket {
        var basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
        let now = SystemClock.wall()
        let found = try node.makeReader().sellable(ItemCode("MILK"), at: now, scanned: "MILK")
        try basket.add(try #require(found), .pieces(pieces), terms: terms, by: authority)
        return basket
    }

    func hold(_ pieces: Int64) throws -> BasketRecord {
        guard case .held(let record) = try performed(.hold(basket(pieces), label: nil)) else {
            throw Unexpected()
        }
        return record
    }

    func sell(_ pieces: Int64) throws -> Receipt {
        var basket = try basket(pieces)
        try basket.pay("cash", terms: terms, by: authority)
        guard case .receipt(let receipt) = try performed(.complete(basket)) else {
            throw Unexpected()
        }
        return receipt
    }

    /// A basket that brings goods of a receipt back and is paid out.
    func bringing(_ pieces: Int64, of receipt: Receipt) throws -> Basket {
        let source = try #require(try node.makeReader().returnSource(receipt.content))
        var basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
        try basket.addReturn(
            ofLine: 0, quantity: Quantity(units: pieces), from: source, reason: 1, terms: terms,
            by: authority)
        try basket.pay("cash", terms: terms, by: authority)
        return basket
    }

    func knows(_ content: ContentID) throws -> Bool { try node.makeReader().isKnown(content) }
}

private struct Unexpected: Error {}

/// Two lanes that see each other, with goods that have a price and open drawers.
private struct Pair {
    let first: StoreLane
    let second: StoreLane

    init() throws {
        first = try StoreLane()
        second = try StoreLane(joining: first, lane: 2)
        try first.priceMilk()
        for lane in [first, second] { _ = try lane.performed(.openDrawer(float: Money(100_00))) }
        let (one, other) = (first, second)
        try eventually("one state", on: other.mesh) {
            one.node.books.stateDigest == other.node.books.stateDigest
                && one.mesh.report.peers.count == 1 && other.mesh.report.peers.count == 1
        }
    }

    func settle() throws {
        let (one, other) = (first, second)
        try eventually("one state", on: other.mesh) {
            one.node.books.stateDigest == other.node.books.stateDigest
        }
    }

    func close() {
        first.close()
        second.close()
    }
}

@Suite(.serialized) struct `Rights between lanes` {
    @Test func `a hold of another lane is asked for, and goes on once`() throws {
        let pair = try Pair()
        defer { pair.close() }
        for _ in 0..<5 {
            let record = try pair.first.hold(3)
            try eventually("the hold", on: pair.second.mesh) {
                try pair.second.knows(record.content)
            }
            guard
                case .recalled(let basket) = try pair.second.performed(
                    .recall(hold: record.content))
            else { throw Unexpected() }
            #expect(basket.id == record.basketID)
            // The owner gave it away, and says so at once or when it heard of the recall.
            #expect(throws: PerformError.self) {
                try pair.first.performed(.recall(hold: record.content))
            }
            try pair.settle()
            #expect(throws: PerformError.refused(.holdTaken(record.content, lane: 2))) {
                try pair.first.performed(.recall(hold: record.content))
            }
        }
        #expect(try pair.first.node.overdrawn().isEmpty)
        #expect(try pair.second.node.overdrawn().isEmpty)
    }

    @Test func `of two lanes that recall one hold at once, one gets it`() throws {
        let pair = try Pair()
        defer { pair.close() }
        for _ in 0..<10 {
            let record = try pair.first.hold(1)
            try eventually("the hold", on: pair.second.mesh) {
                try pair.second.knows(record.content)
            }
            let command = Command(.recall(hold: record.content), by: try pair.first.admin)
            let results = Mutex<[Bool]>([])
            for lane in [pair.first, pair.second] {
                lane.node.perform(command) { result in
                    let isDone = if case .success = result { true } else { false }
                    results.withLock { $0.append(isDone) }
                }
            }
            try eventually("both answers", on: pair.second.mesh) {
                results.withLock { $0.count } == 2
            }
            #expect(results.withLock { $0.count { $0 } } == 1)
        }
        try pair.settle()
        #expect(try pair.second.node.overdrawn().isEmpty)
    }

    @Test func `a hold out of reach is refused by name, and a manager may ring a copy`() throws {
        let pair = try Pair()
        defer { pair.close() }
        let record = try pair.first.hold(2)
        try eventually("the hold", on: pair.second.mesh) { try pair.second.knows(record.content) }
        pair.first.mesh.close()
        try eventually("the loss", on: pair.second.mesh) { pair.second.mesh.report.peers.isEmpty }
        #expect(throws: PerformError.refused(.holdUnreachable(record.content, lane: 3))) {
            try pair.second.performed(.recall(hold: record.content))
        }
        let id = ContentID(SystemRandom().bytes16())
        guard
            case .recalled(var copy) = try pair.second.performed(
                .ringCopy(hold: record.content, copy: id))
        else { throw Unexpected() }
        #expect(copy.id == id && copy.events.map(\.kind) == [.heldCopied])
        #expect(copy.events[0].text == "lane 3" && copy.lines.count == 1)
        try copy.pay("cash", terms: pair.second.terms, by: pair.second.authority)
        _ = try pair.second.performed(.complete(copy))
        // It counts, and it's listed: the lane owned no right to it.
        let overdrawn = try pair.second.node.overdrawn()
        #expect(overdrawn.map(\.account) == [.hold(record.basketID)])
        #expect(overdrawn.map(\.lane) == [2])
    }

    @Test func `goods come back once, whichever lane takes them`() throws {
        let pair = try Pair()
        defer { pair.close() }
        let receipt = try pair.first.sell(3)
        try eventually("the receipt", on: pair.second.mesh) {
            try pair.second.knows(receipt.content)
        }
        _ = try pair.second.performed(.complete(pair.second.bringing(2, of: receipt)))
        // The owner has one left to give; a void would take all three.
        #expect(throws: PerformError.self) {
            try pair.first.performed(.voidReceipt(receipt.content, reason: 1))
        }
        try pair.settle()
        _ = try pair.first.performed(.complete(pair.first.bringing(1, of: receipt)))
        try pair.settle()
        #expect(throws: (any Error).self) { try pair.second.bringing(1, of: receipt) }
        #expect(try pair.first.node.overdrawn().isEmpty)
    }

    @Test func `a return out of reach needs a manager, has a cap, and is marked`() throws {
        let pair = try Pair()
        defer { pair.close() }
        let receipt = try pair.first.sell(100)
        try eventually("the receipt", on: pair.second.mesh) {
            try pair.second.knows(receipt.content)
        }
        pair.first.mesh.close()
        try eventually("the loss", on: pair.second.mesh) { pair.second.mesh.report.peers.isEmpty }
        let cashier = try pair.second.node.makeReader().people(withNumber: 2)[0].person
        let some = try pair.second.bringing(50, of: receipt)
        #expect(throws: PerformError.refused(.needsApproval(.actUnconfirmed))) {
            try pair.second.node.perform(Command(.complete(some), by: cashier))
        }
        let many = try pair.second.bringing(51, of: receipt)
        #expect(
            throws: PerformError.refused(
                .basket(.returnRefused(.overCap(cap: Money(50_00), asked: Money(51_00)))))
        ) {
            try pair.second.performed(.complete(many))
        }
        let admin = try pair.second.admin
        let done = try pair.second.node.perform(
            Command(.complete(some), by: cashier, approvedBy: admin))
        guard case .receipt(let refund) = done.outcome else { throw Unexpected() }
        let marks = refund.events.filter { $0.kind == .returnUnconfirmed }
        #expect(marks.map(\.approver) == [admin] && marks.map(\.text) == ["lane 3"])
        #expect(
            try pair.second.node.makeReader().unconfirmedReturns(limit: 10) == [refund.content])
        #expect(try pair.second.node.overdrawn().map(\.amount) == [50_000])
    }

    @Test func `a lane alone needs nobody for what is its own`() throws {
        let first = try StoreLane()
        defer { first.close() }
        first.mesh.close()
        try first.priceMilk()
        _ = try first.performed(.openDrawer(float: Money(100_00)))
        let record = try first.hold(1)
        _ = try first.performed(.recall(hold: record.content))
        let receipt = try first.sell(2)
        _ = try first.performed(.complete(first.bringing(1, of: receipt)))
        #expect(try first.node.overdrawn().isEmpty)
    }
}
