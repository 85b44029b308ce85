import CRDT
import Crypto
import Encoding
import Replica
import Replication
import Retail
import Storage
import TestSupport

/// A whole till on disk: genesis, facts, and what is made of them in SQLite.
struct Till {
    static let now: UInt64 = 1_790_000_000_000

    let store: SQLiteStore
    var replica: Replica
    /// Operations that were on disk when a commit returned.
    private(set) var confirmed: [SignedOperation] = []

    private init(_ store: SQLiteStore, _ replica: Replica) {
        self.store = store
        self.replica = replica
    }

    /// Founds a store in a folder and commits so many facts.
    init(in folder: TemporaryFolder, facts: Int) throws {
        var random = SplitMix64(seed: 11)
        let store = try SQLiteStore(
            path: folder.database, mayCreate: true, projection: Replica.projectionVersion)
        let seed = Genesis.Seed(
            scope: ScopeID(Bytes16(words: [1, 2])),
            root: try Identity(seed: random.bytes(32)),
            node: try Identity(seed: random.bytes(32)),
            rootIncarnation: Incarnation(Bytes8(words: [1])),
            incarnation: Incarnation(Bytes8(words: [2])))
        let replica = try Genesis.makeStore(
            seed, member: Genesis.Member(lane: 1, label: "Till 1"), facts: [], now: Self.now,
            store: store)
        self.init(store, replica)
        for index in 0..<facts { try commit([Self.movement(UInt64(index))]) }
    }

    /// Opens what a till left behind in a folder.
    init(reopening replica: Replica, in folder: TemporaryFolder) throws {
        let store = try SQLiteStore(path: folder.database, projection: Replica.projectionVersion)
        self.init(store, try replica.reread(from: store))
    }

    mutating func commit(_ facts: [Fact]) throws {
        let commit = try replica.commit(facts, now: Self.now, signing: .last, store: store)
        try store.apply(commit.transaction)
        replica.confirm(commit)
        confirmed += commit.transaction.operations
    }

    /// A sale of five lines; the same number gives the same sale.
    static func sale(_ number: UInt32) -> Fact {
        var random = SplitMix64(seed: UInt64(number))
        return .receiptCompleted(
            .modelSale(
                number: number, drawer: ContentID(Bytes16(words: [5, 5])),
                person: PersonID(Bytes16(words: [4, 4])),
                time: Instant(milliseconds: Int64(now)), using: &random))
    }

    static func movement(_ number: UInt64) -> Fact {
        .stockMoved(
            StockMovement(
                content: ContentID(Bytes16(words: [3, number])), kind: .received,
                time: LocalTime(Instant(milliseconds: Int64(now)), offsetSeconds: 3600),
                businessDate: BusinessDate(days: 20_700), person: PersonID(Bytes16(words: [4, 4])),
                reason: "delivery",
                lines: [
                    .init(
                        item: ItemCode("A-\(number % 3)"), change: Quantity(thousandths: 1500),
                        cost: nil, reason: "ñandú")
                ]))
    }
}
