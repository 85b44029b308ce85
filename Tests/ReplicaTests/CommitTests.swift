import CRDT
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore
import TestSupport
import Testing

@Suite struct CommitTests {
    @Test func `a new store has a root that enrols the node, and three open logs`() throws {
        let shop = try Shop(seed: 1)
        #expect(shop.replica.frontier.logs.count == 3)
        #expect(shop.replica.membership.members == [shop.replica.place.node])
        #expect(shop.replica.operationCount == 4)
        #expect(shop.replica.head?.seq == 1)
    }

    @Test func `a fact becomes one signed operation and its rows`() throws {
        var shop = try Shop(seed: 1)
        let outcomes = try shop.commit([Facts.stock(1, item: "A-1", change: 5000)])
        guard case .committed(let id)? = outcomes.first else { throw Missing() }
        let stored = try present(try shop.disk.operation(id.hash))
        #expect(stored.isSignedByAuthor)
        #expect(id.seq == 2)
        let stock = try shop.disk.rows(
            .stock, keyPrefix: [.scope(shop.seed.scope), .text("A-1")], limit: 9)
        #expect(stock.first?.values.suffix(2) == [.integer(5000), .integer(0)])
        #expect(shop.disk.allRows.contains { $0.table == .claim })
    }

    @Test func `a batch is one transaction with one signature, its counters summed`() throws {
        var shop = try Shop(seed: 2)
        let facts = (0..<64).map { Facts.stock(UInt64($0), item: "A-\($0 % 2)", change: 1000) }
        let commit = try shop.replica.commit(
            facts, now: Shop.start, signing: .last, store: shop.disk)
        #expect(commit.transaction.operations.count == 64)
        #expect(commit.transaction.operations.filter { $0.signature != nil }.count == 1)
        #expect(commit.transaction.rows.filter { $0.row.table == .stock }.count == 2)
        #expect(throws: CommitError<MemoryStore.Failure>.count(65)) {
            try shop.replica.commit(
                facts + [Facts.setting(1, version: 1, value: 1)], now: Shop.start,
                store: shop.disk)
        }
        try shop.disk.apply(commit.transaction)
        shop.replica.confirm(commit)
        #expect(try scanned(shop.disk) == shop.replica.stateDigest)
    }

    @Test func `a content id counts once, in a batch and after it`() throws {
        var shop = try Shop(seed: 3)
        let fact = Facts.stock(7, item: "A-1", change: 1000)
        let first = try shop.commit([fact, Facts.setting(1, version: 1, value: 1)])
        let before = shop.replica.stateDigest
        let again = try shop.replica.commit(
            [fact], local: [LocalWrite(.printJob, key: [1], value: [1])], now: Shop.start,
            store: shop.disk)
        guard case .committed(let id)? = first.first else { throw Missing() }
        #expect(again.outcomes == [.already(id.hash)])
        #expect(again.transaction == Transaction())
        #expect(shop.replica.stateDigest == before)
        let twice = try shop.commit([
            Facts.stock(8, item: "A-1", change: 1), Facts.stock(8, item: "A-1", change: 1),
        ])
        guard case .committed(let one) = twice[0] else { throw Missing() }
        #expect(twice[1] == .already(one.hash))
    }

    @Test func `a transaction that fails leaves the replica as it was`() throws {
        var shop = try Shop(seed: 4)
        let before = (shop.replica.stateDigest, shop.replica.frontierDigest)
        shop.disk.roomForTransactions = 0
        #expect(throws: MemoryStore.Failure.full) {
            try shop.commit([Facts.stock(1, item: "A-1", change: 1)])
        }
        #expect((shop.replica.stateDigest, shop.replica.frontierDigest) == before)
        shop.disk.roomForTransactions = nil
        let outcomes = try shop.commit([Facts.stock(1, item: "A-1", change: 1)])
        guard case .committed(let id)? = outcomes.first else { throw Missing() }
        #expect(id.seq == 2)
    }

    @Test(arguments: UInt64(0)..<20)
    func `sums kept by commits are those of a scan, also after a restart`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var shop = try Shop(seed: seed)
        for _ in 0..<6 {
            _ = try shop.commit((0..<5).map { _ in Facts.random(&random) })
        }
        #expect(try scanned(shop.disk) == shop.replica.stateDigest)
        let restarted = try Replica(
            shop.replica.place, identity: shop.seed.node, store: shop.disk)
        #expect(restarted.stateDigest == shop.replica.stateDigest)
        #expect(restarted.frontierDigest == shop.replica.frontierDigest)
        #expect(restarted.head == shop.replica.head)
    }

    private func scanned(_ disk: MemoryStore) throws -> Bytes32 {
        var sums = Sums()
        for row in disk.allRows { sums.insert(row) }
        return sums.digest(projection: Replica.projectionVersion)
    }
}
