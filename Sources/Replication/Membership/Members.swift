import CRDT
import Encoding

/// Who is what, as one pass over the records finds it.
struct Members: Sendable {
    var roots: Set<NodeID>
    var grants: [NodeID: Set<Grant>] = [:]
    /// The organisation that the pinned root's store has joined.
    var organisation: StoreAdopted?

    init(root: NodeID) { roots = [root] }

    func rank(of node: NodeID) -> Rank {
        if roots.contains(node) { return .root }
        return (grants[node] ?? []).map(\.role.rank).max() ?? .member
    }

    /// The grants of a record's author in the scope that it stands in.
    func authority(of record: MembershipRecord) -> Set<Grant> {
        (grants[record.author] ?? []).filter { $0.mayWrite(to: record.log.scope) }
    }

    /// Whether the author may write this kind of decision about a log of the scope.
    func mayDecide(_ kind: Kind, on scope: ScopeID, _ record: MembershipRecord) -> Bool {
        roots.contains(record.author)
            || authority(of: record).contains { $0.mayDecide(on: scope, kind) }
    }

    func mayRevoke(_ node: NodeID, by record: MembershipRecord) -> Bool {
        if roots.contains(record.author) { return true }
        guard !roots.contains(node) else { return false }
        return authority(of: record).contains { $0.mayRevoke(grants[node] ?? []) }
    }

    func mayRetire(_ node: NodeID, by record: MembershipRecord) -> Bool {
        let target = grants[node] ?? []
        return roots.contains(record.author)
            || authority(of: record).contains { $0.mayRetire(target) }
    }

    /// The grants of an enrolment that its author may give.
    func entitled(_ enrolment: MemberEnrolled, by record: MembershipRecord) -> [Grant] {
        let given = enrolment.roles.map { Grant(role: $0, store: enrolment.store) }
        if roots.contains(record.author) { return given }
        let authority = authority(of: record)
        return given.filter { grant in authority.contains { $0.mayEnrol(grant) } }
    }

    /// Whether another key with this X25519 form is a member: channels couldn't tell them apart.
    func hasTwin(of node: NodeID) -> Bool {
        let twin = node.twin
        return roots.contains(twin) || grants[twin] != nil
    }
}

extension NodeID {
    /// The one other key with the same X25519 form, which depends on the point's y alone: the sign
    /// of x, the top bit of the last byte, is the other.
    var twin: NodeID {
        let words = key.words
        return NodeID(Bytes32(words[0], words[1], words[2], words[3] ^ 0x80))
    }
}

extension Members {
    /// Grants the roles that enrolments and rotations give, from the top, each rank by those above.
    ///
    /// - Parameters:
    ///   - root: the first author of all rights.
    ///   - records: those that count, the first by stamp first.
    ///   - rotations: of nodes; also those above a cut, as a revocation goes along with them.
    init(root: NodeID, records: [MembershipRecord], rotations: [MembershipRecord]) {
        self.init(root: root)
        rotateRoots(rotations)
        join(records)
        rotateRoots(rotations)
        for level in Rank.allCases.reversed() {
            for record in records {
                guard case .enrolled(let enrolment) = record.content else { continue }
                enrol(enrolment, by: record, at: level)
            }
            rotate(rotations, at: level)
        }
    }

    private mutating func enrol(
        _ enrolment: MemberEnrolled, by record: MembershipRecord, at level: Rank
    ) {
        guard !hasTwin(of: enrolment.node) else { return }
        for grant in entitled(enrolment, by: record) where grant.role.rank == level {
            grants[enrolment.node, default: []].insert(grant)
        }
    }

    /// Gives a new NodeID what the old one is, along whole chains of rotations.
    private mutating func rotate(_ rotations: [MembershipRecord], at level: Rank) {
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for record in rotations {
                guard case .rotated(let rotation) = record.content, !hasTwin(of: rotation.node)
                else { continue }
                let given = (grants[record.author] ?? []).filter { $0.role.rank == level }
                let before = grants[rotation.node] ?? []
                guard !given.isSubset(of: before) else { continue }
                grants[rotation.node] = before.union(given)
                hasChanged = true
            }
        }
    }

    private mutating func rotateRoots(_ rotations: [MembershipRecord]) {
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for record in rotations where roots.contains(record.author) {
                guard case .rotated(let rotation) = record.content, !hasTwin(of: rotation.node)
                else { continue }
                hasChanged = roots.insert(rotation.node).inserted || hasChanged
            }
        }
    }

    /// Pins the organisation's root beside the store's, which keeps the rights of role 0; of
    /// several the first in the store root's log.
    private mutating func join(_ records: [MembershipRecord]) {
        let stores = records.compactMap { record -> ScopeID? in
            guard case .enrolled(let enrolment) = record.content else { return nil }
            return enrolment.store
        }
        let joins = records.filter { record in
            guard case .joined = record.content else { return false }
            return roots.contains(record.author)
        }
        let first = joins.min { ($0.log, $0.seq, $0.hash) < ($1.log, $1.seq, $1.hash) }
        guard let first, case .joined(let join) = first.content,
            let store = stores.filter({ $0.control == first.log.scope }).min(),
            !roots.contains(join.root), !hasTwin(of: join.root)
        else { return }
        for root in roots { grants[root] = [Grant(role: .rootOfStore, store: store)] }
        roots = [join.root]
        organisation = join
    }
}
