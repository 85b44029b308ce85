import Encoding
import Node
import Replication
import Retail
import Storage
import Synchronization
import Testing

/// What a lane printed for its neighbours, and how it ends it.
private final class Paper: Sendable {
    typealias Ending = @Sendable (ErrandOutcome) -> Void

    private let held = Mutex<(documents: [Document], endings: [Ending])>(([], []))

    func take(_ document: Document, _ ending: @escaping Ending) {
        held.withLock {
            $0.documents.append(document)
            $0.endings.append(ending)
        }
    }

    var documents: [Document] { held.withLock { $0.documents } }

    func end(_ outcome: ErrandOutcome) {
        for ending in held.withLock({ $0.endings }) { ending(outcome) }
    }
}

/// What a lane was told of a receipt that it sent.
private final class Outcomes: Sendable {
    private let held = Mutex<[ErrandOutcome]>([])
    func add(_ outcome: ErrandOutcome) { held.withLock { $0.append(outcome) } }
    var all: [ErrandOutcome] { held.withLock { $0 } }
}

@Suite(.serialized) struct `A receipt on a neighbour's printer` {
    private struct Store {
        let first: StoreLane
        let second: StoreLane
        let receipt: Receipt
        let neighbour: Machine.ID

        init() throws {
            let first = try StoreLane()
            let second = try StoreLane(joining: first)
            try eventually("a link", on: first.mesh) { first.mesh.report.peers.count == 1 }
            _ = try first.performed(.openDrawer(float: .zero))
            try first.priceMilk()
            receipt = try first.sell(3)
            let other = try #require(try first.machines().first { !$0.isOwn })
            neighbour = other.id
            (self.first, self.second) = (first, second)
        }

        func close() {
            first.close()
            second.close()
        }
    }

    @Test func `comes out once, without opening the drawer there, and is told`() throws {
        let store = try Store()
        defer { store.close() }
        let (paper, outcomes) = (Paper(), Outcomes())
        store.second.mesh.printsForNeighbours { paper.take($0, $1) }
        store.first.mesh.print(store.receipt.content, copy: 0, at: store.neighbour) {
            outcomes.add($0)
        }
        try eventually("the paper", on: store.second.mesh) { !paper.documents.isEmpty }
        let document = try #require(paper.documents.first)
        let texts = document.elements.compactMap { element in
            if case .pair(_, let value, _) = element { return value }
            return String?.none
        }
        #expect(texts.contains(store.receipt.number.description))
        #expect(!document.elements.contains(.openDrawer))
        #expect(outcomes.all.isEmpty, "it isn't out yet")
        paper.end(.printed)
        try eventually("the word", on: store.first.mesh) { outcomes.all == [.printed] }
        // Told again, it is no other paper and no other word.
        paper.end(.unknown)
        store.first.mesh.awaitNews(milliseconds: 100)
        #expect(paper.documents.count == 1 && outcomes.all == [.printed])
    }

    @Test func `isn't printed where nobody prints, or nobody is met`() throws {
        let store = try Store()
        defer { store.close() }
        let outcomes = Outcomes()
        store.first.mesh.print(store.receipt.content, copy: 0, at: store.neighbour) {
            outcomes.add($0)
        }
        try eventually("no paper", on: store.first.mesh) { outcomes.all == [.notPrinted] }
        store.first.mesh.print(
            store.receipt.content, copy: 0, at: Machine.ID(Bytes32.zero)
        ) { outcomes.add($0) }
        #expect(outcomes.all == [.notPrinted, .notPrinted])
    }

    @Test func `is unknown where the neighbour goes before it says`() throws {
        let store = try Store()
        defer { store.first.close() }
        let (paper, outcomes) = (Paper(), Outcomes())
        store.second.mesh.printsForNeighbours { paper.take($0, $1) }
        store.first.mesh.print(store.receipt.content, copy: 0, at: store.neighbour) {
            outcomes.add($0)
        }
        try eventually("the paper", on: store.second.mesh) { !paper.documents.isEmpty }
        store.second.close()
        try eventually("not knowing", on: store.first.mesh) { outcomes.all == [.unknown] }
        #expect(paper.documents.count == 1)
    }
}

@Suite struct `Receipts by what is remembered of them` {
    @Test func `are found by amount, item and time`() throws {
        let shop = try ShopFixture()
        defer { shop.node.close() }
        _ = try shop.node.perform(Command(.openDrawer(float: .zero), by: shop.admin))
        try shop.stockItem("MILK", price: 189)
        try shop.stockItem("SHIRT", price: 1999)
        for (code, pieces) in [("MILK", 1), ("SHIRT", 1), ("MILK", 2)] as [(String, Int64)] {
            let basket = try shop.paidBasket(code, pieces: pieces)
            _ = try shop.node.perform(Command(.complete(basket), by: shop.admin))
        }
        let lookups = try LaneLookups(shop.node)
        let now = SystemClock.wall()
        func numbers(_ text: String) throws -> [UInt32] {
            try lookups.receipts(matching: text, at: now).map(\.number.number)
        }
        #expect(try numbers("") == [3, 2, 1])
        #expect(try numbers("19.99") == [2])
        #expect(try numbers("3,78") == [3])
        #expect(try numbers("MILK") == [3, 1])
        #expect(try numbers("shirt na") == [2])
        #expect(try numbers("nothing such").isEmpty)
        #expect(try numbers("01-01-2001").isEmpty)
        let today = shop.node.terms.zone.local(now).date
        #expect(try numbers("\(today.iso)") == [3, 2, 1])
    }
}
