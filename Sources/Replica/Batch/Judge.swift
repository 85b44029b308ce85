import CRDT
import Encoding
import Replication

/// What operations are worth: a function of the membership and of where logs forked.
struct Judge: Sendable {
    var membership: Membership
    var index: LogIndex
    /// The scopes in which operations of authority speak.
    let controls: Set<ScopeID>
    /// Logs of which a first operation is here that doesn't open them.
    var unopened: Set<LogID> = []
    /// Of forked logs that are cut: the hashes above the fork that lead to the cut's operation.
    var cutChains: [LogID: Set<Bytes32>] = [:]

    /// Nil where the operation counts.
    func quarantine(_ id: OperationID, kind: Kind) -> QuarantineReason? {
        switch membership.verdict(on: id, kind: kind) {
        case .stranger, .quarantined(.notPermitted): return .notPermitted
        case .quarantined(.aboveCut): return .aboveCut
        case .quarantined(.retired): return .retired
        case .quarantined(.notOpened): return .notOpened
        case .quarantined(.wrongScope): return .wrongScope
        case .allowed: break
        }
        if unopened.contains(id.log) { return .notOpened }
        guard let fork = lowestFork(of: id.log), id.seq > fork else { return nil }
        if let chain = cutChains[id.log], !chain.contains(id.hash) { return .aboveCut }
        return kind.isAuthority ? .forked : nil
    }

    /// The last sequence that all branches share; nil where the log never forked.
    func lowestFork(of log: LogID) -> UInt64? { index[log]?.forks.first?.seq }

    /// Rank in last-writer-wins order: lane 1, steward 2, root of store 3, hq 4, root 5.
    func authority(in log: LogID) -> UInt8 {
        if membership.isRoot(log.author) { return 5 }
        let ranks = membership.grants(of: log.author).map { grant -> UInt8 in
            guard grant.store == nil || grant.store == log.scope else { return 0 }
            return switch grant.role {
            case .relay, .observer: 0
            case .lane: 1
            case .steward: 2
            case .rootOfStore: 3
            case .hq: 4
            }
        }
        return ranks.max() ?? 0
    }

    /// Takes note of a log's first operation: it must open the log.
    mutating func note(first operation: Operation) {
        if operation.seq == 1 && operation.named != .logOpened { unopened.insert(operation.log) }
    }

    /// All that decides what operations of a log are worth; equal ones need no second look.
    func summary(of log: LogID) -> Summary {
        let id = OperationID(log: log, seq: 1, hash: .zero)
        return Summary(
            reasons: Kind.judgedApart.map { quarantine(id, kind: $0) },
            authority: authority(in: log), cut: membership.cut(of: log),
            fork: lowestFork(of: log), chain: cutChains[log])
    }

    struct Summary: Hashable, Sendable {
        let reasons: [QuarantineReason?]
        let authority: UInt8
        let cut: Cut?
        let fork: UInt64?
        let chain: Set<Bytes32>?
    }
}

extension Kind {
    /// Whether it decides about others, so that a forked log's author can't say it twice.
    var isAuthority: Bool { self < .firstFact && self != .logOpened && self != .acknowledged }

    /// Each kind on which a membership may have an opinion of its own; facts are all alike.
    static let judgedApart = (1...15).map { Kind(rawValue: $0) } + [.firstFact]
}
