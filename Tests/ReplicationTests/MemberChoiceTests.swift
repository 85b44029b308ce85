import CRDT
import Crypto
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct MemberChoiceTests {
    @Test func `the current mesh key is the highest epoch's of a steward who still counts`() throws
    {
        var random = SplitMix64(seed: 1)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        var keys = MeshKeys()
        func made(_ epoch: UInt32, by author: Author) throws -> MeshKey {
            try #require(
                MeshKey(epoch: epoch, key: Secret(random.bytes(32)), signedBy: author.identity))
        }
        let (old, new) = (try made(1, by: shop.storeRoot), try made(2, by: shop.steward))
        let foreign = try made(3, by: shop.first)
        for key in [old, new, foreign] {
            let isNew = keys.insert(key)
            #expect(isNew)
        }
        let isAgain = keys.insert(new)
        #expect(!isAgain)
        var membership = shop.membership(all)
        #expect(keys.current(membership, in: shop.store)?.id == new.id)
        #expect(
            keys.accepted(membership, in: shop.store, holders: []).map(\.id) == [new.id, old.id])
        let members = Set(membership.members)
        #expect(
            keys.accepted(membership, in: shop.store, holders: members).map(\.id) == [new.id])
        all.append(try shop.revoke(shop.steward, at: [], by: shop.storeRoot))
        membership = shop.membership(all)
        #expect(keys.current(membership, in: shop.store)?.id == old.id)
        #expect(keys.nextEpoch == 4)
    }

    @Test func `fetching stops at 64 lives a day and 8 branches, until a steward's word`() throws {
        var random = SplitMix64(seed: 2)
        let author = try Author.random(using: &random)
        func life(_ number: UInt64) -> LogID {
            author.log(in: author.log.scope, incarnation: Incarnation(Bytes8(words: [number])))
        }
        var limits = FetchLimits()
        for number in UInt64(0)..<64 {
            limits.check(true, life(number), heads: 0, isNewBranch: true, now: number)
        }
        limits.check(true, life(0), heads: 0, isNewBranch: true, now: 70)
        limits.check(false, life(64), heads: 0, isNewBranch: true, now: 70)
        limits.check(true, life(64), heads: 0, isNewBranch: true, now: 86_400_000)
        limits.check(true, life(1), heads: 7, isNewBranch: true, now: 1)
        limits.check(false, life(1), heads: 8, isNewBranch: true, now: 1)
        limits.check(true, life(1), heads: 8, isNewBranch: false, now: 1)
        limits.lift(for: author.node)
        limits.check(true, life(1), heads: 8, isNewBranch: true, now: 1)
    }

    @Test func `of two with one lane number the smaller keeps it, the next free one is taken`()
        throws
    {
        var random = SplitMix64(seed: 3)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        all.append(try shop.enrol(shop.stranger, as: [.lane], lane: 1, by: shop.steward))
        let pair = [shop.first.node, shop.stranger.node].sorted()
        var numbers = shop.membership(all).laneNumbers(of: shop.store)
        #expect(numbers[pair[0]] == .keeps(1))
        #expect(numbers[pair[1]] == .takes(3, instead: 1))
        #expect(numbers[shop.second.node] == .keeps(2))
        #expect(shop.membership(all).alarms(in: shop.store).count == 1)
        let retired = MemberRetired(node: pair[0], logs: [])
        all.append(try shop.write(shop.steward, .memberRetired, retired.encoded()))
        numbers = shop.membership(all).laneNumbers(of: shop.store)
        #expect(numbers[pair[1]] == .keeps(1))
        #expect(numbers[pair[0]] == nil)
    }

    @Test func `a store's root that joined keeps role 0 beside the organisation's`() throws {
        var random = SplitMix64(seed: 4)
        var shop = try Shop(&random)
        // Here the store stands alone at first: its own root is pinned.
        let steward = try shop.enrol(shop.steward, as: [.steward], by: shop.storeRoot)
        let join = try shop.write(
            shop.storeRoot, .storeAdopted,
            StoreAdopted(organisation: shop.organisation, root: shop.root.node).encoded())
        let hq = try shop.enrol(shop.hq, as: [.hq], by: shop.root)
        let revoked = try shop.revoke(shop.storeRoot, at: [steward, join], by: shop.root)
        var alone = Membership(root: shop.storeRoot.node)
        alone.insert([steward, hq])
        #expect(alone.isRoot(shop.storeRoot.node))
        #expect(alone.grants(of: shop.hq.node).isEmpty)
        alone.insert([join])
        #expect(alone.isRoot(shop.root.node))
        #expect(!alone.isRoot(shop.storeRoot.node))
        #expect(alone.grants(of: shop.storeRoot.node).map(\.role) == [.rootOfStore])
        #expect(alone.grants(of: shop.hq.node).map(\.role) == [.hq])
        #expect(alone.grants(of: shop.steward.node).map(\.role) == [.steward])
        #expect(alone.organisation?.organisation == shop.organisation)
        alone.insert([revoked])
        #expect(alone.isRevoked(shop.storeRoot.node))
    }

    @Test func `no key comes beside one with its X25519 form`() throws {
        var random = SplitMix64(seed: 5)
        var shop = try Shop(&random)
        let words = shop.first.node.key.words
        let twin = NodeID(Bytes32(words[0], words[1], words[2], words[3] ^ 0x80))
        let enrolled = MemberEnrolled(
            node: twin, store: shop.store, lane: 9, label: "", roles: [.lane])
        let early = try shop.write(shop.steward, .memberEnrolled, enrolled.encoded())
        let late = try shop.enrolments()
        let membership = shop.membership(late + [early])
        // The steward's own enrolment comes later by stamp and says nothing of this order.
        #expect(membership.grants(of: twin).count == 1)
        #expect(membership.grants(of: shop.first.node).isEmpty)
        #expect(!membership.mayName(shop.first.node))
    }

    @Test func `rights and publications are read back as written, and strictly`() throws {
        let log = try Author.golden().log
        let id = Bytes16(words: [1, 2])
        let accounts: [Account] = [
            .stock(item: "a", place: "shop"), .credit(id), .returnable(receipt: id, line: 3),
            .coupon(id), .basket(id), .serial(item: "a", serial: "b"), .promotion(id),
        ]
        for account in accounts {
            let granted = RightsGranted(
                account: account, to: log, amount: 1, request: id, lease: 900)
            #expect(try RightsGranted(decoding: granted.encoded()) == granted)
            let settled = RightsSettled(account: account, log: log, way: .passedOn, to: nil)
            #expect(try RightsSettled(decoding: settled.encoded()) == settled)
        }
        let short = RightsGranted(
            account: .basket(id), to: log, amount: 1, request: id, lease: 899)
        #expect(throws: PayloadError.value(key: 4)) {
            try RightsGranted(decoding: short.encoded())
        }
        let none = RightsGranted(account: .basket(id), to: log, amount: 0, request: id)
        #expect(throws: PayloadError.value(key: 2)) {
            try RightsGranted(decoding: none.encoded())
        }
        let published = Published(id: id, effective: 5, count: 2, digest: .zero)
        #expect(try Published(decoding: published.encoded()) == published)
    }

    @Test func `the stable frontier is the minimum of what is acknowledged`() throws {
        var random = SplitMix64(seed: 6)
        let (a, b) = (try Author.random(using: &random), try Author.random(using: &random))
        let run = try a.operations(5, using: &random)
        func point(_ index: Int) -> OperationID { OperationID(run[index].head, of: a.log) }
        var ours = Frontier()
        ours.replace(a.log, with: [LogPoint(seq: 5, hash: run[4].hash)])
        var (first, second) = (Acknowledgement(), Acknowledgement())
        first.take(Acknowledged(points: [point(2)], stateDigest: nil)) { _ in nil }
        first.take(Acknowledged(points: [point(4)], stateDigest: nil)) { _ in nil }
        second.take(Acknowledged(points: [point(1)], stateDigest: nil)) { _ in nil }
        let all = [a.node: first.frontier, b.node: second.frontier]
        #expect(
            StableFrontier.sequences(of: ours, acknowledged: all) { _ in nil } == [a.log: 2])
        // A new life restates all; what it doesn't name is lost.
        second.take(Acknowledged(points: [], stateDigest: nil), isFirstOfLife: true) { _ in nil }
        #expect(second.frontier[a.log].first?.seq == 2)
        second.take(Acknowledged(points: [], stateDigest: nil, isRestatement: true)) { _ in nil }
        #expect(second.frontier.isEmpty)
    }
}

extension FetchLimits {
    fileprivate mutating func check(
        _ isAllowed: Bool, _ log: LogID, heads: Int, isNewBranch: Bool, now: UInt64
    ) {
        let found = mayFetch(log, heads: heads, isNewBranch: isNewBranch, now: now)
        #expect(found == isAllowed)
    }
}
