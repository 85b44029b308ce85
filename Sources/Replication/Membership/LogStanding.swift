public import CRDT
import Encoding

/// All that decides what the operations of one log are worth.
///
/// Two that are equal give every operation that both know the same verdict.
public struct LogStanding: Sendable, Equatable {
    struct Inputs: Hashable, Sendable {
        var isRoot: Bool
        /// The same, where a fork suspends a root's rotation.
        var isSuspendedRoot: Bool
        /// The author's grants that reach the log's scope.
        var grants: Set<Grant>
        /// The same, with enrolments that a fork suspends.
        var suspended: Set<Grant>
        var isControl: Bool
        var isUnopened: Bool
        var isRetired: Bool
        var cut: Cut?
        var isCutHeld = false
        var ends: [LogPoint]
        var salvaged: Set<LogPoint>
        var forks: [LogPoint] = []
        var adopted: [Bytes32]?
        var adoptedHeld: [LogPoint] = []
        var named: LogPoint?
    }

    public let log: LogID
    /// The name under which the author's content ids stand: its own, or that of the first node of
    /// the chain of rotations that led to it.
    public let identity: NodeID
    /// Rank in last-writer-wins order: lane 1, steward 2, root of store 3, hq 4, root 5.
    public let authority: UInt8
    var inputs: Inputs
    let fork: ForkView?
    /// What facts are worth where nothing is cut, forked, ended or unopened.
    private let ofFacts: Verdict?

    init(log: LogID, identity: NodeID, authority: UInt8, inputs: Inputs, fork: ForkView?) {
        self.log = log
        self.identity = identity
        self.authority = authority
        self.inputs = inputs
        self.fork = fork
        let isPlain =
            inputs.cut == nil && inputs.ends.isEmpty && !inputs.isUnopened && !inputs.isRetired
        // Decided once: a till asks for each sale.
        ofFacts =
            isPlain && fork == nil ? Self.verdict(of: .firstFact, at: nil, inputs) : nil
        guard let fork else { return }
        let cut = inputs.cut.map { LogPoint(seq: $0.seq, hash: $0.hash) }
        self.inputs.isCutHeld = cut.map { fork.branches.holds($0) } ?? false
        self.inputs.forks = fork.branches.forks
        self.inputs.adopted = fork.adopted
        self.inputs.adoptedHeld = (fork.adopted ?? []).compactMap { fork.branches.point(of: $0) }
        self.inputs.named = fork.named
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.log == b.log && a.identity == b.identity && a.authority == b.authority
            && a.inputs == b.inputs
    }

    /// Whether the author may write to the scope at all.
    public var isMember: Bool { inputs.isMember }

    /// The lowest sequence whose worth may differ from what another standing of this log says.
    public func firstDifference(from other: LogStanding) -> UInt64 {
        let lowest = firstPlaceOfDifference(from: other)
        var (ours, theirs) = (inputs, other.inputs)
        ours.setForkAndCut(of: theirs)
        theirs.setForkAndCut(of: theirs)
        guard ours == theirs, identity == other.identity, authority == other.authority else {
            return 1
        }
        return max(lowest, 1)
    }

    /// Whether all that counts up to a sequence by another standing of this log counts by this
    /// one, too, in the same author's name: at most its rank has changed.
    public func keepsAll(of other: LogStanding, through seq: UInt64) -> Bool {
        guard identity == other.identity, firstPlaceOfDifference(from: other) > seq else {
            return false
        }
        let (ours, theirs) = (inputs, other.inputs)
        // More roles permit whatever fewer do.
        return ours.grants.isSuperset(of: theirs.grants)
            && ours.suspended.isSuperset(of: theirs.suspended)
            && (ours.isRoot || !theirs.isRoot)
            && (ours.isSuspendedRoot || !theirs.isSuspendedRoot)
            && ours.isControl == theirs.isControl && ours.isUnopened == theirs.isUnopened
            && ours.isRetired == theirs.isRetired
    }

    /// Where the first cut, fork, end or salvage lies in which the two differ.
    private func firstPlaceOfDifference(from other: LogStanding) -> UInt64 {
        let (ours, theirs) = (inputs, other.inputs)
        var lowest = UInt64.max
        for end in ours.ends + theirs.ends where ours.ends != theirs.ends {
            lowest = min(lowest, end.seq)
        }
        for point in ours.salvaged.symmetricDifference(theirs.salvaged) {
            // Salvaging the first one opens a log that didn't begin with its opening.
            lowest = min(lowest, point.seq)
        }
        if ours.cut != theirs.cut || ours.isCutHeld != theirs.isCutHeld {
            let cuts = [ours.cut, theirs.cut].compactMap { $0?.seq }
            let base = [ours.forks.first, theirs.forks.first].compactMap { $0?.seq }
            lowest = min(lowest, (cuts + base).min() ?? 0)
        }
        let isForkSame =
            ours.forks == theirs.forks && ours.adopted == theirs.adopted
            && ours.adoptedHeld == theirs.adoptedHeld && ours.named == theirs.named
        if !isForkSame {
            let bases = [ours.forks.first, theirs.forks.first].compactMap { $0?.seq }
            lowest = min(lowest, bases.min() ?? 0)
        }
        return lowest
    }

    /// What an operation of this kind is worth.
    public func verdict(on point: LogPoint, kind: Kind) -> Verdict {
        if let ofFacts, kind.isFact { return ofFacts }
        let worth = verdict(of: kind, at: point)
        guard worth == .allowed else { return worth }
        if let cut = inputs.cut, !cut.keeps(point, of: fork?.branches),
            !inputs.isSalvaged(point, kind)
        {
            return .quarantined(.aboveCut(cut))
        }
        if inputs.isUnopened, !isOpenedByWord { return .quarantined(.notOpened) }
        if kind != .memberRotated, isBehindRotation(point) { return .quarantined(.rotated) }
        return switch fork?.worth(of: point) {
        case nil, .counts: .allowed
        case .rests: kind.isAuthority ? .quarantined(.forked) : .allowed
        case .excluded: .quarantined(.excluded)
        }
    }

    /// What operations of this kind are worth, whatever their place; cuts and forks left aside.
    func verdict(of kind: Kind, at point: LogPoint? = nil) -> Verdict {
        Self.verdict(of: kind, at: point, inputs)
    }

    private static func verdict(of kind: Kind, at point: LogPoint?, _ inputs: Inputs) -> Verdict {
        guard inputs.isMember else { return .stranger }
        if inputs.isRetired, !(point.map { inputs.isSalvaged($0, kind) } ?? false) {
            return .quarantined(.retired)
        }
        guard kind.isPermitted(inputs.suspended, isRoot: inputs.isSuspendedRoot) else {
            return .quarantined(.notPermitted)
        }
        if kind.isAuthority, !kind.isPermitted(inputs.grants, isRoot: inputs.isRoot) {
            return .quarantined(.forked)
        }
        guard kind.mayStand(inControl: inputs.isControl) else { return .quarantined(.wrongScope) }
        return .allowed
    }

    /// A steward's word on a log that doesn't begin with its opening: it salvages the first one.
    private var isOpenedByWord: Bool { inputs.salvaged.contains { $0.seq == 1 } }

    private func isBehindRotation(_ point: LogPoint) -> Bool {
        inputs.ends.contains { end in
            guard end.seq < point.seq else { return false }
            return fork?.branches.contains(end, below: point) ?? true
        }
    }
}

extension LogStanding.Inputs {
    var isMember: Bool { isSuspendedRoot || !suspended.isEmpty }

    /// Whether a steward's word lets it count all the same; no decision about others is salvaged.
    func isSalvaged(_ point: LogPoint, _ kind: Kind) -> Bool {
        !kind.isAuthority && salvaged.contains(point)
    }

    /// Makes equal what touches a log's end only.
    mutating func setForkAndCut(of other: Self) {
        cut = other.cut
        isCutHeld = other.isCutHeld
        ends = other.ends
        salvaged = other.salvaged
        forks = other.forks
        adopted = other.adopted
        adoptedHeld = other.adoptedHeld
        named = other.named
    }
}

extension Kind {
    fileprivate func isPermitted(_ grants: Set<Grant>, isRoot: Bool) -> Bool {
        if isRoot && isOfRoot { return true }
        return grants.contains { $0.mayWrite(self) } || (isOfEveryMember && !grants.isEmpty)
    }
}
