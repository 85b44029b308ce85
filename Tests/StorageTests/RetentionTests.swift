import CRDT
import Encoding
import Replica
import Replication
import Storage
import TestSupport
import Testing

/// What SQLite keeps of operations that were forgotten.
@Suite struct RetentionTests {
    private static let later = Till.now + 1_000

    /// A till that sold, moved stock and forgot its first operations.
    private static func pruned(
        in folder: TemporaryFolder, through seq: UInt64, limit: Int
    ) throws -> Till {
        var till = try Till(in: folder, facts: 4)
        for number in UInt32(0)..<90 {
            try till.commit([Till.sale(number)])
            if number % 7 == 0 { try till.commit([Till.movement(1_000 + UInt64(number))]) }
        }
        try till.prune(through: seq, keptFrom: later, limit: limit)
        return till
    }

    @Test(arguments: [(9, 64), (70, 11), (100, 64)] as [(UInt64, Int)])
    func `a pruned database is whole, and rebuilt from its base`(
        seq: UInt64, limit: Int
    ) throws {
        let folder = TemporaryFolder()
        var till = try Self.pruned(in: folder, through: seq, limit: limit)
        let log = till.replica.place.log(in: till.replica.place.scope)
        let digest = till.replica.stateDigest
        #expect(till.replica.start(of: log)?.anchor.seq == seq)
        #expect(try till.store.examine(isDeep: true).isEmpty)
        let rebuilt = try till.store.rebuild(till.replica)
        #expect(rebuilt.stateDigest == digest)
        #expect(rebuilt.frontierDigest == till.replica.frontierDigest)
        #expect(try till.store.examine(isDeep: true).isEmpty)
        // It goes on from there, and forgets more.
        till.replica = rebuilt
        try till.commit([Till.sale(500)])
        try till.prune(through: .max, keptFrom: Self.later, limit: 50)
        #expect(try till.store.examine(isDeep: true).isEmpty)
        #expect(try till.store.rebuild(till.replica).stateDigest == till.replica.stateDigest)
    }

    @Test func `pruning leaves the digest as it was, and the bodies of what is held`() throws {
        let folder = TemporaryFolder()
        var till = try Self.pruned(in: folder, through: 1, limit: 1)
        let log = till.replica.place.log(in: till.replica.place.scope)
        let digest = till.replica.stateDigest
        let before = try till.store.operations(of: log, from: 1, limit: .max)
        for seq in stride(from: UInt64(5), through: 100, by: 5) {
            try till.prune(through: seq, keptFrom: Self.later, limit: 3)
            let held = try till.store.operations(of: log, from: 1, limit: .max)
            // Also those whose payloads are packed beside one that went.
            #expect(held == before.filter { $0.operation.seq > seq })
            #expect(till.replica.stateDigest == digest)
            let again = try Till(reopening: till.replica, in: folder)
            #expect(try again.store.operations(of: log, from: 1, limit: .max) == held)
            #expect(again.replica.stateDigest == digest)
        }
    }

    @Test func `a row of the base that someone changed is found, and one of a table repaired`()
        throws
    {
        let folder = TemporaryFolder()
        let till = try Self.pruned(in: folder, through: 60, limit: 64)
        let hand = try Database(path: folder.database, access: .readWrite)
        try hand.run("UPDATE stock SET raised = raised + 1 WHERE item = 'A-1'")
        #expect(try till.store.examine(isDeep: true).count == 1)
        #expect(try till.store.rebuild(till.replica).stateDigest == till.replica.stateDigest)
        #expect(try till.store.examine(isDeep: true).isEmpty)
        try hand.run("UPDATE base_sum SET count = count + 1 WHERE table_name = 'receipt'")
        #expect(try till.store.examine(isDeep: true).count == 1)
    }

    @Test func `an export of a pruned log begins with its anchor and verifies`() throws {
        let folder = TemporaryFolder()
        let till = try Self.pruned(in: folder, through: 33, limit: 64)
        let log = till.replica.place.log(in: till.replica.place.scope)
        let held = try till.store.operations(of: log, from: 1, limit: .max)
        var writer = ExportWriter()
        var bytes: [UInt8] = []
        for item in ExportOrder.items(of: held) { bytes += try writer.append(item) }
        bytes += writer.finish()
        var verifier = ExportVerifier()
        try verifier.feed(bytes)
        try verifier.finish()
        #expect(verifier.logs.map(\.operations) == [UInt64(held.count)])
        let reader = try ShopReader(
            path: folder.database, scope: till.replica.place.scope, clock: { Sample.now })
        #expect(try reader.lineage(of: log) == [log])
        #expect(try reader.summary().starts.map(\.anchor.seq) == [33])
    }
}

extension Till {
    /// Forgets a log's first operations in steps.
    mutating func prune(through seq: UInt64, keptFrom: UInt64, limit: Int) throws {
        let log = replica.place.log(in: replica.place.scope)
        while let commit = try replica.prune(
            log, through: seq, keptFrom: keptFrom, limit: limit, store: store)
        {
            try store.apply(commit.transaction)
            replica.confirm(commit)
        }
    }
}
