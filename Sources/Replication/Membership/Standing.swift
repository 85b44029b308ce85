import CRDT
import Encoding

/// What a set of membership operations amounts to: a pure function of the set.
///
/// Decisions are judged by rank from the top: a revocation or `fork.adopted` counts unless its
/// author is cut, or its log's branch left out, by one of strictly higher rank. Then everything
/// counts that no cut removes and no fork suspends.
struct Standing: Sendable {
    /// What it is made of.
    struct Input: Sendable {
        let root: NodeID
        let records: [MembershipRecord]
        /// Of forked logs.
        var branches: [LogID: Branches]
        /// Of forked logs: the points that HQ's acknowledgements chose.
        let named: [LogID: LogPoint]
    }

    struct Revocation: Sendable {
        let rank: Rank
        let cuts: [OperationID]
    }

    private struct Adoption {
        let rank: Rank
        let point: OperationID
        let heads: [Bytes32]
    }

    /// The members whose enrolments count.
    private(set) var members: Members
    /// As well those whose enrolments a fork suspends: their authority rests, their facts count.
    private(set) var suspended: Members
    private var revocations: [NodeID: [Revocation]] = [:]
    private var adoptions: [LogID: [Adoption]] = [:]
    /// The logs that the retirements of a node list.
    private(set) var retired: [NodeID: Set<LogID>] = [:]
    /// The last operations of retired nodes' logs that their retirements name.
    private(set) var retiredAt: [LogID: UInt64] = [:]
    private(set) var dormant: Set<NodeID> = []
    private(set) var archives: Set<NodeID> = []
    private(set) var zones: [ScopeID: [ScopeID]] = [:]
    private(set) var salvaged: [LogID: Set<LogPoint>] = [:]
    private(set) var enrolments: [MemberEnrolled] = []
    /// The control scopes: of all stores that enrolments name, and those that the root writes to.
    private(set) var controlScopes: Set<ScopeID>
    /// The oldest name of whoever has rotated.
    private(set) var identities: [NodeID: NodeID] = [:]

    private var input: Input
    private let records: [MembershipRecord]
    private let rotations: [MembershipRecord]
    private let rotationsInto: [NodeID: [MembershipRecord]]
    /// The first rotation of each log, which is its end.
    private let ends: [LogID: [LogPoint]]

    init(_ input: Input) {
        self.input = input
        controlScopes = Self.controlScopes(input)
        // What stands elsewhere says nothing: control scopes are exchanged before all others.
        let scopes = controlScopes
        let speaking = input.records.filter { scopes.contains($0.log.scope) }
            .sorted(by: MembershipRecord.precedes)
        records = speaking
        rotations = speaking.filter { if case .rotated = $0.content { true } else { false } }
        rotationsInto = Dictionary(grouping: rotations) { record in
            if case .rotated(let rotation) = record.content { rotation.node } else { record.author }
        }
        ends = Dictionary(grouping: rotations, by: \.log).mapValues { $0.map(\.point) }
        members = Members(root: input.root)
        suspended = members
        for rank in Rank.allCases.reversed() where rank > .member {
            members = members(above: rank)
            judgeDecisions(of: rank)
        }
        members = members(above: nil)
        suspended = members(above: nil, isForkPassedOver: true)
        judgeIdentities()
        judgeTheRest()
    }

    private static func controlScopes(_ input: Input) -> Set<ScopeID> {
        var scopes = Set(input.records.filter { $0.author == input.root }.map(\.log.scope))
        for record in input.records {
            switch record.content {
            case .enrolled(let enrolment):
                if let store = enrolment.store { scopes.insert(store.control) }
            case .joined(let join): scopes.insert(join.organisation.control)
            case .revoked, .rotated, .dormant, .archive, .adopted, .salvaged, .placed, .retired:
                continue
            }
        }
        return scopes
    }

    // MARK: Revocations

    /// Up to where a log counts, by the revocations above a rank; nil where none cuts it.
    func cut(of log: LogID, above rank: Rank? = nil) -> Cut? {
        cut(of: log, by: revocations(of: log.author, above: rank))
    }

    /// Whether a revocation of the node, or of one that it follows, counts.
    func isRevoked(_ node: NodeID) -> Bool { !revocations(of: node, above: nil).isEmpty }

    private func cut(of log: LogID, by revocations: [Revocation]) -> Cut? {
        guard let highest = revocations.map(\.rank).max() else { return nil }
        let cuts = revocations.filter { $0.rank == highest }.flatMap { revocation in
            let named = revocation.cuts.filter { $0.log == log }
            return named.isEmpty ? [Cut.all] : named.map { Cut(seq: $0.seq, hash: $0.hash) }
        }
        return cuts.min { ($0.seq, $0.hash) < ($1.seq, $1.hash) }
    }

    /// A node's revocations, and those of every node that rotated to it above its own cut.
    private func revocations(
        of node: NodeID, above rank: Rank?, besides visited: Set<NodeID> = []
    ) -> [Revocation] {
        var found = (revocations[node] ?? []).filter { revocation in
            rank.map { revocation.rank > $0 } ?? true
        }
        guard let followed = rotationsInto[node], !visited.contains(node) else { return found }
        for record in followed {
            let before = revocations(
                of: record.author, above: rank, besides: visited.union([node]))
            guard let cut = cut(of: record.log, by: before),
                !cut.keeps(record.point, of: input.branches[record.log])
            else { continue }
            found += before
        }
        return found
    }

    // MARK: Forks

    /// How a forked log's branches are to be seen, by what ranks above one adopted.
    func fork(of log: LogID, above rank: Rank? = nil) -> ForkView? {
        guard let branches = input.branches[log] else { return nil }
        return ForkView(
            branches: branches, adopted: adopted(log, above: rank), named: input.named[log])
    }

    /// The heads of the `fork.adopted` that counts: the highest rank's, of one author the later
    /// in its log, then the smaller hash.
    private func adopted(_ log: LogID, above rank: Rank?) -> [Bytes32]? {
        let counting = (adoptions[log] ?? []).filter { adoption in
            rank.map { adoption.rank > $0 } ?? true
        }
        guard let highest = counting.map(\.rank).max() else { return nil }
        let equals = counting.filter { $0.rank == highest }
        let last = equals.filter { adoption in
            !equals.contains {
                $0.point.log == adoption.point.log && $0.point.seq > adoption.point.seq
            }
        }
        return last.min { $0.point.hash < $1.point.hash }?.heads
    }

    /// Whether a record is behind its log's rotation; another rotation still says something.
    private func isBehindRotation(_ record: MembershipRecord) -> Bool {
        if case .rotated = record.content { return false }
        return end(of: record.log, below: record.point) != nil
    }

    /// The rotation that an operation of a log is chained on, if there is one.
    func end(of log: LogID, below point: LogPoint) -> LogPoint? {
        ends[log]?.first { end in
            guard end.seq < point.seq else { return false }
            return input.branches[log]?.contains(end, below: point) ?? true
        }
    }

    /// The rotations that stand in a log.
    func ends(of log: LogID) -> [LogPoint] { ends[log] ?? [] }

    // MARK: Judging

    private func counts(
        _ record: MembershipRecord, above rank: Rank?, isForkPassedOver: Bool = false
    ) -> Bool {
        if let cut = cut(of: record.log, above: rank),
            !cut.keeps(record.point, of: input.branches[record.log])
        {
            return false
        }
        return !isBehindRotation(record)
            && isOnBranch(record, above: rank, isForkPassedOver: isForkPassedOver)
    }

    /// The enrolments and rotations of which a credential may be made, the first by stamp first.
    var namings: [MembershipRecord] {
        records.filter { $0.content.namesHolder && counts($0, above: nil) }
    }

    private func isOnBranch(
        _ record: MembershipRecord, above rank: Rank?, isForkPassedOver: Bool
    ) -> Bool {
        switch fork(of: record.log, above: rank)?.worth(of: record.point) {
        case nil, .counts: true
        case .rests: isForkPassedOver
        case .excluded: false
        }
    }

    private func members(above rank: Rank?, isForkPassedOver: Bool = false) -> Members {
        Members(
            root: input.root,
            records: records.filter {
                counts($0, above: rank, isForkPassedOver: isForkPassedOver)
            },
            rotations: rotations.filter {
                isOnBranch($0, above: rank, isForkPassedOver: isForkPassedOver)
            })
    }

    /// Takes the revocations and adoptions whose authors have this rank and may make them.
    private mutating func judgeDecisions(of rank: Rank) {
        // Together at the end: between equals both count.
        var judged: [(node: NodeID, revocation: Revocation)] = []
        for record in records where members.rank(of: record.author) == rank {
            guard counts(record, above: rank) else { continue }
            switch record.content {
            case .revoked(let revoked):
                guard members.mayRevoke(revoked.node, by: record) else { continue }
                judged.append((revoked.node, Revocation(rank: rank, cuts: revoked.cuts)))
            case .adopted(let adopted):
                guard members.mayDecide(.forkAdopted, on: adopted.log.scope, record) else {
                    continue
                }
                let point = OperationID(log: record.log, seq: record.seq, hash: record.hash)
                adoptions[adopted.log, default: []].append(
                    Adoption(rank: rank, point: point, heads: adopted.heads))
            case .enrolled, .rotated, .dormant, .archive, .salvaged, .placed, .retired, .joined:
                continue
            }
        }
        for (node, revocation) in judged { revocations[node, default: []].append(revocation) }
    }

    /// Leads every successor back to the first name of whom it follows.
    private mutating func judgeIdentities() {
        for node in rotationsInto.keys {
            var (first, seen): (NodeID, Set<NodeID>) = (node, [node])
            while let before = predecessor(of: first), seen.insert(before).inserted {
                first = before
            }
            if first != node { identities[node] = first }
        }
    }

    /// Whom a node follows: of several the one that is a member, then the smallest.
    private func predecessor(of node: NodeID) -> NodeID? {
        guard let followed = rotationsInto[node] else { return nil }
        return followed.filter { record in
            isOnBranch(record, above: nil, isForkPassedOver: true)
                && (suspended.roots.contains(record.author)
                    || suspended.grants[record.author] != nil)
        }.map(\.author).min()
    }

    private mutating func judgeTheRest() {
        var dormancy = Words()
        var archiving = Words()
        var placements: [ScopeID: (order: (Rank, UInt64, Bytes32), zones: [ScopeID])] = [:]
        for record in records where counts(record, above: nil) {
            let rank = members.rank(of: record.author)
            switch record.content {
            case .enrolled(let enrolment):
                guard !members.entitled(enrolment, by: record).isEmpty else { continue }
                enrolments.append(enrolment)
            case .retired(let retirement):
                guard members.mayRetire(retirement.node, by: record) else { continue }
                retired[retirement.node, default: []].formUnion(retirement.logs.map(\.log))
                for end in retirement.logs where end.log.author == retirement.node {
                    retiredAt[end.log] = max(retiredAt[end.log] ?? 0, end.seq)
                }
            case .dormant(let dormant):
                guard members.mayRetire(dormant.node, by: record) else { continue }
                dormancy.take(dormant.isDormant, of: dormant.node, rank)
            case .archive(let archive):
                guard members.mayRetire(archive.node, by: record) else { continue }
                archiving.take(archive.isArchive, of: archive.node, rank)
            case .salvaged(let salvage):
                guard members.mayDecide(.salvaged, on: salvage.log.scope, record) else { continue }
                salvaged[salvage.log, default: []].formUnion(salvage.operations)
            case .placed(let placed):
                let isEntitled =
                    rank == .root || members.authority(of: record).contains { $0.role == .hq }
                let order = (rank, record.seq, record.hash)
                guard isEntitled, placements[placed.store].map({ $0.order < order }) ?? true else {
                    continue
                }
                placements[placed.store] = (order, placed.zones)
            case .revoked, .rotated, .adopted, .joined: continue
            }
        }
        dormant = dormancy.affirmed
        archives = archiving.affirmed
        zones = placements.mapValues(\.zones)
    }
}

/// What was said last of each node, ordered as other data that the last writer wins: rank, then
/// stamp, in which order they are taken.
private struct Words {
    private var last: [NodeID: (rank: Rank, isAffirmed: Bool)] = [:]

    mutating func take(_ isAffirmed: Bool, of node: NodeID, _ rank: Rank) {
        guard rank >= last[node]?.rank ?? .member else { return }
        last[node] = (rank, isAffirmed)
    }

    var affirmed: Set<NodeID> { Set(last.filter { $0.value.isAffirmed }.keys) }
}

extension Standing {
    /// Takes over the branches of a log in which no record stands.
    mutating func note(_ branches: Branches, of log: LogID) { input.branches[log] = branches }

    /// Whom a node rotated to on a branch that counts, ascending.
    func successors(of node: NodeID) -> [NodeID] {
        let named = rotations.compactMap { record -> NodeID? in
            guard record.author == node, case .rotated(let rotation) = record.content,
                isOnBranch(record, above: nil, isForkPassedOver: true)
            else { return nil }
            return rotation.node
        }
        return Set(named).sorted()
    }
}
