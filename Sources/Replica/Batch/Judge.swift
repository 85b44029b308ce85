import CRDT
import Encoding
import Replication

/// What operations are worth: a function of the membership and of where logs forked.
struct Judge: Sendable {
    var membership: Membership
    var index: LogIndex
    /// The scopes in which operations of authority speak.
    let controls: Set<ScopeID>
    /// Of every known log, so that a commit asks no set.
    private var standings: [LogID: LogStanding] = [:]
    private var revision: UInt64 = 0

    init(membership: Membership, index: LogIndex, controls: Set<ScopeID>) {
        self.membership = membership
        self.index = index
        self.controls = controls
    }

    /// All that decides what a log's operations are worth.
    func standing(of log: LogID) -> LogStanding {
        standings[log] ?? membership.standing(of: log)
    }

    /// Nil where the operation counts.
    func quarantine(_ id: OperationID, kind: Kind) -> QuarantineReason? {
        let point = LogPoint(seq: id.seq, hash: id.hash)
        return switch standing(of: id.log).verdict(on: point, kind: kind) {
        case .allowed: nil
        case .stranger, .quarantined(.notPermitted): .notPermitted
        case .quarantined(.aboveCut): .aboveCut
        case .quarantined(.retired): .retired
        case .quarantined(.notOpened): .notOpened
        case .quarantined(.wrongScope): .wrongScope
        case .quarantined(.forked): .forked
        case .quarantined(.excluded): .excluded
        case .quarantined(.rotated): .rotated
        }
    }

    /// Whether an operation says who is a member or what logs are worth, where that is heard.
    func isDecision(_ signed: SignedOperation) -> Bool {
        signed.operation.named.isMembership && controls.contains(signed.operation.log.scope)
    }

    /// Takes note of a log's first operation: it must open the log.
    mutating func note(first operation: Operation) {
        guard operation.seq == 1, operation.named != .logOpened else { return }
        membership.note(unopened: operation.log)
    }

    /// Brings the standings up to date with the membership.
    mutating func refresh(with log: LogID? = nil) {
        if let log, standings[log] == nil { standings[log] = membership.standing(of: log) }
        guard revision != membership.revision else { return }
        revision = membership.revision
        for log in index.sortedLogs { standings[log] = membership.standing(of: log) }
    }

    /// Where the worth of stored operations may differ from what another judge says: the lowest
    /// sequence of each log.
    func differences(from before: Judge) -> [LogID: UInt64] {
        guard revision != before.revision else { return [:] }
        var differences: [LogID: UInt64] = [:]
        for log in before.index.sortedLogs {
            let (ours, theirs) = (standing(of: log), before.standing(of: log))
            guard ours != theirs else { continue }
            let lowest = ours.firstDifference(from: theirs)
            let highest = before.index[log]?.highestSeq ?? 0
            if lowest <= highest { differences[log] = lowest }
        }
        return differences
    }
}
