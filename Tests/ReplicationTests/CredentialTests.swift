import CRDT
import Replication
import TestSupport
import Testing

@Suite struct CredentialTests {
    @Test func `a chain from the root is good, and each break is named`() throws {
        var random = SplitMix64(seed: 1)
        var shop = try Shop(&random)
        let all = try shop.enrolments()
        let chain = Credential(entries: [all[1], all[2], all[3]])
        let membership = shop.membership(all)
        func holder(_ credential: Credential) throws(Credential.Failure) -> Credential.Holder {
            try credential.holder(
                root: shop.root.node, store: shop.store, membership: membership)
        }
        let decoded = try Credential(decoding: chain.encoded())
        #expect(decoded == chain)
        #expect(
            try holder(decoded)
                == .init(node: shop.first.node, grants: [.init(role: .lane, store: shop.store)]))
        #expect(try holder(Credential(entries: [])).node == shop.root.node)
        #expect(try holder(Credential(entries: [all[0]])).node == shop.hq.node)
        #expect(throws: Credential.Failure.author(entry: 0)) {
            try holder(Credential(entries: [all[2]]))
        }
        #expect(throws: Credential.Failure.author(entry: 1)) {
            try holder(Credential(entries: [all[1], all[3]]))
        }
        #expect(throws: Credential.Failure.signature(entry: 1)) {
            try holder(Credential(entries: [all[1], all[2].bare]))
        }
        let above = try shop.enrol(shop.stranger, as: [.hq], by: shop.steward)
        #expect(throws: Credential.Failure.notAllowed(entry: 2)) {
            try holder(Credential(entries: [all[1], all[2], above]))
        }
        let fact = try shop.write(shop.root, .logOpened, [])
        #expect(throws: Credential.Failure.content(entry: 0)) {
            try holder(Credential(entries: [fact]))
        }
        #expect(throws: Credential.Failure.tooLong) {
            try holder(Credential(entries: Array(repeating: all[1], count: 11)))
        }
        #expect(throws: Credential.Failure.otherStore) {
            try chain.holder(
                root: shop.root.node, store: shop.organisation, membership: membership)
        }
        #expect(throws: Credential.Failure.self) { try Credential(decoding: [0x81, 0x82]) }
    }

    @Test func `a revoked node's credential is refused, and what rests on a cut`() throws {
        var random = SplitMix64(seed: 2)
        var shop = try Shop(&random)
        var all = try shop.enrolments()
        let chain = Credential(entries: [all[1], all[2], all[4]])
        all.append(try shop.revoke(shop.second, at: [], by: shop.steward))
        func holder() throws(Credential.Failure) -> Credential.Holder {
            try chain.holder(
                root: shop.root.node, store: shop.store, membership: shop.membership(all))
        }
        #expect(throws: Credential.Failure.revoked(entry: 2)) { try holder() }
        all.append(try shop.revoke(shop.steward, at: [], by: shop.root))
        #expect(throws: Credential.Failure.revoked(entry: 1)) { try holder() }
    }
}
