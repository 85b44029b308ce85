/// A ticket of a file: rows of one number, with the time and customer of the first.
public struct Ticket: Hashable, Sendable {
    public let number: String
    public let time: LocalTime
    public let customer: String?
    public internal(set) var lines: [TicketLine] = []
    /// How many rows it has, unreadable ones too.
    public internal(set) var rows = 0
    /// The first of its rows that can't be read.
    public internal(set) var fault: ImportFault?

    init(_ row: TicketRow) {
        number = row.ticket
        time = row.time
        customer = row.customer
    }

    public init(number: String, time: LocalTime, customer: String?, lines: [TicketLine]) {
        self.number = number
        self.time = time
        self.customer = customer
        self.lines = lines
        rows = lines.count
    }
}

/// Gathers rows into tickets in the order of their first rows.
///
/// Files interleave neighbouring tickets now and then, so the last ``window`` tickets stay open;
/// that bounds what is held in memory, whatever the file's length.
public struct TicketGatherer: Sendable {
    /// Tickets that may still grow.
    public static let window = 64

    private var open: [Ticket] = []

    public init() {}

    /// Adds a row; returns the ticket that can't grow any more, if this row pushed one out.
    public mutating func add(_ row: TicketRow) -> Ticket? {
        if let place = open.lastIndex(where: { $0.number == row.ticket }) {
            open[place].take(row)
            return nil
        }
        var ticket = Ticket(row)
        ticket.take(row)
        open.append(ticket)
        return open.count > Self.window ? open.removeFirst() : nil
    }

    /// The tickets still open, at the file's end.
    public mutating func finish() -> [Ticket] {
        defer { open = [] }
        return open
    }
}

extension Ticket {
    fileprivate mutating func take(_ row: TicketRow) {
        rows += 1
        switch row.line {
        case .failure(let error): fault = fault ?? error
        // One above what a basket takes is enough to refuse the ticket.
        case .success(let line): if lines.count <= Basket.Limit.lines { lines.append(line) }
        }
    }
}
