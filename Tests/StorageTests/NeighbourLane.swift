import CRDT
import Crypto
import Encoding
import Replica
import Replication
import Retail
import Storage
import TestSupport

/// Another lane of a till's store, whose log arrives in segments.
struct NeighbourLane {
    let identity: Identity
    private var writer: LogWriter
    private var stamp = Till.now << 16

    /// Has the till enrol it, as a lane.
    init(seed: UInt64, of till: inout Till) throws {
        var random = SplitMix64(seed: seed)
        identity = try Identity(seed: random.bytes(32))
        let node = NodeID(try present(Bytes32(identity.publicKey)))
        let scope = till.replica.place.scope
        let enrolment = MemberEnrolled(
            node: node, store: scope, lane: UInt8(seed), label: "lane \(seed)", roles: [.lane])
        try till.decide([(.memberEnrolled, enrolment.encoded())])
        writer = LogWriter(
            log: LogID(
                scope: scope, author: node, incarnation: Incarnation(Bytes8(words: [seed]))),
            head: nil)
        try write(
            [(Kind.logOpened.rawValue, LogOpened(previous: nil, reason: "").encoded())], to: &till)
    }

    var log: LogID { writer.log }
    var node: NodeID { writer.log.author }
    var head: LogHead? { writer.head }

    /// Writes facts, which the till takes in.
    mutating func commit(_ facts: [Fact], to till: inout Till) throws {
        try write(facts.map { ($0.kind, $0.encode()) }, to: &till)
    }

    mutating func write(_ payloads: [(UInt16, [UInt8])], to till: inout Till) throws {
        var drafts: [LogWriter.Draft] = []
        for (kind, payload) in payloads {
            stamp += 1
            drafts.append(LogWriter.Draft(hlc: HLC(raw: stamp), kind: kind, payload: payload))
        }
        let signed = try writer.append(drafts, by: identity, signing: .last)
        for segment in try SegmentCutter.cut(signed) { try till.ingest(segment) }
    }
}

extension Till {
    /// Commits operations of the protocol's own kinds in the control scope.
    mutating func decide(_ payloads: [(kind: Kind, payload: [UInt8])]) throws {
        let commit = try replica.commit(
            payloads: payloads, in: replica.place.scope.control, now: Self.now, store: store)
        try store.apply(commit.transaction)
        replica.confirm(commit)
    }

    mutating func ingest(_ segment: Segment) throws {
        let arrival = try replica.ingest(segment, now: Self.now, store: store)
        guard case .new(let commit, _) = arrival else { throw Missing() }
        try store.apply(commit.transaction)
        replica.confirm(commit)
    }
}
