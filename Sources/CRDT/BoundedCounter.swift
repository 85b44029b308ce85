public import Encoding

/// A balance that exists once, split into rights that logs own (protocol.md §6).
///
/// A log spends only what it owns; a grant leaves the granter when it's appended and reaches
/// the grantee when that has verified it. Always: held + in flight = balance, none negative.
///
/// - Source: Balegas et al., "Extending Eventually Consistent Cloud Databases for Enforcing
///   Numeric Invariants" (SRDS 2015).
public struct BoundedCounter: Hashable, Sendable {
    /// The operation that grants: once per (log, seq, hash).
    public struct GrantID: Hashable, Comparable, Sendable {
        public let from: LogID
        public let point: LogPoint

        public init(from: LogID, point: LogPoint) {
            self.from = from
            self.point = point
        }

        public static func < (a: Self, b: Self) -> Bool { (a.from, a.point) < (b.from, b.point) }
    }

    /// Rights on their way to a log.
    public struct Grant: Hashable, Sendable {
        public let to: LogID
        public let amount: UInt64
        /// A granter grants a request at most once.
        public let request: Bytes16

        public init(to: LogID, amount: UInt64, request: Bytes16) {
            self.to = to
            self.amount = amount
            self.request = request
        }
    }

    /// Why nothing was changed.
    public enum Refusal: Error, Hashable, Sendable {
        case notEnoughRights(held: UInt64, wanted: UInt64)
        case overflow
        case requestAlreadyGranted(Bytes16)
        /// The same operation was seen with another content.
        case grantDiffers(GrantID)
        case grantUnknown(GrantID)
    }

    private enum Passage: Hashable, Sendable {
        case inFlight(Grant)
        case credited(Grant)
    }

    private struct Request: Hashable, Sendable {
        let from: LogID
        let id: Bytes16
    }

    /// What can still be spent, by all logs together.
    public private(set) var balance: UInt64 = 0
    // Neither is iterated where order shows.
    private var held: [LogID: UInt64] = [:]
    private var grants: [GrantID: Passage] = [:]
    private var requests: Set<Request> = []

    public init() {}

    /// The rights that a log owns.
    public func rights(of log: LogID) -> UInt64 { held[log] ?? 0 }

    /// The grants that their grantee hasn't credited yet, by granter and place.
    public var inFlight: [(id: GrantID, grant: Grant)] {
        grants.keys.sorted().compactMap { id in
            if case .inFlight(let grant) = grants[id] { (id, grant) } else { nil }
        }
    }

    /// Makes balance: the log whose operation made it owns all of it.
    public mutating func issue(_ amount: UInt64, to log: LogID) throws(Refusal) {
        let (sum, overflow) = balance.addingReportingOverflow(amount)
        guard !overflow else { throw .overflow }
        balance = sum
        // Can't overflow: what one log holds is at most the balance.
        setRights(of: log, to: rights(of: log) + amount)
    }

    /// Uses rights up.
    public mutating func spend(_ amount: UInt64, at log: LogID) throws(Refusal) {
        try take(amount, from: log)
        balance -= amount
    }

    /// Sends rights on their way; the same operation again changes nothing.
    public mutating func grant(_ id: GrantID, _ grant: Grant) throws(Refusal) {
        if let passage = grants[id] {
            guard Self.grant(in: passage) == grant else { throw .grantDiffers(id) }
            return
        }
        let request = Request(from: id.from, id: grant.request)
        guard !requests.contains(request) else { throw .requestAlreadyGranted(grant.request) }
        try take(grant.amount, from: id.from)
        requests.insert(request)
        grants[id] = .inFlight(grant)
    }

    /// Gives rights to their grantee, who has verified the grant; again changes nothing.
    public mutating func credit(_ id: GrantID) throws(Refusal) {
        switch grants[id] {
        case .inFlight(let grant):
            setRights(of: grant.to, to: rights(of: grant.to) + grant.amount)
            grants[id] = .credited(grant)
        case .credited: return
        case nil: throw .grantUnknown(id)
        }
    }

    /// Stops where held + in flight isn't the balance.
    public func checkInvariants() {
        let heldSum = held.values.reduce(0) { $0 + UInt128($1) }
        let flying = inFlight.reduce(0) { $0 + UInt128($1.grant.amount) }
        precondition(
            heldSum + flying == UInt128(balance),
            "held \(heldSum) + in flight \(flying) isn't the balance \(balance)")
    }

    private mutating func take(_ amount: UInt64, from log: LogID) throws(Refusal) {
        let held = rights(of: log)
        guard amount <= held else { throw .notEnoughRights(held: held, wanted: amount) }
        setRights(of: log, to: held - amount)
    }

    private mutating func setRights(of log: LogID, to amount: UInt64) {
        held[log] = amount == 0 ? nil : amount
    }

    private static func grant(in passage: Passage) -> Grant {
        switch passage {
        case .inFlight(let grant), .credited(let grant): grant
        }
    }
}
