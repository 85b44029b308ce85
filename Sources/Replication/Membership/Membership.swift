public import CRDT
import Crypto
public import Encoding

/// Who may write what, as a function of the set of membership operations: the order in which
/// they came, and every clock, is without effect (protocol.md §4).
public struct Membership: Sendable {
    /// The node that signs at the top; pinned when this node joined.
    public let root: NodeID

    private var records: [Bytes32: MembershipRecord] = [:]
    private var standing: Standing

    public init(root: NodeID) {
        self.root = root
        standing = Standing(root: root, records: [])
    }

    /// Takes valid operations; those that say nothing of membership are passed over.
    ///
    /// - Returns: the hashes of those whose payload is refused, each with the reason.
    @discardableResult
    public mutating func insert(
        _ operations: some Sequence<SignedOperation>
    ) -> [(hash: Bytes32, error: PayloadError)] {
        var refused: [(hash: Bytes32, error: PayloadError)] = []
        let before = records.count
        for signed in operations where records[signed.hash] == nil {
            do {
                if let record = try MembershipRecord(signed) { records[signed.hash] = record }
            } catch {
                refused.append((signed.hash, error))
            }
        }
        if records.count != before { judge() }
        return refused
    }

    /// Takes an operation out again: one on a branch of a fork that doesn't count.
    public mutating func remove(_ hash: Bytes32) {
        if records.removeValue(forKey: hash) != nil { judge() }
    }

    private mutating func judge() {
        standing = Standing(
            root: root, records: records.values.sorted { $0.hash < $1.hash })
    }

    /// What a node may be, ascending; empty for a stranger.
    ///
    /// Revocations don't take roles away: they cut logs.
    public func grants(of node: NodeID) -> [Grant] {
        (standing.grants[node] ?? []).sorted()
    }

    /// Whether a node is the root, or what the root rotated to.
    public func isRoot(_ node: NodeID) -> Bool { standing.roots.contains(node) }

    /// Up to where a log counts; nil where no revocation cuts it.
    public func cut(of log: LogID) -> Cut? { standing.cut(of: log, above: nil) }

    /// Whether a revocation of the node counts.
    public func isRevoked(_ node: NodeID) -> Bool { !(standing.revocations[node] ?? []).isEmpty }

    /// Whether a retirement of the node counts.
    public func isRetired(_ node: NodeID) -> Bool { standing.retired[node] != nil }

    /// All nodes with a role, ascending.
    public var members: [NodeID] { standing.grants.keys.sorted() }

    /// Whether a key may become a member's name: a point of the prime-order subgroup whose X25519
    /// form is no member's, as channels know members by that form.
    public func mayName(_ node: NodeID) -> Bool {
        guard Signature.isValidKey(node.key.bytes), let form = Self.agreementKey(node) else {
            return false
        }
        return !([root] + members).contains { Self.agreementKey($0) == form }
    }

    private static func agreementKey(_ node: NodeID) -> [UInt8]? {
        // A key without such a form is nobody's: it can open no channel.
        try? X25519.publicKey(ofNode: node.key.bytes)
    }

    /// The enrolments that count, the oldest stamp first.
    public var enrolments: [MemberEnrolled] { standing.enrolments }

    /// The first node ever enrolled with a lane number of a store: its receipts have the plain
    /// series.
    public func firstNode(lane: UInt8, store: ScopeID) -> NodeID? {
        standing.enrolments.first { $0.lane == lane && $0.store == store }?.node
    }

    /// What an operation of this kind is worth.
    ///
    /// - Parameters:
    ///   - operation: the operation, of a valid log.
    ///   - kind: its kind.
    ///   - ancestry: tells the branches of a forked log apart: a cut keeps only what its own
    ///     operation is chained on.
    /// - Returns: the verdict, which may change with every insertion and removal.
    public func verdict(
        on operation: OperationID, kind: Kind, ancestry: some Ancestry = LinearAncestry()
    ) -> Verdict {
        let log = operation.log
        let verdict = verdict(in: log, kind: kind)
        guard verdict != .stranger, let cut = cut(of: log) else { return verdict }
        let point = LogPoint(seq: operation.seq, hash: operation.hash)
        let end = LogPoint(seq: cut.seq, hash: cut.hash)
        let isKept = cut.seq > 0 && ancestry.contains(point, below: end, in: log)
        return isKept ? verdict : .quarantined(.aboveCut(cut))
    }

    /// What operations of this kind are worth in a log, cuts left aside.
    func verdict(in log: LogID, kind: Kind) -> Verdict {
        let isRoot = isRoot(log.author)
        let writing = (standing.grants[log.author] ?? []).filter { $0.mayWrite(to: log.scope) }
        guard isRoot || !writing.isEmpty else { return .stranger }
        if let kept = standing.retired[log.author], !kept.contains(log) {
            return .quarantined(.retired)
        }
        let isPermitted =
            kind.isOfEveryMember || (isRoot && kind.isOfRoot)
            || writing.contains { $0.mayWrite(kind) }
        guard isPermitted else { return .quarantined(.notPermitted) }
        guard kind.mayStand(inControl: standing.controlScopes.contains(log.scope)) else {
            return .quarantined(.wrongScope)
        }
        return .allowed
    }
}
