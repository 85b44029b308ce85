public import CRDT
public import Encoding
public import Replication

/// Gets what one command needs of accounts whose rights other logs own.
///
/// It asks one owner at a time, with one request id however often it asks, and ends when this
/// node's log holds all, when somebody says no, or when the owner doesn't answer in time.
public struct RightsQuest: Sendable {
    /// So much of an account must be this log's before the command may go on.
    public struct Need: Hashable, Sendable {
        public let account: Account
        public let amount: UInt64

        public init(_ account: Account, _ amount: UInt64) {
            self.account = account
            self.amount = amount
        }
    }

    /// Why a need isn't met.
    public enum Failure: Error, Hashable, Sendable {
        /// The log's owner can't be reached, or didn't answer in time.
        case unreachable(LogID)
        /// Who has it, as the owner says or as is known here.
        case heldElsewhere(LogID)
        case noneLeft
    }

    public enum Step: Hashable, Sendable {
        case ask(NodeID, RightsRequest)
        case wait
        /// All needs are met.
        case done
        case failed(Need, Failure)
    }

    private struct Asking: Sendable {
        let owner: LogID
        /// The owner's node, or the steward who settles what an earlier life of this node held.
        let node: NodeID
        let request: RightsRequest
        /// What this log held when it asked.
        let held: UInt64
        let since: UInt64
        var lastAsked: UInt64
    }

    /// An owner that says nothing for so long can't be reached.
    public static let patienceMilliseconds: UInt64 = 2000
    /// A request that may have been lost is sent again.
    public static let repeatMilliseconds: UInt64 = 500

    public let needs: [Need]
    private let own: LogID
    private let stewards: [NodeID]
    private var asking: Asking?
    private var denial: RightsDenial?

    /// Begins for the log that wants to spend.
    ///
    /// - Parameters:
    ///   - needs: what the command needs, each account once.
    ///   - own: the log that wants to spend.
    ///   - stewards: who may settle what an earlier life of this node held.
    public init(_ needs: [Need], own: LogID, stewards: [NodeID] = []) {
        self.needs = needs
        self.own = own
        self.stewards = stewards
    }

    /// Takes an owner's no; one to another request doesn't matter.
    public mutating func take(_ denial: RightsDenial, from node: NodeID) {
        guard let asking, asking.request.request == denial.request, asking.node == node
        else { return }
        // Granted to an earlier request of ours: the operation is on its way.
        let isOurs = denial.holdings.contains { $0.log == own && $0.amount > asking.held }
        if denial.code == .heldElsewhere && isOurs { return }
        self.denial = denial
    }

    /// Says what to do next: at the start, after each arrival of a grant or a denial, at each tick.
    ///
    /// - Parameters:
    ///   - holdings: of each need, as they are now.
    ///   - request: 16 fresh random bytes, for a request that isn't a repetition.
    ///   - now: monotonic milliseconds.
    ///   - isReachable: whether a node is connected.
    /// - Returns: what to do; ``Step/done`` and ``Step/failed(_:_:)`` end it.
    public mutating func step(
        _ holdings: [Holdings], request: Bytes16, now: UInt64, isReachable: (NodeID) -> Bool
    ) -> Step {
        for (need, held) in zip(needs, holdings) where held.rights(of: own) < need.amount {
            return step(need, held, request, now, isReachable)
        }
        return .done
    }

    private mutating func step(
        _ need: Need, _ held: Holdings, _ request: Bytes16, _ now: UInt64,
        _ isReachable: (NodeID) -> Bool
    ) -> Step {
        if let denial, let asking {
            return .failed(need, Self.failure(denial, asking.owner, own))
        }
        let account = need.account.cbor.encoded
        // What came isn't enough: the rest is somebody else's.
        guard var asking, asking.request.account == account, held.rights(of: own) <= asking.held
        else { return begin(need, account, held, request, now, isReachable) }
        guard now < asking.since + Self.patienceMilliseconds, isReachable(asking.node)
        else { return .failed(need, .unreachable(asking.owner)) }
        guard now >= asking.lastAsked + Self.repeatMilliseconds else { return .wait }
        asking.lastAsked = now
        self.asking = asking
        return .ask(asking.node, asking.request)
    }

    private mutating func begin(
        _ need: Need, _ account: [UInt8], _ held: Holdings, _ request: Bytes16, _ now: UInt64,
        _ isReachable: (NodeID) -> Bool
    ) -> Step {
        let missing = need.amount - held.rights(of: own)
        let others = held.holders.filter { $0.log != own }
        guard held.balance >= missing, let first = others.first else {
            return .failed(need, .noneLeft)
        }
        guard let (owner, node) = firstToAsk(of: others, isReachable) else {
            return .failed(need, .unreachable(first.log))
        }
        let ask = RightsRequest(
            account: account, amount: min(missing, owner.amount), request: request)
        asking = Asking(
            owner: owner.log, node: node, request: ask, held: held.rights(of: own), since: now,
            lastAsked: now)
        return .ask(node, ask)
    }

    /// The first who can be asked.
    ///
    /// This node's own earlier life can't answer: a steward settles what it held.
    private func firstToAsk(
        of others: [RightsDenial.Holding], _ isReachable: (NodeID) -> Bool
    ) -> (RightsDenial.Holding, NodeID)? {
        for holding in others {
            let isOwn = holding.log.author == own.author
            let nodes = isOwn ? stewards.filter { $0 != own.author } : [holding.log.author]
            if let node = nodes.first(where: isReachable) { return (holding, node) }
        }
        return nil
    }

    private static func failure(
        _ denial: RightsDenial, _ owner: LogID, _ own: LogID
    ) -> Failure {
        switch denial.code {
        case .noneLeft: return .noneLeft
        // It knows less than this node: what it would say later can't be known.
        case .unknownAccount, .notMember: return .unreachable(owner)
        case .heldElsewhere:
            let other = denial.holdings.first { $0.log != own }
            return other.map { .heldElsewhere($0.log) } ?? .noneLeft
        }
    }
}
