import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import SimulatedStore
import TestSupport
import Testing

/// Databases that forgot, or were copied: their logs end, and go on under another name.
@Suite struct IncarnationTests {
    @Test(arguments: UInt64(0)..<10)
    func `a rolled-back node takes its own back, and commits under a new name only`(
        seed: UInt64
    ) throws {
        var shop = try Shop(seed: seed)
        _ = try shop.commit([Facts.stock(1, item: "A-1", change: 1000)])
        let old = shop.disk.clone()
        _ = try shop.commit([Facts.stock(2, item: "A-1", change: 1000)])
        let lost = try shop.segments()
        var back = try Replica(shop.replica.place, identity: shop.seed.node, store: old)
        #expect(!back.isSuperseded)
        for segment in lost {
            guard case .new(let commit, nil) = try back.ingest(segment, now: 1, store: old) else {
                continue
            }
            try old.apply(commit.transaction)
            back.confirm(commit)
        }
        #expect(back.isSuperseded)
        back = try back.reread(from: old)
        #expect(back.isSuperseded)
        let fact = Facts.stock(3, item: "A-1", change: 1000)
        #expect(throws: CommitError<MemoryStore.Failure>.superseded) {
            try back.commit([fact], now: Shop.start, store: old)
        }
        var (next, commit) = try back.reopened(
            as: Incarnation(Bytes8(words: [seed])), reason: "rolled back", now: Shop.start,
            store: old)
        try old.apply(commit.transaction)
        next.confirm(commit)
        #expect(!next.isSuperseded)
        let opening = try present(
            try old.operations(of: next.place.log(in: shop.seed.scope), from: 1, limit: 1).first)
        let opened = try LogOpened(decoding: opening.operation.payload)
        #expect(opened.previous?.seq == 3)
        #expect(opened.previous?.log == back.place.log(in: shop.seed.scope))
        let sale = try next.commit([fact], now: Shop.start, store: old)
        try old.apply(sale.transaction)
        next.confirm(sale)
        let again = try next.reread(from: old)
        #expect(again.stateDigest == next.stateDigest)
        #expect(again.head?.seq == 2)
    }

    @Test(arguments: UInt64(0)..<10)
    func `who sees a fork proves it once`(seed: UInt64) throws {
        var shop = try Shop(seed: seed)
        let copy = shop.disk.clone()
        var clone = try Replica(shop.replica.place, identity: shop.seed.node, store: copy)
        _ = try shop.commit([Facts.stock(1, item: "A-1", change: 1000)])
        let sale = try clone.commit(
            [Facts.stock(2, item: "A-1", change: 1)], now: Shop.start, store: copy)
        try copy.apply(sale.transaction)
        clone.confirm(sale)
        var random = SplitMix64(seed: seed)
        let segments = try shop.segments() + SegmentCutter.cut(sale.transaction.operations)
        for segment in segments {
            guard case .new(let commit, _) = try clone.ingest(segment, now: 1, store: copy) else {
                continue
            }
            try copy.apply(commit.transaction)
            clone.confirm(commit)
        }
        #expect(clone.membership.alarms(in: shop.seed.scope).count == 1)
        let proofs = try clone.missingProofs(store: copy)
        #expect(proofs.count == 1)
        var (next, opening) = try clone.reopened(
            as: Incarnation(random.bytes8()), reason: "cloned", now: Shop.start, store: copy)
        try copy.apply(opening.transaction)
        next.confirm(opening)
        let proving = try next.commit(
            payloads: proofs, in: shop.seed.scope.control, now: Shop.start, store: copy)
        try copy.apply(proving.transaction)
        next.confirm(proving)
        #expect(try next.missingProofs(store: copy).isEmpty)
        #expect(try next.reread(from: copy).missingProofs(store: copy).isEmpty)
        #expect(next.isSettled)
    }

    @Test func `a revocation of a long log is applied in steps that a restart may cut`() throws {
        var shop = try Shop(seed: 5)
        for number in UInt64(0)..<60 {
            _ = try shop.commit([Facts.stock(number, item: "A-\(number % 3)", change: 1000)])
        }
        let log = shop.replica.place.log(in: shop.seed.scope)
        let cut = try present(try shop.disk.operations(of: log, from: 11, limit: 1).first)
        let revoked = MemberRevoked(
            node: shop.replica.place.node, cuts: [OperationID(cut.head, of: log)], reason: "")
        let place = Replica.Place(
            node: shop.replica.place.root, scope: shop.seed.scope,
            incarnation: shop.seed.rootIncarnation, root: shop.replica.place.root)
        var root = try Replica(place, identity: shop.seed.root, store: shop.disk)
        root.recountMax = 5
        let commit = try root.commit(
            payloads: [(.memberRevoked, revoked.encoded())], in: shop.seed.scope.control,
            now: Shop.start, store: shop.disk)
        #expect(commit.transaction.rows.count < 40)
        try shop.disk.apply(commit.transaction)
        root.confirm(commit)
        #expect(!root.isSettled)
        var steps = 0
        while true {
            root = try root.reread(from: shop.disk)
            guard let step = try root.recount(limit: 7, store: shop.disk) else { break }
            #expect(step.transaction.rows.count < 40)
            try shop.disk.apply(step.transaction)
            steps += 1
        }
        #expect(steps > 5)
        #expect(shop.disk.allRows.filter { $0.table == .quarantine }.count == 51)
        #expect(shop.disk.allRows.filter { $0.table == .claim }.count == 10)
    }
}
