public import CRDT
public import Encoding
public import Replication

/// What a steward, or the root, decides about the store's members and logs.
public enum StoreDecision: Hashable, Sendable {
    /// Stolen or lost to somebody: what isn't held here counts no more; with `isFromBeginning`
    /// nothing of it does.
    case revoke(NodeID, isFromBeginning: Bool, reason: String)
    /// Broken or sold: what its logs hold goes on counting, its lane number is free.
    case retire(NodeID)
    /// Silent for long: nobody waits for its word, until it is taken back.
    case dormant(NodeID, Bool)
    /// Keeps everything, so that others may forget what is old, or does so no more.
    case archive(NodeID, Bool)
    /// Sales above a revocation's cut that are honest all the same.
    case salvage(LogID, [LogPoint], reason: String)
    /// Of a forked log only what leads to these heads, or follows them, counts.
    case adopt(LogID, heads: [Bytes32])

    /// The longest reason in bytes (protocol.md §3).
    public static let reasonBytesMax = 256
    /// Operations that one salvage names; each has some 45 bytes.
    public static let salvagedMax = 4096

    /// As it is written into a control log.
    ///
    /// - Parameter frontier: where logs stand here: cuts and ends are these.
    /// - Returns: the kind and its payload.
    public func payload(at frontier: Frontier) -> (kind: Kind, payload: [UInt8]) {
        switch self {
        case .revoke(let node, let isFromBeginning, let reason):
            let cuts = isFromBeginning ? [] : Self.ends(of: node, frontier)
            return (
                .memberRevoked,
                MemberRevoked(node: node, cuts: cuts, reason: reason).encoded()
            )
        case .retire(let node):
            let ends = Self.ends(of: node, frontier)
            return (.memberRetired, MemberRetired(node: node, logs: ends).encoded())
        case .dormant(let node, let isDormant):
            return (.memberDormant, MemberDormant(node: node, isDormant: isDormant).encoded())
        case .archive(let node, let isArchive):
            return (.memberArchive, MemberArchive(node: node, isArchive: isArchive).encoded())
        case .salvage(let log, let points, let reason):
            return (.salvaged, Salvaged(log: log, operations: points, reason: reason).encoded())
        case .adopt(let log, let heads):
            return (.forkAdopted, ForkAdopted(log: log, heads: heads).encoded())
        }
    }

    /// The end of each log of a node; of a forked one the branch that goes furthest.
    private static func ends(of node: NodeID, _ frontier: Frontier) -> [OperationID] {
        frontier.logs.filter { $0.author == node }.compactMap { log in
            frontier[log].max().map { OperationID(log: log, seq: $0.seq, hash: $0.hash) }
        }
    }

    /// The node whose work it ends.
    var nodeThatEnds: NodeID? {
        switch self {
        case .revoke(let node, _, _), .retire(let node): node
        case .dormant, .archive, .salvage, .adopt: nil
        }
    }

    /// The node whose credentials for others are worth nothing once this counts; nil where those
    /// whom it enrolled shall fall with it.
    public var leavesOrphans: NodeID? {
        switch self {
        case .revoke(let node, let isFromBeginning, _): isFromBeginning ? nil : node
        case .retire(let node): node
        case .dormant, .archive, .salvage, .adopt: nil
        }
    }

    /// Whether a membership says what this wants.
    func holds(in membership: Membership, since before: Membership) -> Bool {
        switch self {
        case .revoke(let node, _, _): membership.isRevoked(node)
        case .retire(let node): membership.isRetired(node)
        case .dormant(let node, let isDormant): membership.isDormant(node) == isDormant
        case .archive(let node, let isArchive): membership.isArchive(node) == isArchive
        case .salvage(let log, _, _), .adopt(let log, _):
            membership.standing(of: log) != before.standing(of: log)
        }
    }

    var isRevocation: Bool {
        switch self {
        case .revoke: true
        case .retire, .dormant, .archive, .salvage, .adopt: false
        }
    }
}

// MARK: - On the control socket

extension StoreDecision {
    /// `[number, value …]`.
    var coded: CBOR {
        switch self {
        case .revoke(let node, let isFromBeginning, let reason):
            [0, .fixed(node.key), .bool(isFromBeginning), .text(reason)]
        case .retire(let node): [1, .fixed(node.key)]
        case .dormant(let node, let isDormant): [2, .fixed(node.key), .bool(isDormant)]
        case .salvage(let log, let points, let reason):
            [
                3, .bytes(log.coded),
                .array(points.map { [.unsigned($0.seq), .fixed($0.hash)] }), .text(reason),
            ]
        case .adopt(let log, let heads):
            [4, .bytes(log.coded), .array(heads.map { .fixed($0) })]
        case .archive(let node, let isArchive): [5, .fixed(node.key), .bool(isArchive)]
        }
    }

    init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray, let number = parts.first?.asUnsigned else {
            throw .malformed("a decision")
        }
        switch (number, parts.count) {
        case (0, 4):
            guard let isFromBeginning = parts[2].asBool else { throw .malformed("a cut") }
            self = .revoke(
                try Self.node(parts[1]), isFromBeginning: isFromBeginning,
                reason: try Self.reason(parts[3]))
        case (1, 2): self = .retire(try Self.node(parts[1]))
        case (2, 3):
            guard let isDormant = parts[2].asBool else { throw .malformed("dormancy") }
            self = .dormant(try Self.node(parts[1]), isDormant)
        case (3, 4):
            self = .salvage(
                try LogID(control: parts[1]), try Self.points(parts[2]),
                reason: try Self.reason(parts[3]))
        case (4, 3):
            let heads = parts[2].asArray?.compactMap { $0.asFixed(Bytes32.self) }
            guard let heads, heads.count == parts[2].asArray?.count else {
                throw .malformed("heads")
            }
            self = .adopt(try LogID(control: parts[1]), heads: heads)
        case (5, 3):
            guard let isArchive = parts[2].asBool else { throw .malformed("an archive") }
            self = .archive(try Self.node(parts[1]), isArchive)
        case _: throw .malformed("no such decision")
        }
    }

    private static func node(_ item: CBOR) throws(ControlError) -> NodeID {
        guard let key = item.asFixed(Bytes32.self) else { throw .malformed("a node") }
        return NodeID(key)
    }

    private static func reason(_ item: CBOR) throws(ControlError) -> String {
        guard let text = item.asText, text.utf8.count <= reasonBytesMax else {
            throw .malformed("a reason of at most \(reasonBytesMax) bytes")
        }
        return text
    }

    private static func points(_ item: CBOR) throws(ControlError) -> [LogPoint] {
        guard let items = item.asArray, (1...salvagedMax).contains(items.count) else {
            throw .malformed("1 to \(salvagedMax) operations")
        }
        var points: [LogPoint] = []
        for item in items {
            guard let parts = item.asArray, parts.count == 2, let seq = parts[0].asUnsigned,
                let hash = parts[1].asFixed(Bytes32.self)
            else { throw .malformed("an operation") }
            points.append(LogPoint(seq: seq, hash: hash))
        }
        return points
    }
}

extension LogID {
    /// `[scope, author, incarnation]`, as the protocol writes it.
    var coded: [UInt8] {
        CBOR.array([.fixed(scope.id), .fixed(author.key), .fixed(incarnation.id)]).encoded
    }

    init(control item: CBOR) throws(ControlError) {
        guard let bytes = item.asBytes, let parts = try? CBOR.decode(bytes).asArray,
            parts.count == 3, let scope = parts[0].asFixed(Bytes16.self),
            let author = parts[1].asFixed(Bytes32.self),
            let incarnation = parts[2].asFixed(Bytes8.self)
        else { throw .malformed("a log") }
        self.init(
            scope: ScopeID(scope), author: NodeID(author), incarnation: Incarnation(incarnation))
    }
}
