/// Why a ticket of a file was not rung.
public enum TicketSkip: String, Hashable, Sendable, CaseIterable {
    /// A row that can't be read.
    case badRow = "bad row"
    case unknownItem = "unknown item"
    case quantityZero = "quantity zero"
    /// A cancellation whose quantity isn't negative.
    case quantityPositive = "quantity positive"
    case negativePrice = "negative price"
    case tooManyLines = "too many lines"
    /// More of one thing, or a higher price, than a basket takes.
    case outOfRange = "out of range"
    /// The basket or a tender said no.
    case refused
}

/// What a replay came to: `tickets = sales + returns + adjustments + skipped + already`.
public struct ReplayCounts: Hashable, Sendable {
    public private(set) var sales = 0
    public private(set) var returns = 0
    public private(set) var adjustments = 0
    /// By reason, none where there were none.
    public private(set) var skipped: [TicketSkip: Int] = [:]
    public private(set) var already = 0
    /// Rows of the tickets that were taken.
    public private(set) var lines = 0
    /// Quantity × price of each line taken, each rounded half away from zero.
    public private(set) var net = Money.zero

    public init() {}

    public var skippedTickets: Int { skipped.values.reduce(0, +) }

    public var tickets: Int { sales + returns + adjustments + skippedTickets + already }

    /// Counts what one ticket came to.
    public mutating func add(_ decision: TicketDecision, ticket: Ticket, digits: Int) {
        switch decision {
        case .sale: sales += 1
        case .return: returns += 1
        case .adjustment: adjustments += 1
        case .skipped(let reason): return skipped[reason, default: 0] += 1
        case .already: return already += 1
        }
        lines += ticket.rows
        net += ticket.lines.map { $0.amount(digits: digits) }.sum()
    }
}
