import Encoding
import Ledger
import Replica
import Replication
import Storage
import Testing

/// A whole till: genesis, facts, and what is made of them in SQLite.
@Suite struct RebuildTests {
    @Test func `a rebuild gives the same digest, and so does a restart`() throws {
        let folder = TemporaryFolder()
        let digest: Bytes32
        do {
            let till = try Till(in: folder, facts: 40)
            let (store, replica) = (till.store, till.replica)
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
        let replica = try Till(in: folder, facts: 3).replica
        let store = try SQLiteStore(
            path: folder.database, projection: Replica.projectionVersion + 1)
        #expect(store.needsRebuild)
        #expect(try store.rebuild(replica).stateDigest == replica.stateDigest)
        #expect(!store.needsRebuild)
    }

    @Test func `a projected column that someone changed is found by its table`() throws {
        let folder = TemporaryFolder()
        let store = try Till(in: folder, facts: 5).store
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
                let store = try Till(in: folder, facts: 5).store
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
