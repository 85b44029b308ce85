/// Why the drawer refused.
public enum DrawerError: Error, Hashable, Sendable {
    case alreadyOpen(since: LocalTime)
    case notOpen
    /// The count comes before the close.
    case notCounted
    /// Counted already: sell on by ``DrawerSession/resume()`` or close.
    case isCounted
    case needsApproval(Permission)
    case amountOutOfRange(Money)
    case needsReason(ReasonUse)
    case unknownReason(ReasonUse, UInt8)
    case textTooLong(most: Int)
    case looksLikeCardNumber
    /// Notes or coins that the store doesn't count.
    case unknownDenomination(Money)
    /// A report of another session.
    case reportOfAnotherSession
}

/// The drawer of one lane: closed, open, counted, closed again; never reopened.
///
/// Its verbs give the facts; what they come to is ``DrawerFold``'s.
public struct DrawerSession: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        case closed
        case open(DrawerOpening)
        /// Counted blind; selling on takes the count back.
        case counted(DrawerOpening, [DenominationCount])
    }

    public private(set) var state: State
    /// The last Z's number; 0 before the first.
    public private(set) var lastZ: UInt32

    /// A lane's drawer as its facts left it.
    public init(_ state: State = .closed, lastZ: UInt32 = 0) {
        self.state = state
        self.lastZ = lastZ
    }

    /// The session's opening while there is a session.
    public var opening: DrawerOpening? {
        switch state {
        case .closed: nil
        case .open(let opening), .counted(let opening, _): opening
        }
    }

    /// Opens a session with its float.
    public mutating func open(
        content: ContentID, context: FactContext, float: Money, by person: Authority,
        approval: Authority? = nil
    ) throws(DrawerError) -> DrawerOpening {
        if let opening { throw .alreadyOpen(since: opening.time) }
        _ = try Self.approver(.openDrawer, person, approval)
        try Self.check(float, allowsZero: true)
        let opening = DrawerOpening(
            content: content, time: context.time, businessDate: context.businessDate,
            person: context.person, float: float)
        state = .open(opening)
        return opening
    }

    /// The session that sells; refused by name where there is none.
    public func selling() throws(DrawerError) -> DrawerOpening {
        switch state {
        case .closed: throw .notOpen
        case .open(let opening): return opening
        case .counted: throw .isCounted
        }
    }

    /// Counts the drawer, without showing what it should hold; a second count replaces the first.
    public mutating func count(
        _ denominations: [DenominationCount], settings: StoreSettings, by person: Authority,
        approval: Authority? = nil
    ) throws(DrawerError) {
        guard let opening else { throw .notOpen }
        _ = try Self.approver(.closeDrawer, person, approval)
        for entry in denominations where !settings.denominations.contains(entry.value) {
            throw .unknownDenomination(entry.value)
        }
        state = .counted(opening, denominations.filter { $0.count > 0 })
    }

    /// Takes the count back to sell on.
    public mutating func resume() throws(DrawerError) {
        guard case .counted(let opening, _) = state else { throw .notCounted }
        state = .open(opening)
    }

    /// Closes the session with its numbered Z.
    public mutating func close(
        content: ContentID, context: FactContext, fold: DrawerFold, by person: Authority,
        approval: Authority? = nil
    ) throws(DrawerError) -> DrawerClosing {
        guard opening != nil else { throw .notOpen }
        guard case .counted(let opening, let denominations) = state else { throw .notCounted }
        guard fold.drawer == opening.content else { throw .reportOfAnotherSession }
        _ = try Self.approver(.closeDrawer, person, approval)
        let report = fold.report
        let counted = denominations.total
        lastZ = lastZ == .max ? .max : lastZ + 1
        state = .closed
        return DrawerClosing(
            content: content, drawer: opening.content, time: context.time,
            businessDate: context.businessDate, person: context.person,
            denominations: denominations, counted: counted,
            difference: counted - report.expectedCash, zNumber: lastZ, report: report)
    }
}

extension Sequence where Element == DenominationCount {
    /// What the notes and coins come to.
    public var total: Money {
        map { Money(Saturating.scale($0.value.minorUnits, by: Int64($0.count), over: 1)) }.sum()
    }
}

extension DrawerSession {
    static func approver(
        _ permission: Permission, _ person: Authority, _ approval: Authority?
    ) throws(DrawerError) -> PersonID? {
        if person.rights.allows(permission) { return nil }
        guard let approval, approval.rights.allows(permission) else {
            throw .needsApproval(permission)
        }
        return approval.person
    }

    static func check(_ amount: Money, allowsZero: Bool) throws(DrawerError) {
        guard amount <= Self.most, allowsZero ? amount >= .zero : amount > .zero else {
            throw .amountOutOfRange(amount)
        }
    }

    /// Ten thousand million of a currency with two digits.
    private static let most = Money(1_000_000_000_000)
}
