import Replica
import Replication
import Retail
import Storage

/// A replica on its database, as a till has them.
struct Till {
    let shop: ModelShop
    let store: SQLiteStore
    private(set) var replica: Replica

    /// Makes a new shop in a new database.
    static func found(_ path: String) throws -> Till {
        let shop = try ModelShop()
        let store = try SQLiteStore(
            path: path, mayCreate: true, projection: Replica.projectionVersion)
        let replica = try Genesis.makeStore(
            shop.founding, member: Genesis.Member(lane: 3, label: "Till 3"),
            facts: shop.openingFacts(), now: UInt64(ModelShop.opening.milliseconds), store: store)
        return Till(shop: shop, store: store, replica: replica)
    }

    /// Opens a database in which the shop was made.
    static func open(_ path: String) throws -> Till {
        let shop = try ModelShop()
        let store = try SQLiteStore(path: path, projection: Replica.projectionVersion)
        let replica = try Replica(
            try shop.place(), identity: shop.founding.node, store: store)
        return Till(shop: shop, store: store, replica: replica)
    }

    private init(shop: ModelShop, store: SQLiteStore, replica: Replica) {
        self.shop = shop
        self.store = store
        self.replica = replica
    }

    /// Makes facts durable as one transaction.
    mutating func commit(
        _ facts: [Fact], local: [LocalWrite] = [], now: UInt64,
        signing: LogWriter.Signing = .each
    ) throws {
        let commit = try replica.commit(
            facts, local: local, now: now, signing: signing, store: store)
        try store.apply(commit.transaction)
        replica.confirm(commit)
    }

    /// What a till writes beside a sale: its print job, and that no basket is open.
    static func localRows(_ number: Int) -> [LocalWrite] {
        let key = withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) }
        return [
            LocalWrite(.printJob, key: key, value: [UInt8](repeating: 0x41, count: 21)),
            LocalWrite(.session, key: Array("basket".utf8), value: [0x83, 0x01, 0xF6, 0xF6]),
        ]
    }
}
