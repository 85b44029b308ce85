import CRDT
import Encoding
import Replication
import TestSupport
import Testing

/// Of what a credential is made where enrollers come and go.
@Suite struct CredentialChainTests {
    @Test func `who became a steward is known by the root's word, and so are those it enrols`()
        throws
    {
        var random = SplitMix64(seed: 1)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        #expect(chain(to: shop.first, all, shop) == [all[1], all[2], all[3]].map(\.hash))
        all.append(try shop.enrol(shop.first, as: [.steward, .lane], lane: 1, by: shop.storeRoot))
        #expect(chain(to: shop.first, all, shop) == [all[1], all[5]].map(\.hash))
        all.append(
            try shop.enrol(
                shop.stranger, as: [.lane], lane: 3, by: shop.first, in: shop.store.control))
        #expect(chain(to: shop.stranger, all, shop) == [all[1], all[5], all[6]].map(\.hash))
        let holder = try holder(of: [all[1], all[5], all[6]], all, shop)
        #expect(holder.grants == [Grant(role: .lane, store: shop.store)])
    }

    @Test func `no chain leads over who is gone, and each is enrolled anew`() throws {
        var random = SplitMix64(seed: 2)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        let end = all[4]
        for isRevoked in [true, false] {
            var gone = all
            if isRevoked {
                gone.append(try shop.revoke(shop.steward, at: [end], by: shop.storeRoot))
            } else {
                let retired = MemberRetired(node: shop.steward.node, logs: [])
                gone.append(try shop.write(shop.storeRoot, .memberRetired, retired.encoded()))
            }
            #expect(chain(to: shop.first, gone, shop) == nil)
            // The enrolment counts all the same: only its credential doesn't.
            let membership = shop.membership(gone)
            #expect(!membership.grants(of: shop.first.node).isEmpty)
            let orphans = membership.restingOn(shop.steward.node, in: shop.store)
            #expect(Set(orphans.map(\.node)) == [shop.first.node, shop.second.node])
            #expect(orphans.map(\.lane).sorted() == [1, 2])
        }
        let orphans = shop.membership(all).restingOn(shop.steward.node, in: shop.store)
        for orphan in orphans {
            all.append(try shop.write(shop.storeRoot, .memberEnrolled, orphan.encoded()))
        }
        all.append(try shop.revoke(shop.steward, at: [end], by: shop.storeRoot))
        for (number, orphan) in orphans.enumerated() {
            let author = orphan.node == shop.first.node ? shop.first : shop.second
            #expect(chain(to: author, all, shop) == [all[1], all[5 + number]].map(\.hash))
            #expect(shop.membership(all).grants(of: orphan.node).map(\.role) == [.lane])
        }
        #expect(chain(to: shop.steward, all, shop) == nil)
    }

    @Test func `a steward's new key hands on the chain with its rotation`() throws {
        var random = SplitMix64(seed: 3)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        let next = try Author.random(in: shop.store.control, using: &random)
        let rotated = try #require(
            MemberRotated(from: shop.steward.node, to: next.identity))
        all.append(try shop.write(shop.steward, .memberRotated, rotated.encoded()))
        #expect(chain(to: next, all, shop) == [all[1], all[2], all[5]].map(\.hash))
        all.append(try shop.enrol(shop.stranger, as: [.lane], lane: 3, by: next))
        let entries = [all[1], all[2], all[5], all[6]]
        #expect(chain(to: shop.stranger, all, shop) == entries.map(\.hash))
        #expect(try holder(of: entries, all, shop).node == shop.stranger.node)
        // Whom either key enrolled rests on the one that goes now.
        let membership = shop.membership(all)
        let resting = membership.restingOn(shop.steward.node, in: shop.store).map(\.node)
        #expect(Set(resting) == [shop.first.node, shop.second.node, shop.stranger.node])
        #expect(
            membership.restingOn(next.node, in: shop.store).map(\.node) == [shop.stranger.node])
    }

    /// What a random store's stewards and root wrote, in any order, makes the same chains, and
    /// whoever checks one by the whole set finds it good.
    @Test(arguments: UInt64(0)..<30)
    func `each chain is a good credential, in whatever order the words came`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        let control = shop.store.control
        let others = [shop.first, shop.second, shop.stranger, shop.steward]
        for _ in 0..<8 {
            let target = try #require(others.randomElement(using: &random))
            let author = try #require(
                [shop.storeRoot, shop.steward, shop.first].randomElement(using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0:
                all.append(try shop.enrol(target, as: [.steward, .lane], by: author, in: control))
            case 1: all.append(try shop.enrol(target, as: [.lane], by: author, in: control))
            case 2:
                let cuts = all.filter { $0.operation.log.author == target.node }.suffix(1)
                all.append(try shop.revoke(target, at: Array(cuts), by: author))
            case 3:
                let retired = MemberRetired(node: target.node, logs: [])
                all.append(
                    try shop.write(author, .memberRetired, retired.encoded(), in: control))
            case _: all.append(try shop.enrol(target, as: [.relay], by: author, in: control))
            }
        }
        let membership = shop.membership(all)
        var other = Membership(root: shop.root.node)
        for signed in all.shuffled(using: &random) { other.insert([signed]) }
        for author in others {
            let found = membership.chain(to: author.node)
            #expect(found == other.chain(to: author.node), "seed \(seed)")
            guard let found else { continue }
            let entries = found.compactMap { id in all.first { $0.hash == id.hash } }
            let holder = try holder(of: entries, all, shop)
            #expect(holder.node == author.node)
            #expect(
                Set(holder.grants).isSubset(of: membership.grants(of: author.node)), "seed \(seed)")
        }
    }

    @Test func `a run is cut behind each enrolment, whose signature comes along so`() throws {
        var random = SplitMix64(seed: 4)
        var shop = try Shop(&random)
        let first = try shop.enrol(shop.first, as: [.lane], by: shop.steward)
        let dormant = MemberDormant(node: shop.first.node, isDormant: true)
        let second = try shop.write(shop.steward, .memberDormant, dormant.encoded())
        let third = try shop.enrol(shop.second, as: [.lane], by: shop.steward)
        let fourth = try shop.write(shop.steward, .memberDormant, dormant.encoded())
        let segments = try SegmentCutter.cut([first, second, third, fourth])
        #expect(segments.map(\.entries.count) == [1, 2, 1])
        #expect(segments.map(\.signature) == [first, third, fourth].map(\.signature))
    }

    // MARK: -

    private func chain(
        to author: Author, _ operations: [SignedOperation], _ shop: Shop
    ) -> [Bytes32]? {
        shop.membership(operations).chain(to: author.node)?.map(\.hash)
    }

    private func holder(
        of entries: [SignedOperation], _ all: [SignedOperation], _ shop: Shop
    ) throws(Credential.Failure) -> Credential.Holder {
        try Credential(entries: entries).holder(
            root: shop.root.node, store: shop.store, membership: shop.membership(all))
    }
}
