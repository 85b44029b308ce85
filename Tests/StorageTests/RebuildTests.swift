import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Retail
import Storage
import TestSupport
import Testing

/// A whole till: genesis, facts, and what is made of them in SQLite.
@Suite struct RebuildTests {
    private static func till(
        _ folder: TemporaryFolder, facts: Int
    ) throws -> (store: SQLiteStore, replica: Replica) {
        var random = SplitMix64(seed: 11)
        func bytes(_ random: inout SplitMix64) -> [UInt8] {
            Bytes32(random.next(), random.next(), random.next(), random.next()).bytes
        }
        let store = try SQLiteStore(
            path: folder.database, mayCreate: true, projection: Replica.projectionVersion)
        let seed = Genesis.Seed(
            scope: ScopeID(Bytes16(words: [1, 2])), root: try Identity(seed: bytes(&random)),
            node: try Identity(seed: bytes(&random)),
            rootIncarnation: Incarnation(Bytes8(words: [1])),
            incarnation: Incarnation(Bytes8(words: [2])))
        var replica = try Genesis.makeStore(
            seed, member: Genesis.Member(lane: 1, label: "Till 1"), facts: [],
            now: 1_790_000_000_000, store: store)
        for index in 0..<facts {
            let commit = try replica.commit(
                [movement(UInt64(index))], now: 1_790_000_000_000, store: store)
            try store.apply(commit.transaction)
            replica.confirm(commit)
        }
        return (store, replica)
    }

    private static func movement(_ number: UInt64) -> Fact {
        .stockMoved(
            StockMovement(
                content: ContentID(Bytes16(words: [3, number])), kind: .received,
                time: LocalTime(Instant(milliseconds: 1_790_000_000_000), offsetSeconds: 3600),
                businessDate: BusinessDate(days: 20_700), person: PersonID(Bytes16(words: [4, 4])),
                reason: "delivery",
                lines: [
                    .init(
                        item: ItemCode("A-\(number % 3)"), change: Quantity(thousandths: 1500),
                        cost: nil, reason: "ñandú")
                ]))
    }

    @Test func `a rebuild gives the same digest, and so does a restart`() throws {
        let folder = TemporaryFolder()
        let digest: Bytes32
        do {
            let (store, replica) = try Self.till(folder, facts: 40)
            digest = replica.stateDigest
            #expect(try replica.reread(from: store).stateDigest == digest)
            let rebuilt = try store.rebuild(replica)
            #expect(rebuilt.stateDigest == digest)
            #expect(rebuilt.frontierDigest == replica.frontierDigest)
        }
        let store = try SQLiteStore(path: folder.database, projection: Replica.projectionVersion)
        #expect(!store.needsRebuild)
        #expect(try store.examine(isDeep: true).isEmpty)
    }

    @Test func `another projection is noticed and made anew`() throws {
        let folder = TemporaryFolder()
        let replica = try Self.till(folder, facts: 3).replica
        let store = try SQLiteStore(
            path: folder.database, projection: Replica.projectionVersion + 1)
        #expect(store.needsRebuild)
        #expect(try store.rebuild(replica).stateDigest == replica.stateDigest)
        #expect(!store.needsRebuild)
    }

    @Test func `a projected column that someone changed is found by its table`() throws {
        let folder = TemporaryFolder()
        let (store, _) = try Self.till(folder, facts: 5)
        #expect(try store.examine(isDeep: true).isEmpty)
        let hand = try Database(path: folder.database, access: .readWrite)
        try hand.run("UPDATE stock SET raised = raised + 1 WHERE item = 'A-1'")
        let findings = try store.examine(isDeep: true)
        guard case .table(let stored, let scanned)? = findings.first, findings.count == 1 else {
            Issue.record("found \(findings)")
            return
        }
        #expect(stored.table == .stock)
        #expect(stored.count == scanned.count)
        #expect(stored.sum != scanned.sum)
    }

    @Test func `a changed payload, hash or signature is found by its log and sequence`() throws {
        for change in [
            "payload = x'0000'", "hash = zeroblob(32)", "signature = zeroblob(64)", "kind = 65",
            "hlc = 5",
        ] {
            let folder = TemporaryFolder()
            do {
                let (store, _) = try Self.till(folder, facts: 5)
                #expect(try store.examineLogs().isEmpty)
            }
            let hand = try Database(path: folder.database, access: .readWrite)
            try hand.run("UPDATE operation SET \(change) WHERE number = 7")
            let store = try SQLiteStore(
                path: folder.database, projection: Replica.projectionVersion)
            #expect(try store.examineLogs().count == 1, "\(change)")
        }
    }
}
