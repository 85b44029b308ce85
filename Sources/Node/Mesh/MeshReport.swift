public import CRDT
import Encoding
import Replication

/// How a node's mesh stands, for `status`, `peers` and lamps.
public struct MeshReport: Hashable, Sendable {
    /// A member that is met.
    public struct Peer: Hashable, Sendable {
        public let node: NodeID
        /// What was dialled; nil where it called.
        public let address: String?
        public let roundTripMilliseconds: UInt64?
        /// Its wall clock less ours.
        public let clockOffsetMilliseconds: Int64?
        /// Operations here that it isn't known to have; nil: it hasn't said yet.
        public let behind: UInt64?
    }

    public var peers: [Peer] = []
    /// What became of this member itself.
    public var standing = MembersReport.State.active
    /// Other members of the store that ring or keep books: neither revoked, retired nor dormant.
    public var known: UInt64 = 0
    /// Operations that a peer has and that aren't here.
    public var missing: UInt64 = 0
    /// Operations of this node's own that no peer is known to have.
    public var unconfirmed: UInt64 = 0
    /// Receipts among these.
    public var salesOnlyHere: UInt64 = 0
    /// Operations that peers sent since the mesh began, those that were here already included.
    public var delivered: UInt64 = 0
    /// Logs of which operations are missing that none of the peers met holds any more: an archive
    /// has them.
    public var outOfReach: UInt64 = 0
    /// Operations that were forgotten here, are wanted again and still to come.
    public var wantedAgain: UInt64 = 0
    /// Logs of such operations that none of the peers met has.
    public var wantedOutOfReach: UInt64 = 0
    /// Where it listens.
    public var addresses: [String] = []
    /// Of those missing, the operations of control logs.
    var missingControl: UInt64 = 0
    /// Peers that said what they have.
    var informed: UInt64 = 0
}

extension MeshReport {
    /// By how much the store's clocks are ahead of ours, by those that are met now; nil where none
    /// is.
    public var clockOffsetMilliseconds: Int64? {
        let offsets = peers.compactMap(\.clockOffsetMilliseconds)
        return offsets.isEmpty ? nil : StoreClock.median([0] + offsets)
    }

    /// `[[[node, address, round trip, offset, behind] …], missing, unconfirmed, [address …],
    /// known, delivered, standing, out of reach, sales only here, wanted again, of those out of
    /// reach]`.
    var coded: CBOR {
        [
            .array(
                peers.map { peer in
                    [
                        .fixed(peer.node.key), peer.address.map { .text($0) } ?? .null,
                        peer.roundTripMilliseconds.map { .unsigned($0) } ?? .null,
                        peer.clockOffsetMilliseconds.map { .integer($0) } ?? .null,
                        peer.behind.map { .unsigned($0) } ?? .null,
                    ]
                }),
            .unsigned(missing), .unsigned(unconfirmed), .array(addresses.map { .text($0) }),
            .unsigned(known), .unsigned(delivered), .unsigned(standing.rawValue),
            .unsigned(outOfReach),
            .unsigned(salesOnlyHere), .unsigned(wantedAgain), .unsigned(wantedOutOfReach),
        ]
    }

    init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray, parts.count == 11, let peers = parts[0].asArray,
            let known = parts[4].asUnsigned, let delivered = parts[5].asUnsigned,
            let missing = parts[1].asUnsigned, let sales = parts[8].asUnsigned,
            let unconfirmed = parts[2].asUnsigned,
            let addresses = parts[3].asArray,
            let standing = parts[6].asUnsigned.flatMap({ MembersReport.State(rawValue: $0) }),
            let outOfReach = parts[7].asUnsigned, let wantedAgain = parts[9].asUnsigned,
            let wantedOutOfReach = parts[10].asUnsigned
        else { throw .malformed("a mesh report") }
        for peer in peers { self.peers.append(try Peer(peer)) }
        self.known = known
        self.delivered = delivered
        self.standing = standing
        self.missing = missing
        self.outOfReach = outOfReach
        self.wantedAgain = wantedAgain
        self.wantedOutOfReach = wantedOutOfReach
        self.unconfirmed = unconfirmed
        salesOnlyHere = sales
        self.addresses = addresses.compactMap(\.asText)
    }
}

extension MeshReport.Peer {
    fileprivate init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray, parts.count == 5,
            let node = parts[0].asFixed(Bytes32.self)
        else { throw .malformed("a peer") }
        self.init(
            node: NodeID(node), address: parts[1].asText,
            roundTripMilliseconds: parts[2].asUnsigned,
            clockOffsetMilliseconds: parts[3].asInt64, behind: parts[4].asUnsigned)
    }
}

extension Guest {
    /// `[lane, label, [role …]]`.
    var coded: CBOR {
        [
            .unsigned(UInt64(lane)), .text(label),
            .array(roles.map { .unsigned(UInt64($0.rawValue)) }),
        ]
    }

    init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray, parts.count == 3,
            let lane = parts[0].asUnsigned.flatMap({ UInt8(exactly: $0) }), lane <= 99,
            let label = parts[1].asText, let items = parts[2].asArray
        else { throw .malformed("a guest") }
        let roles = items.compactMap {
            $0.asUnsigned.flatMap { UInt8(exactly: $0) }.flatMap { Role(rawValue: $0) }
        }
        guard roles.count == items.count, !roles.isEmpty else { throw .malformed("roles") }
        self.init(lane: lane, label: label, roles: roles)
    }
}
