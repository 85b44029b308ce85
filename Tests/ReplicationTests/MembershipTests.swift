import CRDT
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct MembershipTests {
    let fact = Kind(rawValue: 64)

    @Test func `roles come from the top, and say who may write what where`() throws {
        var random = SplitMix64(seed: 1)
        var shop = try Shop(&random)
        let membership = shop.membership(try shop.enrolments())
        func verdict(_ author: Author, _ kind: Kind, in scope: ScopeID) throws -> Verdict {
            membership.verdict(on: try shop.write(author, kind, [], in: scope))
        }
        let (store, control) = (shop.store, shop.store.control)
        #expect(try verdict(shop.first, fact, in: store) == .allowed)
        #expect(try verdict(shop.first, fact, in: control) == .quarantined(.wrongScope))
        #expect(try verdict(shop.first, .logOpened, in: control) == .allowed)
        #expect(
            try verdict(shop.first, .memberEnrolled, in: control) == .quarantined(.notPermitted))
        #expect(try verdict(shop.steward, .memberEnrolled, in: control) == .allowed)
        #expect(try verdict(shop.steward, .memberEnrolled, in: store) == .quarantined(.wrongScope))
        #expect(try verdict(shop.hq, .acknowledged, in: control) == .allowed)
        #expect(try verdict(shop.hq, fact, in: store) == .allowed)
        #expect(try verdict(shop.root, .memberRevoked, in: control) == .allowed)
        #expect(try verdict(shop.root, fact, in: store) == .quarantined(.notPermitted))
        #expect(try verdict(shop.stranger, fact, in: store) == .stranger)
        #expect(try verdict(shop.first, fact, in: shop.organisation) == .stranger)
        #expect(membership.firstNode(lane: 2, store: store) == shop.second.node)
        #expect(membership.members.count == 5)
    }

    @Test func `a key names one member only, in either of its forms`() throws {
        var random = SplitMix64(seed: 8)
        var shop = try Shop(&random)
        let membership = shop.membership(try shop.enrolments())
        #expect(membership.mayName(shop.stranger.node))
        #expect(!membership.mayName(shop.first.node) && !membership.mayName(shop.root.node))
        // The negative of a point has the same X25519 form.
        var negative = shop.first.node.key.bytes
        negative[31] ^= 0x80
        #expect(!membership.mayName(NodeID(try #require(Bytes32(negative)))))
        #expect(!membership.mayName(NodeID(.zero)))
    }

    @Test func `nobody enrols above or beside what it is`() throws {
        var random = SplitMix64(seed: 2)
        var shop = try Shop(&random)
        let all = try shop.enrolments()
        let claims = [
            try shop.enrol(shop.stranger, as: [.steward], by: shop.steward),
            try shop.enrol(shop.stranger, as: [.hq], by: shop.storeRoot),
            try shop.enrol(shop.stranger, as: [.lane], by: shop.stranger),
            try shop.enrol(shop.stranger, as: [.lane], by: shop.first),
            try shop.enrol(shop.stranger, as: [.lane], by: shop.hq),
        ]
        #expect(shop.membership(all + claims).grants(of: shop.stranger.node).isEmpty)
        let honest = try shop.enrol(shop.stranger, as: [.steward], by: shop.storeRoot)
        #expect(
            shop.membership(all + claims + [honest]).grants(of: shop.stranger.node)
                == [Grant(role: .steward, store: shop.store)])
    }

    @Test func `a revocation cuts, and takes away what rests above the cut`() throws {
        var random = SplitMix64(seed: 3)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        let late = try shop.enrol(shop.stranger, as: [.lane], by: shop.steward)
        let sale = try shop.write(shop.first, fact, [])
        let later = try shop.write(shop.first, fact, [1])
        all.append(late)
        #expect(shop.membership(all).grants(of: shop.stranger.node).count == 1)
        all.append(try shop.revoke(shop.first, at: [sale], by: shop.steward))
        var membership = shop.membership(all)
        #expect(membership.verdict(on: sale) == .allowed)
        let cut = Cut(seq: 1, hash: sale.hash)
        #expect(membership.verdict(on: later) == .quarantined(.aboveCut(cut)))
        let control = try shop.write(shop.first, .logOpened, [], in: shop.store.control)
        #expect(membership.verdict(on: control) == .quarantined(.aboveCut(.all)))

        // The steward's key was stolen: its enrolments up to the second lane stay, the revocation
        // of the first lane and the enrolment of the stranger fall.
        let secondLane = all[4]
        all.append(try shop.revoke(shop.steward, at: [secondLane], by: shop.storeRoot))
        membership = shop.membership(all)
        #expect(membership.verdict(on: later) == .allowed)
        #expect(!membership.isRevoked(shop.first.node))
        #expect(membership.verdict(on: try shop.write(shop.stranger, fact, [])) == .stranger)
        #expect(membership.verdict(on: try shop.write(shop.second, fact, [])) == .allowed)
    }

    @Test func `a cut keeps the branch that its operation is chained on`() throws {
        var random = SplitMix64(seed: 7)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        let sales = try [
            shop.write(shop.first, fact, [0]), shop.write(shop.first, fact, [1]),
            shop.write(shop.first, fact, [2]),
        ]
        let other = try shop.first.operations(1, after: sales[0].head, using: &random)[0]
        all.append(try shop.revoke(shop.first, at: [sales[2]], by: shop.steward))
        var membership = shop.membership(all)
        var branches = Branches(base: LogPoint(seq: 1, hash: sales[0].hash))
        for signed in [other, sales[1], sales[2]] { branches.append(signed) }
        membership.note(branches, of: sales[0].operation.log)
        #expect(sales.map(membership.verdict) == [.allowed, .allowed, .allowed])
        let cut = Cut(seq: 3, hash: sales[2].hash)
        #expect(membership.verdict(on: other) == .quarantined(.aboveCut(cut)))
    }

    @Test func `of several cuts the highest rank's counts, within a rank the lowest`() throws {
        var random = SplitMix64(seed: 4)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        var sales: [SignedOperation] = []
        for byte in UInt8(0)..<5 { sales.append(try shop.write(shop.first, fact, [byte])) }
        func cut() -> UInt64? { shop.membership(all).cut(of: sales[0].operation.log)?.seq }
        all.append(try shop.revoke(shop.first, at: [sales[3]], by: shop.steward))
        #expect(cut() == 4)
        all.append(try shop.revoke(shop.first, at: [sales[1]], by: shop.steward))
        #expect(cut() == 2)
        all.append(try shop.revoke(shop.first, at: [sales[4]], by: shop.hq))
        #expect(cut() == 5)
        // A steward can't revoke one of its rank or above; hq can't revoke the root.
        all.append(try shop.revoke(shop.hq, at: [], by: shop.steward))
        all.append(try shop.revoke(shop.storeRoot, at: [], by: shop.steward))
        all.append(try shop.revoke(shop.root, at: [], by: shop.hq))
        let membership = shop.membership(all)
        for author in [shop.hq, shop.storeRoot, shop.root] {
            #expect(!membership.isRevoked(author.node))
        }
    }

    @Test func `a rotated node is what the old one was, unless the rotation is cut`() throws {
        var random = SplitMix64(seed: 5)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        let opened = try shop.write(shop.first, .logOpened, [], in: shop.store.control)
        let rotated = try #require(
            MemberRotated(from: shop.first.node, to: shop.stranger.identity))
        all.append(
            try shop.write(shop.first, .memberRotated, rotated.encoded(), in: shop.store.control))
        let membership = shop.membership(all)
        #expect(
            membership.grants(of: shop.stranger.node) == membership.grants(of: shop.first.node))
        all.append(try shop.revoke(shop.first, at: [opened], by: shop.steward))
        let sale = try shop.write(shop.stranger, fact, [])
        #expect(membership.verdict(on: sale) == .allowed)
        let revoked = shop.membership(all)
        #expect(revoked.isRevoked(shop.stranger.node))
        #expect(revoked.verdict(on: sale) == .quarantined(.aboveCut(.all)))
        let forged = MemberRotated(node: shop.second.node, signature: rotated.signature)
        let bad = try shop.write(
            shop.first, .memberRotated, forged.encoded(), in: shop.store.control)
        var receiver = shop.membership(all)
        #expect(receiver.insert([bad]).map(\.error) == [.value(key: 1)])
    }

    @Test func `a retired node's listed logs count on, others wait`() throws {
        var random = SplitMix64(seed: 6)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        let sale = try shop.write(shop.first, fact, [])
        let listed = OperationID(sale.head, of: sale.operation.log)
        let retired = MemberRetired(node: shop.first.node, logs: [listed])
        all.append(try shop.write(shop.steward, .memberRetired, retired.encoded()))
        let membership = shop.membership(all)
        #expect(membership.verdict(on: try shop.write(shop.first, fact, [2])) == .allowed)
        let other = try shop.write(shop.first, .logOpened, [], in: shop.store.control)
        #expect(membership.verdict(on: other) == .quarantined(.retired))
    }

    @Test(arguments: UInt64(0)..<30)
    func `verdicts depend on the set, never on the order`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        let authors = [
            shop.root, shop.hq, shop.storeRoot, shop.steward, shop.first, shop.second,
            shop.stranger,
        ]
        let roles: [[Role]] = [[.hq], [.rootOfStore], [.steward], [.lane], [.relay]]
        for _ in 0..<25 {
            let (author, node) = (pick(authors, &random), pick(authors, &random))
            if Bool.random(using: &random) {
                all.append(try shop.enrol(node, as: pick(roles, &random), by: author))
            } else {
                let cuts = all.filter { $0.operation.log.author == node.node }
                let cut = cuts.isEmpty ? [] : [pick(cuts, &random)]
                all.append(try shop.revoke(node, at: cut, by: author))
            }
        }
        let whole = shop.membership(all)
        let probes = try authors.map { try shop.write($0, fact, [], in: shop.store) } + all
        for _ in 0..<4 {
            var other = Membership(root: shop.root.node)
            for signed in all.shuffled(using: &random) { other.insert([signed, signed]) }
            // What came and went again leaves nothing behind.
            let extra = try shop.enrol(shop.stranger, as: [.hq], by: shop.root)
            other.insert([extra])
            other.remove(extra.hash)
            for probe in probes { #expect(other.verdict(on: probe) == whole.verdict(on: probe)) }
            #expect(other.enrolments == whole.enrolments)
        }
    }

    private func pick<Value>(_ values: [Value], _ random: inout SplitMix64) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }
}
