import CRDT
import Crypto
import Encoding
import Replica
import Replication
import SimulatedStore
import TestSupport

/// An organisation's logs as their authors wrote them, for replicas that hear of them later.
struct Organisation {
    let root, hq, steward, other, first, second, third: Identity
    let store: ScopeID
    let organisation: ScopeID
    private(set) var logs: [LogID: [[SignedOperation]]] = [:]
    private var random: SplitMix64
    private var stamp: UInt64 = 1 << 40

    init(seed: UInt64) throws {
        random = SplitMix64(seed: seed)
        store = ScopeID(random.bytes16())
        organisation = ScopeID(random.bytes16())
        root = try random.identity()
        hq = try random.identity()
        steward = try random.identity()
        other = try random.identity()
        first = try random.identity()
        second = try random.identity()
        third = try random.identity()
    }

    static func node(_ identity: Identity) -> NodeID {
        NodeID(Bytes32(identity.publicKey) ?? .zero)
    }

    /// The log of an author's only life.
    func log(_ author: Identity, in scope: ScopeID, life: UInt64 = 1) -> LogID {
        LogID(
            scope: scope, author: Self.node(author),
            incarnation: Incarnation(Bytes8(words: [life])))
    }

    /// Appends to one branch of a log, which is opened first.
    @discardableResult
    mutating func write(
        _ kind: Kind, _ payload: [UInt8], by author: Identity, in scope: ScopeID? = nil,
        branch: Int = 0, life: UInt64 = 1
    ) throws -> SignedOperation {
        let log = log(author, in: scope ?? store.control, life: life)
        var branches = logs[log] ?? [[]]
        if branches[0].isEmpty {
            branches[0] = [
                try append(
                    .logOpened, LogOpened(previous: nil, reason: "").encoded(), log, nil, author)
            ]
        }
        let signed = try append(kind, payload, log, branches[branch].last?.head, author)
        branches[branch].append(signed)
        logs[log] = branches
        return signed
    }

    /// Puts an operation behind the first branch of its log.
    mutating func append(_ signed: SignedOperation) {
        stamp = max(stamp, signed.operation.hlc.raw)
        logs[signed.operation.log, default: [[]]][0].append(signed)
    }

    private mutating func append(
        _ kind: Kind, _ payload: [UInt8], _ log: LogID, _ head: LogHead?, _ author: Identity
    ) throws -> SignedOperation {
        stamp += 1 + random.next() % 99
        var writer = LogWriter(log: log, head: head)
        let draft = LogWriter.Draft(hlc: HLC(raw: stamp), kind: kind.rawValue, payload: payload)
        return try present(try writer.append([draft], by: author, signing: .each).first)
    }

    /// Another machine goes on from the middle of a log.
    mutating func clone(_ log: LogID) -> Int {
        var branches = logs[log] ?? [[]]
        let length = branches[0].count
        branches.append(Array(branches[0].prefix(1 + Int(random.next() % UInt64(length)))))
        logs[log] = branches
        return branches.count - 1
    }

    mutating func enrol(_ node: Identity, as roles: [Role], by author: Identity) throws {
        let enrolled = MemberEnrolled(
            node: Self.node(node), store: roles == [.hq] ? nil : store, lane: 1, label: "",
            roles: roles)
        let scope = roles == [.hq] ? organisation.control : store.control
        try write(.memberEnrolled, enrolled.encoded(), by: author, in: scope)
    }

    /// Every operation as a segment of its own, all branches.
    func segments() throws -> [Segment] {
        try logs.keys.sorted().flatMap { log -> [Segment] in
            var seen: Set<Bytes32> = []
            let all = (logs[log] ?? []).joined().filter { seen.insert($0.hash).inserted }
            return try all.flatMap { try SegmentCutter.cut([$0]) }
        }
    }
}
