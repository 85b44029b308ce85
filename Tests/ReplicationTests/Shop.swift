import CRDT
import Crypto
import Encoding
import Replication
import TestSupport
import Testing

/// A small organisation: a root, HQ, a store with a steward and two lanes, and a stranger.
struct Shop {
    let root, hq, storeRoot, steward, first, second, stranger: Author
    let store: ScopeID
    let organisation: ScopeID
    private var stamps: UInt64 = 1
    private var writers: [LogID: LogWriter] = [:]

    init(_ random: inout SplitMix64) throws {
        store = ScopeID(try #require(Bytes16(random.bytes(16))))
        organisation = ScopeID(try #require(Bytes16(random.bytes(16))))
        root = try Author.random(in: organisation.control, using: &random)
        hq = try Author.random(in: organisation.control, using: &random)
        storeRoot = try Author.random(in: store.control, using: &random)
        steward = try Author.random(in: store.control, using: &random)
        first = try Author.random(in: store, using: &random)
        second = try Author.random(in: store, using: &random)
        stranger = try Author.random(in: store, using: &random)
    }

    /// Appends one operation to an author's log.
    mutating func write(
        _ author: Author, _ kind: Kind, _ payload: [UInt8], in scope: ScopeID? = nil
    ) throws -> SignedOperation {
        let log = author.log(in: scope ?? author.log.scope)
        stamps += 1
        var writer = writers[log] ?? LogWriter(log: log, head: nil)
        let written = try writer.append(
            [.init(hlc: HLC(raw: stamps), kind: kind.rawValue, payload: payload)],
            by: author.identity, signing: .each)
        writers[log] = writer
        return try #require(written.first)
    }

    mutating func enrol(
        _ node: Author, as roles: [Role], lane: UInt8 = 0, by author: Author,
        in scope: ScopeID? = nil
    ) throws -> SignedOperation {
        let enrolled = MemberEnrolled(
            node: node.node, store: roles == [.hq] ? nil : store, lane: lane, label: "",
            roles: roles)
        return try write(author, .memberEnrolled, enrolled.encoded(), in: scope)
    }

    mutating func revoke(
        _ node: Author, at cuts: [SignedOperation], by author: Author
    ) throws -> SignedOperation {
        let points = cuts.map { OperationID($0.head, of: $0.operation.log) }
        let revoked = MemberRevoked(node: node.node, cuts: points, reason: "")
        return try write(author, .memberRevoked, revoked.encoded())
    }

    /// The enrolments of all but the stranger.
    mutating func enrolments() throws -> [SignedOperation] {
        [
            try enrol(hq, as: [.hq], by: root),
            try enrol(storeRoot, as: [.rootOfStore], by: root),
            try enrol(steward, as: [.steward], by: storeRoot),
            try enrol(first, as: [.lane], lane: 1, by: steward),
            try enrol(second, as: [.lane], lane: 2, by: steward),
        ]
    }

    func membership(_ operations: [SignedOperation]) -> Membership {
        var membership = Membership(root: root.node)
        membership.insert(operations)
        return membership
    }
}

extension Membership {
    func verdict(on signed: SignedOperation) -> Verdict {
        verdict(
            on: OperationID(signed.head, of: signed.operation.log), kind: signed.operation.named)
    }
}
