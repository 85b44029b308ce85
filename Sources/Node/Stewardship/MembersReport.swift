public import CRDT
public import Encoding
import Replica
public import Replication
public import Storage

/// Who belongs to a store, and what people must look at about them.
public struct MembersReport: Hashable, Sendable {
    /// What became of a member.
    public enum State: UInt64, Hashable, Sendable {
        case active
        /// Silent for long: nobody waits for its word.
        case dormant
        /// Its work is over.
        case retired
        /// What it signed above a cut doesn't count.
        case revoked
        /// It goes on under another key.
        case rotated
    }

    public struct Head: Hashable, Sendable {
        public let log: LogID
        public let seq: UInt64
        public let hash: Bytes32
    }

    public struct Member: Hashable, Sendable {
        public let node: NodeID
        /// The number that it rings under now; nil for none.
        public let lane: UInt8?
        public let label: String
        public let roles: [Role]
        public let state: State
        /// Whether it keeps everything.
        public let isArchive: Bool
        /// The stamp of what it signed last, milliseconds since 1970; nil: nothing is here.
        public let lastHeardMilliseconds: UInt64?
        /// Where its logs stand here, one entry a branch.
        public let heads: [Head]
    }

    /// The node that answers.
    public let own: NodeID
    public let members: [Member]
    public let alarms: [Alarm]
    /// Up to where every lane that is waited for holds each log.
    public let stable: [StablePoint]
    public let retention: Retention

    public struct StablePoint: Hashable, Sendable {
        public let log: LogID
        public let seq: UInt64
    }
}

extension Register {
    /// The store's members as they stand here.
    mutating func members() throws(StorageError) -> MembersReport {
        let membership = replica.membership
        let heads = Dictionary(grouping: try store.summary().heads, by: \.log.author)
        let numbers = membership.laneNumbers(of: file.store)
        let labels = membership.labels
        return MembersReport(
            own: file.node,
            members: membership.members.map { node in
                let own = (heads[node] ?? []).sorted {
                    ($0.log, $0.seq, $0.hash) < ($1.log, $1.seq, $1.hash)
                }
                return MembersReport.Member(
                    node: node, lane: numbers[node]?.lane, label: labels[node] ?? "",
                    roles: membership.grants(of: node).map(\.role),
                    state: membership.state(of: node), isArchive: membership.isArchive(node),
                    lastHeardMilliseconds: own.map(\.hlc.raw).max().map { $0 >> 16 },
                    heads: own.map { MembersReport.Head(log: $0.log, seq: $0.seq, hash: $0.hash) })
            }, alarms: membership.alarms(in: file.store),
            stable: try stableFrontier().map {
                MembersReport.StablePoint(log: $0.log, seq: $0.seq)
            }, retention: retention)
    }
}

extension ShopReader {
    /// What became of the member whose identity it is, by the decisions that are stored here.
    public func standing(of identity: IdentityFile) throws(StorageError) -> MembersReport.State {
        try membership(of: identity).state(of: identity.node)
    }

    /// Who is what in the store of an identity, by the decisions that are stored here.
    public func membership(of identity: IdentityFile) throws(StorageError) -> Membership {
        var membership = Membership(root: identity.root)
        var decisions: [SignedOperation] = []
        for log in Set(try heads().map(\.log)).sorted()
        where log.scope == identity.store.control {
            decisions += try operations(of: log, from: 1, limit: .max).filter {
                $0.operation.named.isMembership
            }
        }
        membership.insert(decisions)
        return membership
    }
}

extension Membership {
    func state(of node: NodeID) -> MembersReport.State {
        if isRevoked(node) { return .revoked }
        if isRetired(node) { return .retired }
        if !successors(of: node).isEmpty { return .rotated }
        return isDormant(node) ? .dormant : .active
    }

    /// What people call each member; one that rotated keeps its name.
    fileprivate var labels: [NodeID: String] {
        var labels: [NodeID: String] = [:]
        for enrolment in enrolments {
            var next = [enrolment.node]
            while let node = next.popLast() {
                guard labels[node] != enrolment.label else { continue }
                labels[node] = enrolment.label
                next += successors(of: node)
            }
        }
        return labels
    }
}

// MARK: - On the control socket

extension MembersReport {
    /// `[own, [member …], [alarm …], [[log, seq] …], retention]`.
    var coded: CBOR {
        [
            .fixed(own.key), .array(members.map(\.coded)), .array(alarms.map(\.coded)),
            .array(stable.map { [.bytes($0.log.coded), .unsigned($0.seq)] }), retention.coded,
        ]
    }

    init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray, parts.count == 5, let stable = parts[3].asArray,
            let own = parts[0].asFixed(Bytes32.self),
            let members = parts[1].asArray, let alarms = parts[2].asArray
        else { throw .malformed("members") }
        self.own = NodeID(own)
        var readMembers: [Member] = []
        for member in members { readMembers.append(try Member(member)) }
        self.members = readMembers
        var readAlarms: [Alarm] = []
        for alarm in alarms { readAlarms.append(try Alarm(alarm)) }
        self.alarms = readAlarms
        var readStable: [StablePoint] = []
        for point in stable {
            guard let parts = point.asArray, parts.count == 2, let seq = parts[1].asUnsigned else {
                throw .malformed("a stable point")
            }
            readStable.append(StablePoint(log: try LogID(control: parts[0]), seq: seq))
        }
        self.stable = readStable
        retention = try Retention(parts[4])
    }
}

extension MembersReport.Member {
    /// `[node, lane or null, label, [role …], state, last heard or null, [[log, seq, hash] …],
    /// archive]`.
    fileprivate var coded: CBOR {
        [
            .fixed(node.key), lane.map { .unsigned(UInt64($0)) } ?? .null, .text(label),
            .array(roles.map { .unsigned(UInt64($0.rawValue)) }), .unsigned(state.rawValue),
            lastHeardMilliseconds.map { .unsigned($0) } ?? .null,
            .array(heads.map { [.bytes($0.log.coded), .unsigned($0.seq), .fixed($0.hash)] }),
            .bool(isArchive),
        ]
    }

    fileprivate init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray, parts.count == 8,
            let node = parts[0].asFixed(Bytes32.self), let label = parts[2].asText,
            let state = parts[4].asUnsigned.flatMap(MembersReport.State.init),
            let heads = parts[6].asArray, let isArchive = parts[7].asBool
        else { throw .malformed("a member") }
        var read: [MembersReport.Head] = []
        for head in heads {
            guard let parts = head.asArray, parts.count == 3, let seq = parts[1].asUnsigned,
                let hash = parts[2].asFixed(Bytes32.self)
            else { throw .malformed("a head") }
            read.append(.init(log: try LogID(control: parts[0]), seq: seq, hash: hash))
        }
        let roles = (parts[3].asArray ?? []).compactMap {
            $0.asUnsigned.flatMap { UInt8(exactly: $0) }.flatMap { Role(rawValue: $0) }
        }
        self.init(
            node: NodeID(node), lane: parts[1].asUnsigned.flatMap { UInt8(exactly: $0) },
            label: label, roles: roles, state: state, isArchive: isArchive,
            lastHeardMilliseconds: parts[5].asUnsigned, heads: read)
    }
}

extension Alarm {
    /// `[0, log]`, `[1, node, [node …]]` or `[2, lane, store, [node …]]`.
    fileprivate var coded: CBOR {
        switch self {
        case .forked(let log): [0, .bytes(log.coded)]
        case .rotatedTwice(let node, let next):
            [1, .fixed(node.key), .array(next.map { .fixed($0.key) })]
        case .laneNumber(let lane, let store, let nodes):
            [
                2, .unsigned(UInt64(lane)), .fixed(store.id),
                .array(nodes.map { .fixed($0.key) }),
            ]
        }
    }

    fileprivate init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray else { throw .malformed("an alarm") }
        func nodes(_ item: CBOR) -> [NodeID] {
            (item.asArray ?? []).compactMap { $0.asFixed(Bytes32.self).map { NodeID($0) } }
        }
        switch (parts.first?.asUnsigned, parts.count) {
        case (0, 2): self = .forked(try LogID(control: parts[1]))
        case (1, 3):
            guard let key = parts[1].asFixed(Bytes32.self) else { throw .malformed("a node") }
            self = .rotatedTwice(NodeID(key), to: nodes(parts[2]))
        case (2, 4):
            guard let lane = parts[1].asUnsigned.flatMap({ UInt8(exactly: $0) }),
                let store = parts[2].asFixed(Bytes16.self)
            else { throw .malformed("a lane number") }
            self = .laneNumber(lane, store: ScopeID(store), nodes: nodes(parts[3]))
        case _: throw .malformed("no such alarm")
        }
    }
}
