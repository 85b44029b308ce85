public import CRDT
import Crypto
public import Encoding

/// Who may write what, as a function of the set of membership operations: the order in which
/// they came, and every clock, is without effect (protocol.md §4 and §5).
public struct Membership: Sendable {
    /// The node that signs at the top; pinned when this node joined.
    public let root: NodeID
    /// Rises with each change: where it stands still, no verdict has moved.
    public private(set) var revision: UInt64 = 0

    private var records: [Bytes32: MembershipRecord] = [:]
    private var branches: [LogID: Branches] = [:]
    private var named: [LogID: LogPoint] = [:]
    private var unopened: Set<LogID> = []
    /// Logs of which a record or a decision stands here: their branches matter to it.
    private var speaking: Set<LogID> = []
    private(set) var standing: Standing

    public init(root: NodeID) {
        self.root = root
        standing = Standing(.init(root: root, records: [], branches: [:], named: [:]))
    }

    // MARK: What it is made of

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
                guard let record = try MembershipRecord(signed) else { continue }
                records[signed.hash] = record
                speaking.insert(record.log)
            } catch {
                refused.append((signed.hash, error))
            }
        }
        if records.count != before { judge() }
        return refused
    }

    /// Takes an operation out again.
    public mutating func remove(_ hash: Bytes32) {
        if records.removeValue(forKey: hash) != nil { judge() }
    }

    /// Takes note of how a log's branches lie: once it forks, and as they grow.
    public mutating func note(_ branches: Branches, of log: LogID) {
        self.branches[log] = branches
        if speaking.contains(log) { return judge() }
        revision += 1
        standing.note(branches, of: log)
    }

    /// Takes note of the points of forked logs that HQ's acknowledgements chose.
    public mutating func note(named: [LogID: LogPoint]) {
        guard named != self.named else { return }
        self.named = named
        judge()
    }

    /// Takes note of a log that begins with another operation than its opening.
    public mutating func note(unopened log: LogID) {
        if unopened.insert(log).inserted { revision += 1 }
    }

    private mutating func judge() {
        revision += 1
        standing = Standing(input(named: named))
    }

    private func input(named: [LogID: LogPoint]) -> Standing.Input {
        Standing.Input(
            root: root, records: Array(records.values), branches: branches, named: named)
    }

    /// The branches of a forked log; nil for one that never forked.
    public func branches(of log: LogID) -> Branches? { branches[log] }

    /// The forked logs, ascending.
    public var forkedLogs: [LogID] { branches.keys.sorted() }

    /// The nodes whose acknowledgements choose among branches, ascending: HQ, as it stands
    /// without such choices, so that none can rest on itself.
    public var choosers: [NodeID] {
        let plain = named.isEmpty ? standing : Standing(input(named: [:]))
        return plain.members.grants.filter { $0.value.contains { $0.role == .hq } }.keys.sorted()
    }

    // MARK: Who is what

    /// What a node may be, ascending; empty for a stranger.
    ///
    /// Revocations don't take roles away: they cut logs.
    public func grants(of node: NodeID) -> [Grant] {
        (standing.members.grants[node] ?? []).sorted()
    }

    /// Whether a node is the root, or what the root rotated to.
    public func isRoot(_ node: NodeID) -> Bool { standing.members.roots.contains(node) }

    /// Up to where a log counts; nil where no revocation cuts it.
    public func cut(of log: LogID) -> Cut? { standing.cut(of: log) }

    /// Whether a revocation of the node, or of one that it follows, counts.
    public func isRevoked(_ node: NodeID) -> Bool { standing.isRevoked(node) }

    /// Whether a retirement of the node counts.
    public func isRetired(_ node: NodeID) -> Bool { standing.retired[node] != nil }

    /// The sequence at which a retirement says that a log ended; nil where none names it.
    public func retirementEnd(of log: LogID) -> UInt64? { standing.retiredAt[log] }

    /// Whether a steward set the node dormant: it's left out of the stable frontier.
    public func isDormant(_ node: NodeID) -> Bool { standing.dormant.contains(node) }

    /// Whether a node keeps everything, so that others may forget what it has: by a steward's word,
    /// or as HQ (protocol.md §7).
    public func isArchive(_ node: NodeID) -> Bool {
        standing.archives.contains(node) || grants(of: node).contains { $0.role == .hq }
    }

    /// Whom a node rotated to, ascending; more than one is an alarm.
    public func successors(of node: NodeID) -> [NodeID] { standing.successors(of: node) }

    /// A node whose work goes on: neither revoked nor retired nor rotated away.
    public func isActive(_ node: NodeID) -> Bool {
        !isRevoked(node) && !isRetired(node) && successors(of: node).isEmpty
    }

    /// All nodes with a role, ascending; also those whose enrolment a fork suspends.
    public var members: [NodeID] { standing.suspended.grants.keys.sorted() }

    /// The zones of a store, as root or HQ placed it.
    public func zones(of store: ScopeID) -> [ScopeID] { standing.zones[store] ?? [] }

    /// The organisation that the store has joined by its root's word.
    public var organisation: StoreAdopted? { standing.members.organisation }

    /// Whether a key may become a member's name: a point of the prime-order subgroup whose X25519
    /// form is no member's, as channels know members by that form.
    public func mayName(_ node: NodeID) -> Bool {
        guard Signature.isValidKey(node.key.bytes), Self.hasAgreementKey(node) else { return false }
        let known = standing.suspended
        let isTaken = known.roots.contains(node) || known.grants[node] != nil
        return !isTaken && node != root && node.twin != root && !known.hasTwin(of: node)
    }

    private static func hasAgreementKey(_ node: NodeID) -> Bool {
        // A key without such a form is nobody's: it can open no channel.
        (try? X25519.publicKey(ofNode: node.key.bytes)) != nil
    }

    /// The enrolments that count, the oldest stamp first.
    public var enrolments: [MemberEnrolled] { standing.enrolments }

    // MARK: What logs are worth

    /// All that decides what a log's operations are worth.
    public func standing(of log: LogID) -> LogStanding {
        let author = log.author
        func reaching(_ members: Members) -> Set<Grant> {
            (members.grants[author] ?? []).filter { $0.mayWrite(to: log.scope) }
        }
        let inputs = LogStanding.Inputs(
            isRoot: standing.members.roots.contains(author),
            isSuspendedRoot: standing.suspended.roots.contains(author),
            grants: reaching(standing.members), suspended: reaching(standing.suspended),
            isControl: standing.controlScopes.contains(log.scope),
            isUnopened: unopened.contains(log),
            isRetired: standing.retired[author].map { !$0.contains(log) } ?? false,
            cut: standing.cut(of: log), ends: standing.ends(of: log),
            salvaged: standing.salvaged[log] ?? [])
        return LogStanding(
            log: log, identity: standing.identities[author] ?? author,
            authority: authority(in: log), inputs: inputs, fork: standing.fork(of: log))
    }

    /// What an operation of this kind is worth.
    ///
    /// - Returns: the verdict, which may change with every insertion and removal.
    public func verdict(on operation: OperationID, kind: Kind) -> Verdict {
        standing(of: operation.log).verdict(
            on: LogPoint(seq: operation.seq, hash: operation.hash), kind: kind)
    }

    /// What operations of this kind are worth in a log, cuts left aside.
    func verdict(in log: LogID, kind: Kind) -> Verdict { standing(of: log).verdict(of: kind) }

    /// Rank in last-writer-wins order: lane 1, steward 2, root of store 3, hq 4, root 5.
    ///
    /// A member whose enrolment a fork suspends writes with the lowest.
    private func authority(in log: LogID) -> UInt8 {
        if isRoot(log.author) { return 5 }
        func rank(_ grant: Grant) -> UInt8 {
            guard grant.store == nil || grant.store == log.scope else { return 0 }
            return switch grant.role {
            case .relay, .observer: 0
            case .lane: 1
            case .steward: 2
            case .rootOfStore: 3
            case .hq: 4
            }
        }
        let ranks = (standing.members.grants[log.author] ?? []).map(rank)
        let suspended = (standing.suspended.grants[log.author] ?? []).map(rank)
        return max(ranks.max() ?? 0, min(suspended.max() ?? 0, 1))
    }

    /// Whether a log is asked for and stored: its author is, or was within a revocation's cut, a
    /// member that may write to that scope at all.
    public func mayStore(_ log: LogID) -> Bool { standing(of: log).isMember }
}
