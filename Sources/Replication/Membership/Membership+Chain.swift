public import CRDT

// Of the enrolments and rotations that count: which lead from the root to a node.

extension Membership {
    /// A way from the root to a node.
    private struct Way {
        var grants: Set<Grant>
        var isRoot: Bool
        var entries: [OperationID]

        /// More rights first, then fewer entries.
        func isBetter(than other: Way) -> Bool {
            let (rank, others) = (
                grants.map(\.role.rank).max(), other.grants.map(\.role.rank).max()
            )
            if rank != others { return (rank ?? .member) > (others ?? .member) }
            if grants.count != other.grants.count { return grants.count > other.grants.count }
            return entries.count < other.entries.count
        }
    }

    /// The entries of the credential by which a node is to be known now, from the root's enrolment
    /// down to it (protocol.md §4).
    ///
    /// It leads over nobody who was revoked or retired, so it may differ from what the node was
    /// given when it joined, and it gives the node all that one chain of enrolments can.
    ///
    /// - Returns: nil for the root, for a stranger, and where no chain is good any more.
    public func chain(to node: NodeID) -> [OperationID]? {
        guard !isRoot(node), !isRevoked(node) else { return nil }
        var ways: [NodeID: Way] = [:]
        let namings = standing.namings
        // Each round adds one entry to the longest way.
        for _ in 0..<Credential.entriesMax {
            let before = ways
            for record in namings {
                guard let way = way(before, by: record) else { continue }
                if ways[way.node].map({ way.way.isBetter(than: $0) }) ?? true {
                    ways[way.node] = way.way
                }
            }
        }
        return ways[node]?.entries
    }

    /// Where one more entry leads.
    private func way(
        _ ways: [NodeID: Way], by record: MembershipRecord
    ) -> (node: NodeID, way: Way)? {
        let isFirst = isRoot(record.author)
        let start =
            isFirst
            ? Way(grants: Set(grants(of: record.author)), isRoot: true, entries: [])
            : ways[record.author]
        guard let start, start.entries.count < Credential.entriesMax,
            isFirst || !isRetired(record.author),
            let next = Credential.step(record.content, from: start.grants, isRoot: start.isRoot),
            !isRoot(next.node), !isRevoked(next.node)
        else { return nil }
        let entry = OperationID(log: record.log, seq: record.seq, hash: record.hash)
        return (
            next.node,
            Way(grants: next.grants, isRoot: next.isRoot, entries: start.entries + [entry])
        )
    }

    /// The enrolments of other nodes by which they are members, and which a node made: who has no
    /// other chain needs a new one when that node goes.
    ///
    /// - Returns: each anew, with the name and the number that the member has now.
    public func restingOn(_ node: NodeID, in store: ScopeID) -> [MemberEnrolled] {
        let numbers = laneNumbers(of: store)
        let ours = Set([node] + successors(of: node))
        var found: [NodeID: MemberEnrolled] = [:]
        for record in standing.namings {
            guard ours.contains(record.author), case .enrolled(let enrolment) = record.content,
                enrolment.store == store
            else { continue }
            for member in ends(of: enrolment.node) where isActive(member) && !ours.contains(member)
            {
                let roles = grants(of: member).filter { $0.store == store }.map(\.role)
                found[member] = MemberEnrolled(
                    node: member, store: store, lane: numbers[member]?.lane ?? 0,
                    label: enrolment.label, roles: roles)
            }
        }
        return found.keys.sorted().compactMap { found[$0] }
    }
}
