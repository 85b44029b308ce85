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

/// What SQLite keeps of operations that were forgotten.
@Suite struct RetentionTests {
    private static let later = Till.now + 1_000

    /// A till that sold, moved stock and forgot its first operations.
    private static func pruned(
        in folder: TemporaryFolder, through seq: UInt64, limit: Int
    ) throws -> Till {
        var till = try sold(in: folder)
        try till.prune(through: seq, keptFrom: later, limit: limit)
        return till
    }

    private static func sold(in folder: TemporaryFolder) throws -> Till {
        var till = try Till(in: folder, facts: 4)
        for number in UInt32(0)..<90 {
            try till.commit([Till.sale(number)])
            if number % 7 == 0 { try till.commit([Till.movement(1_000 + UInt64(number))]) }
        }
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

    /// The law: what came back lies there as it did before it went, is served and packed like all
    /// else, and may go again.
    @Test(arguments: UInt64(0)..<12)
    func `what was forgotten comes back whole, and may go again`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = TemporaryFolder()
        var till = try Self.sold(in: folder)
        let log = till.replica.place.log(in: till.replica.place.scope)
        let digest = till.replica.stateDigest
        let before = try till.store.operations(of: log, from: 1, limit: .max)
        let count = try till.store.summary().operationCount
        for _ in 0..<4 {
            let start = till.replica.start(of: log)?.anchor.seq ?? 0
            let through = start + 1 + random.next() % 40
            try till.prune(
                through: through, keptFrom: Self.later, limit: 1 + Int(random.next() % 20))
            // As segments bring them: with the signatures of their ends.
            let run = try Self.asSent(before)
            try till.wantBack(from: 3 + random.next() % through)
            if random.next() % 2 == 0 { till = try Till(reopening: till.replica, in: folder) }
            while try till.restore(run, limit: 1 + Int(random.next() % 30)) {}
            #expect(!till.replica.reachesBelow && till.replica.stateDigest == digest)
            #expect(try till.store.examine(isDeep: true).isEmpty, "seed \(seed)")
            let from = (till.replica.start(of: log)?.anchor.seq ?? 0) + 1
            let held = try till.store.operations(of: log, from: 1, limit: .max)
            #expect(
                held.map(\.operation)
                    == before.map(\.operation).filter { $0.seq >= from }, "seed \(seed)")
            #expect(try SegmentCutter.cut(held).flatMap { try $0.operations() }.count == held.count)
        }
        try till.wantBack(from: 1)
        while try till.restore(before, limit: 50) {}
        #expect(till.replica.starts.isEmpty)
        #expect(try till.store.summary().operationCount == count)
        let rebuilt = try till.store.rebuild(till.replica)
        #expect(rebuilt.stateDigest == digest)
        #expect(try till.store.examine(isDeep: true).isEmpty)
    }

    /// Cut and read again, as on their way from another node.
    private static func asSent(_ run: [SignedOperation]) throws -> [SignedOperation] {
        try SegmentCutter.cut(run).flatMap { try $0.operations() }
    }

    @Test func `a head that was forgotten is known, and no other one`() throws {
        let folder = TemporaryFolder()
        var till = try Till(in: folder, facts: 20)
        let log = till.replica.place.log(in: till.replica.place.scope)
        let all = try till.store.operations(of: log, from: 1, limit: .max)
        try till.prune(through: 9, keptFrom: Self.later, limit: 64)
        let reader = try ShopReader(
            path: folder.database, scope: till.replica.place.scope, clock: { Sample.now })
        for signed in all {
            let head = Have.Entry(
                log: log, seq: signed.operation.seq, hash8: signed.hash.prefix8)
            #expect(try reader.holds(head) && till.store.holds(head))
        }
        let other = Have.Entry(log: log, seq: 4, hash8: Bytes8(words: [4]))
        #expect(try !reader.holds(other) && !till.store.holds(other))
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

    @Test func `candidates of what was forgotten are found, and rank anew`() throws {
        let folders = [TemporaryFolder(), TemporaryFolder()]
        var tills = try folders.map { folder in
            var till = try Till(in: folder, facts: 2)
            for number in UInt32(0)..<40 {
                try till.commit([Till.setting(UInt64(number)), Till.sale(number)])
            }
            return till
        }
        let scope = tills[0].replica.place.scope
        let log = tills[0].replica.place.log(in: scope)
        try tills[0].prune(through: 50, keptFrom: Self.later, limit: 64)
        let before = try tills[0].store.baseCandidates(of: log)
        #expect(before.count > 20 && before.allSatisfy { $0.ranked(2) == $0 })
        #expect(try tills[1].store.baseCandidates(of: log).isEmpty)
        for index in tills.indices { try tills[index].promote() }
        #expect(!tills[0].replica.reachesBelow && tills[0].replica.isSettled)
        #expect(tills[0].replica.stateDigest == tills[1].replica.stateDigest)
        let after = try tills[0].store.baseCandidates(of: log)
        #expect(Set(after) == Set(before.map { $0.ranked(3) }))
        #expect(try tills[0].store.examine(isDeep: true).isEmpty)
        let rebuilt = try tills[0].store.rebuild(tills[0].replica)
        #expect(rebuilt.stateDigest == tills[1].replica.stateDigest)
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
        let rows = try reader.database.integer("SELECT count(number) FROM operation")
        #expect(try reader.summary().operationCount == rows.map(UInt64.init))
    }
}

extension Till {
    static func setting(_ number: UInt64) -> Fact {
        .settingChanged(
            SettingChange(
                content: ContentID(Bytes16(words: [8, number])), version: number % 5,
                name: "cutoff", value: [UInt8(number % 24)]))
    }

    /// The root makes the till a root of store.
    mutating func promote() throws {
        var random = SplitMix64(seed: 11)
        let identity = try Identity(seed: random.bytes(32))
        let place = Replica.Place(
            node: replica.place.root, scope: replica.place.scope,
            incarnation: Incarnation(Bytes8(words: [3])), root: replica.place.root)
        let enrolled = MemberEnrolled(
            node: replica.place.node, store: place.scope, lane: 1, label: "",
            roles: [.rootOfStore])
        let payloads = [
            (Kind.logOpened, LogOpened(previous: nil, reason: "word").encoded()),
            (Kind.memberEnrolled, enrolled.encoded()),
        ]
        let root = try Replica(place, identity: identity, store: store)
        let commit = try root.commit(
            payloads: payloads, in: place.scope.control, now: Self.now, store: store)
        try store.apply(commit.transaction)
        replica = try replica.reread(from: store)
        while let commit = try replica.recount(store: store) {
            try store.apply(commit.transaction)
            replica.confirm(commit)
        }
    }

    /// What was forgotten of the log is wanted again.
    mutating func wantBack(from seq: UInt64) throws {
        let log = replica.place.log(in: replica.place.scope)
        var transaction = Transaction()
        transaction.local = [
            LocalWrite(
                .counter, key: Array("below".utf8),
                value: CBOR.array([[log.cbor, .unsigned(seq)]]).encoded)
        ]
        try store.apply(transaction)
        replica = try replica.reread(from: store)
    }

    /// Takes a step back into the past; false where nothing came back.
    mutating func restore(_ run: [SignedOperation], limit: Int) throws -> Bool {
        guard let commit = try replica.restore(run, limit: limit, store: store) else {
            while let rest = try replica.recount(store: store) {
                try store.apply(rest.transaction)
                replica.confirm(rest)
            }
            return false
        }
        try store.apply(commit.transaction)
        replica.confirm(commit)
        return true
    }

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
