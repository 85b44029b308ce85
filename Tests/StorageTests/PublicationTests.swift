import Encoding
import Ledger
import Replica
import Replication
import Retail
import Storage
import Synchronization
import TestSupport
import Testing

/// A publication shows whole or not at all, from its moment of store time on.
@Suite struct PublicationTests {
    private static let id = PublicationID(Bytes16(words: [7, 7]))

    /// Store time that a test moves.
    private final class Hand: Sendable {
        private let moment = Mutex(Instant(milliseconds: Int64(Till.now)))
        var now: Instant { moment.withLock { $0 } }
        func set(_ milliseconds: UInt64) {
            moment.withLock { $0 = Instant(milliseconds: Int64(milliseconds)) }
        }
    }

    private static func item(
        _ number: UInt64, _ name: String, version: UInt64, price: Int64,
        in publication: PublicationID? = nil
    ) -> Fact {
        let code = ItemCode("A\(number)")
        var change = ItemChange(
            content: ContentID(Bytes16(words: [version, number])), version: version, code: code,
            item: Item(code: code, name: name, department: "Dairy"),
            codes: [.init(code: LookupCode("0501234567890\(number)"), isPresent: true)],
            prices: [
                DatedPrice(
                    kind: .regular, from: Instant(milliseconds: 0), until: nil,
                    price: UnitPrice(tenThousandths: price))
            ])
        change.publication = publication
        return .itemChanged(change)
    }

    private struct Seen: Equatable {
        let prices: [Int64?]
        let names: [String]
        let found: [String]
        let scanned: [String]
    }

    private static func seen(_ reader: ShopReader, _ count: UInt64) throws -> Seen {
        var prices: [Int64?] = []
        var scanned: [String] = []
        for number in 0..<count {
            let goods = try reader.sellable(
                ItemCode("A\(number)"), at: Instant(milliseconds: 5), scanned: "")
            prices.append(goods?.price.tenThousandths)
            let code = LookupCode("0501234567890\(number)")
            scanned += try reader.items(behind: code).map(\.text)
        }
        return Seen(
            prices: prices,
            names: try (0..<count).compactMap { try reader.item(ItemCode("A\($0)"))?.name },
            found: try reader.search("dairyword", limit: 20).map(\.code.text), scanned: scanned)
    }

    private static func settle(_ store: SQLiteStore, _ hand: Hand) throws {
        while try store.settleSearch(at: hand.now, limit: 2) {}
    }

    @Test func `what was begun and given up isn't listed for ever`() throws {
        let folder = TemporaryFolder()
        let hand = Hand()
        var till = try Till(in: folder, facts: 0)
        let reader = try ShopReader(
            path: folder.database, scope: till.replica.place.scope, clock: { hand.now })
        let other = PublicationID(Bytes16(words: [7, 8]))
        func listed() throws -> [Int] {
            try reader.unfinishedPublications(limit: 10).map(\.parts)
        }
        try till.commit([Self.item(0, "Milk", version: 1, price: 100, in: Self.id)])
        try till.commit([Self.item(1, "Milk", version: 1, price: 100, in: other)])
        #expect(try listed() == [1, 1])
        try till.close(other, effective: Till.now)
        #expect(try listed() == [])
        #expect(try reader.openPublicationParts() == 1)
        try till.commit([Self.item(2, "Milk", version: 1, price: 100, in: Self.id)])
        #expect(try listed() == [2])
    }

    @Test func `parts are unseen until all are here and their moment has come`() throws {
        let folder = TemporaryFolder()
        let hand = Hand()
        var till = try Till(in: folder, facts: 0)
        let reader = try ShopReader(
            path: folder.database, scope: till.replica.place.scope, clock: { hand.now })
        try till.commit((0..<2).map { Self.item($0, "Milk", version: 1, price: 100) })
        let before = try Self.seen(reader, 3)
        for number in UInt64(0)..<3 {
            try till.commit([
                Self.item(number, "Dairyword", version: 2, price: 200, in: Self.id)
            ])
            try Self.settle(till.store, hand)
            #expect(try Self.seen(reader, 3) == before)
        }
        #expect(try reader.openPublicationParts() == 3)
        let open = try reader.unfinishedPublications(limit: 10)
        #expect(open.map(\.parts) == [3] && open.map(\.id) == [Self.id])
        #expect(open.map(\.log) == [till.replica.place.log(in: till.replica.place.scope)])
        #expect(open.map(\.lastSeq) == [try #require(till.replica.head?.seq)])
        try till.close(Self.id, effective: Till.now + 1000)
        #expect(try reader.openPublicationParts() == 0)
        #expect(try reader.unfinishedPublications(limit: 10).isEmpty)
        try Self.settle(till.store, hand)
        #expect(try Self.seen(reader, 3) == before)
        #expect(try reader.nextPublication(after: hand.now)?.milliseconds == Int64(Till.now) + 1000)
        hand.set(Till.now + 1000)
        try Self.settle(till.store, hand)
        let after = try Self.seen(reader, 3)
        #expect(after.prices == [200, 200, 200])
        #expect(after.names == ["Dairyword", "Dairyword", "Dairyword"])
        #expect(after.found == ["A0", "A1", "A2"])
        #expect(after.scanned == ["A0", "A1", "A2"])
        // The same operations give the same digest again, and searches find the same.
        let digest = till.replica.stateDigest
        #expect(try till.store.rebuild(till.replica).stateDigest == digest)
        try Self.settle(till.store, hand)
        #expect(try Self.seen(reader, 3) == after)
        hand.set(Till.now)
        #expect(try Self.seen(reader, 3).prices == before.prices)
    }

    @Test func `a part behind the end waits for another end`() throws {
        let folder = TemporaryFolder()
        let hand = Hand()
        var till = try Till(in: folder, facts: 0)
        let reader = try ShopReader(
            path: folder.database, scope: till.replica.place.scope, clock: { hand.now })
        try till.commit([Self.item(0, "Oats", version: 1, price: 1, in: Self.id)])
        try till.close(Self.id, effective: 0)
        try till.commit([Self.item(1, "Rye", version: 1, price: 2, in: Self.id)])
        #expect(try Self.seen(reader, 2).prices == [1, nil])
        try till.close(Self.id, effective: 0)
        #expect(try Self.seen(reader, 2).prices == [1, 2])
    }

    @Test func `settings, taxes and people are published as goods are`() throws {
        let folder = TemporaryFolder()
        let hand = Hand()
        var till = try Till(in: folder, facts: 0)
        let reader = try ShopReader(
            path: folder.database, scope: till.replica.place.scope, clock: { hand.now })
        let person = PersonID(Bytes16(words: [4, 4]))
        let content = (0..<3).map { ContentID(Bytes16(words: [3, $0])) }
        let facts: [Fact] = [
            .settingChanged(
                SettingChange(content: content[0], version: 1, name: "cutoff", value: [5])),
            .taxChanged(
                TaxChange(
                    content: content[1], version: 1,
                    rules: [
                        TaxRule(
                            category: "", level: .national, label: "VAT",
                            from: Instant(milliseconds: 0), rate: Rate(millionths: 200_000))
                    ])),
            .personChanged(
                PersonChange(
                    content: content[2], person: person, version: 1, number: 9,
                    roles: ["cashier"], pin: nil, sealedName: [])),
        ]
        try till.commit(facts.compactMap { $0.published(in: Self.id) })
        func counts() throws -> [Int] {
            [
                try reader.settings().count { $0.name == "cutoff" }, try reader.taxRules().count,
                try reader.people(withNumber: 9).count, try reader.people().count,
            ]
        }
        #expect(try counts() == [0, 0, 0, 0])
        try till.close(Self.id, effective: Till.now)
        #expect(try counts() == [1, 1, 1, 1])
    }
}

extension Till {
    mutating func close(_ id: PublicationID, effective: UInt64) throws {
        let commit = try replica.commit(
            [], closing: PublicationClosing(id, effective: effective), now: Self.now, store: store)
        try store.apply(commit.transaction)
        replica.confirm(commit)
    }
}
