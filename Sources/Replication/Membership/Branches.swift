public import CRDT
import Encoding

/// The branches of one forked log above its last common operation: what is chained on what.
///
/// The same operations give the same answers in whatever order they came.
public struct Branches: Sendable {
    private struct Branch {
        /// The branch that it leaves; nil where it leaves the common part.
        let parent: Int?
        /// The sequence of the operation that it is chained on.
        let leavesAt: UInt64
        var tip: Bytes32
    }

    private struct Place {
        let branch: Int
        let seq: UInt64
    }

    /// The last operation that all branches share; sequence 0 is the log's beginning.
    public let base: LogPoint
    /// All points at which the log forks, the lowest first.
    public private(set) var forks: [LogPoint]

    private var branches: [Branch] = []
    private var places: [Bytes32: Place] = [:]

    /// A log that forks at `base`; feed it all operations above, parents before children.
    public init(base: LogPoint) {
        self.base = base
        forks = [base]
    }

    /// Takes an operation above ``base``; one whose predecessor it lacks is passed over.
    public mutating func append(_ signed: SignedOperation) {
        let (seq, prev) = (signed.operation.seq, signed.operation.prev)
        guard seq > base.seq, places[signed.hash] == nil else { return }
        if seq - 1 == base.seq {
            guard prev == base.hash else { return }
            return begin(signed, parent: nil, leavesAt: base.seq)
        }
        guard let before = places[prev], before.seq == seq - 1 else { return }
        if branches[before.branch].tip == prev {
            branches[before.branch].tip = signed.hash
            places[signed.hash] = Place(branch: before.branch, seq: seq)
            return
        }
        let fork = LogPoint(seq: before.seq, hash: prev)
        if !forks.contains(fork) { forks = (forks + [fork]).sorted() }
        begin(signed, parent: before.branch, leavesAt: before.seq)
    }

    private mutating func begin(_ signed: SignedOperation, parent: Int?, leavesAt: UInt64) {
        places[signed.hash] = Place(branch: branches.count, seq: signed.operation.seq)
        branches.append(Branch(parent: parent, leavesAt: leavesAt, tip: signed.hash))
    }

    /// Whether the operation is here; below ``base`` only the sequence is looked at.
    public func holds(_ point: LogPoint) -> Bool {
        if point.seq <= base.seq { return point.seq < base.seq || point == base }
        return places[point.hash]?.seq == point.seq
    }

    /// Whether the chain up to `point` contains `earlier`; true for a point and itself.
    public func contains(_ earlier: LogPoint, below point: LogPoint) -> Bool {
        guard earlier.seq <= point.seq else { return false }
        if earlier.seq <= base.seq { return holds(earlier) }
        guard let low = places[earlier.hash], low.seq == earlier.seq,
            var high = places[point.hash], high.seq == point.seq
        else { return false }
        while high.branch != low.branch {
            let branch = branches[high.branch]
            guard let parent = branch.parent else { return false }
            high = Place(branch: parent, seq: branch.leavesAt)
        }
        return low.seq <= high.seq
    }

    /// The sequence and hash of an operation above ``base``; nil for one that isn't here.
    func point(of hash: Bytes32) -> LogPoint? {
        if hash == base.hash && base.seq > 0 { return base }
        return places[hash].map { LogPoint(seq: $0.seq, hash: hash) }
    }

    /// Whether the chain from `head` to `point` passes another fork on its way.
    func forks(from head: LogPoint, to point: LogPoint) -> Bool {
        forks.contains { fork in
            fork.seq >= head.seq && fork.seq < point.seq && contains(head, below: fork)
                && contains(fork, below: point)
        }
    }
}

/// What a fork lets count of the operations above its last common one (protocol.md §5).
struct ForkView: Sendable {
    enum Worth: Hashable, Sendable {
        case counts
        /// Facts of the shop count, authority doesn't.
        case rests
        /// A `fork.adopted` names other heads: nothing counts.
        case excluded
    }

    let branches: Branches
    /// The heads that the `fork.adopted` which counts names; nil where none does.
    let adopted: [Bytes32]?
    /// The highest point that HQ's acknowledgements named before they named another branch.
    let named: LogPoint?

    func worth(of point: LogPoint) -> Worth {
        guard point.seq > branches.base.seq else { return .counts }
        let heads = adopted?.compactMap { branches.point(of: $0) }
        if let heads {
            let isRelated = heads.contains {
                branches.contains(point, below: $0) || branches.contains($0, below: point)
            }
            guard isRelated else { return .excluded }
        }
        if let adopted, adopted.count == 1, let head = heads?.first,
            branches.contains(point, below: head) || !branches.forks(from: head, to: point)
        {
            return .counts
        }
        if let named, branches.contains(point, below: named) { return .counts }
        return .rests
    }
}

extension Cut {
    /// Whether an operation stays; where the log is forked and the cut's operation is here, only
    /// what that one is chained on.
    func keeps(_ point: LogPoint, of branches: Branches?) -> Bool {
        let end = LogPoint(seq: seq, hash: hash)
        guard let branches, seq > branches.base.seq, branches.holds(end) else {
            return seq > 0 && !removes(seq: point.seq, hash: point.hash)
        }
        return branches.contains(point, below: end)
    }
}
