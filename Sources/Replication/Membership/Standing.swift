import CRDT
import Encoding

/// What a set of membership operations amounts to: a pure function of the set.
///
/// Revocations are judged by rank from the top: one counts unless its author is cut by one of
/// strictly higher rank. Then enrolments and rotations count that no cut removes.
struct Standing: Sendable {
    struct Revocation: Sendable {
        let rank: Rank
        let cuts: [OperationID]
    }

    private(set) var roots: Set<NodeID>
    private(set) var grants: [NodeID: Set<Grant>] = [:]
    private(set) var revocations: [NodeID: [Revocation]] = [:]
    /// The logs that the retirements of a node list.
    private(set) var retired: [NodeID: Set<LogID>] = [:]
    private(set) var enrolments: [MemberEnrolled] = []
    /// The control scopes: of all stores that enrolments name, and those that the root writes to.
    private(set) var controlScopes: Set<ScopeID>

    private let pinned: NodeID
    private let records: [MembershipRecord]

    init(root: NodeID, records: [MembershipRecord]) {
        pinned = root
        roots = [root]
        var scopes = Set(records.filter { $0.author == root }.map(\.log.scope))
        for case .enrolled(let enrolment) in records.map(\.content) {
            if let store = enrolment.store { scopes.insert(store.control) }
        }
        controlScopes = scopes
        // What stands elsewhere says nothing: control scopes are exchanged before all others.
        self.records = records.filter { scopes.contains($0.log.scope) }
        for rank in Rank.allCases.reversed() where rank > .member {
            judgeMembers(above: rank)
            judgeRevocations(of: rank)
        }
        judgeMembers(above: nil)
        judgeRetirements()
        judgeEnrolments()
    }

    /// Up to where a log counts, by the revocations above a rank; nil where none cuts it.
    func cut(of log: LogID, above rank: Rank?) -> Cut? {
        let counting = (revocations[log.author] ?? []).filter { revocation in
            rank.map { revocation.rank > $0 } ?? true
        }
        guard let highest = counting.map(\.rank).max() else { return nil }
        let cuts = counting.filter { $0.rank == highest }.flatMap { revocation in
            let named = revocation.cuts.filter { $0.log == log }
            return named.isEmpty ? [Cut.all] : named.map { Cut(seq: $0.seq, hash: $0.hash) }
        }
        return cuts.min { ($0.seq, $0.hash) < ($1.seq, $1.hash) }
    }

    private func counts(_ record: MembershipRecord, above rank: Rank?) -> Bool {
        guard let cut = cut(of: record.log, above: rank) else { return true }
        return !cut.removes(seq: record.seq, hash: record.hash)
    }

    /// Grants the roles that enrolments and rotations give, from the top, each rank by those above.
    private mutating func judgeMembers(above rank: Rank?) {
        grants = [:]
        roots = [pinned]
        let counting = records.filter { counts($0, above: rank) }
        for level in Rank.allCases.reversed() {
            for record in counting {
                guard case .enrolled(let enrolment) = record.content else { continue }
                enrol(enrolment, by: record, at: level)
            }
            rotate(counting, at: level)
        }
    }

    /// The grants of a record's author in the scope that it stands in.
    private func authority(of record: MembershipRecord) -> Set<Grant> {
        (grants[record.author] ?? []).filter { $0.mayWrite(to: record.log.scope) }
    }

    private mutating func enrol(
        _ enrolment: MemberEnrolled, by record: MembershipRecord, at level: Rank
    ) {
        let authority = authority(of: record)
        for role in enrolment.roles where role.rank == level {
            let grant = Grant(role: role, store: enrolment.store)
            let isEntitled =
                roots.contains(record.author) || authority.contains { $0.mayEnrol(grant) }
            if isEntitled { grants[enrolment.node, default: []].insert(grant) }
        }
    }

    /// Gives a new NodeID what the old one is, along whole chains of rotations.
    private mutating func rotate(_ counting: [MembershipRecord], at level: Rank) {
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for record in counting {
                guard case .rotated(let rotation) = record.content else { continue }
                if level == .root {
                    guard roots.contains(record.author) else { continue }
                    hasChanged = roots.insert(rotation.node).inserted || hasChanged
                } else {
                    let given = (grants[record.author] ?? []).filter { $0.role.rank == level }
                    let before = grants[rotation.node] ?? []
                    guard !given.isSubset(of: before) else { continue }
                    grants[rotation.node] = before.union(given)
                    hasChanged = true
                }
            }
        }
    }

    /// Takes the revocations whose authors have this rank and may revoke the node.
    private mutating func judgeRevocations(of rank: Rank) {
        var judged: [(node: NodeID, revocation: Revocation)] = []
        for record in records where counts(record, above: rank) {
            guard case .revoked(let revoked) = record.content,
                self.rank(of: record.author) == rank, mayRevoke(revoked.node, by: record)
            else { continue }
            judged.append((revoked.node, Revocation(rank: rank, cuts: revoked.cuts)))
        }
        // Together at the end: between equals both count.
        for (node, revocation) in judged { revocations[node, default: []].append(revocation) }
    }

    private func rank(of node: NodeID) -> Rank {
        if roots.contains(node) { return .root }
        return (grants[node] ?? []).map(\.role.rank).max() ?? .member
    }

    private func mayRevoke(_ node: NodeID, by record: MembershipRecord) -> Bool {
        if roots.contains(record.author) { return true }
        guard !roots.contains(node) else { return false }
        return authority(of: record).contains { $0.mayRevoke(grants[node] ?? []) }
    }

    private mutating func judgeRetirements() {
        for record in records where counts(record, above: nil) {
            guard case .retired(let retirement) = record.content else { continue }
            let target = grants[retirement.node] ?? []
            let isEntitled =
                roots.contains(record.author)
                || authority(of: record).contains { $0.mayRetire(target) }
            guard isEntitled else { continue }
            retired[retirement.node, default: []].formUnion(retirement.logs.map(\.log))
        }
    }

    private mutating func judgeEnrolments() {
        let counting = records.filter { counts($0, above: nil) }.sorted {
            ($0.hlc, $0.log, $0.hash) < ($1.hlc, $1.log, $1.hash)
        }
        for record in counting {
            guard case .enrolled(let enrolment) = record.content else { continue }
            let given = enrolment.roles.map { Grant(role: $0, store: enrolment.store) }
            let authority = authority(of: record)
            let isEntitled =
                roots.contains(record.author)
                || given.contains { grant in authority.contains { $0.mayEnrol(grant) } }
            if isEntitled { enrolments.append(enrolment) }
        }
    }
}
