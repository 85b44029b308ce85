import Glibc
import Node
import Retail
import Storage
import Synchronization

/// Rings a file of recorded tickets on this lane, 64 a transaction, a drawer session a day.
///
/// The main thread reads and rings; the node's writer makes the batch before durable meanwhile.
final class ReplayRun {
    private let node: RunningNode
    private let person: PersonID
    private let source: TicketSource
    private let reader: ShopReader
    private let calendar: BusinessCalendar
    private var goods: GoodsCache
    private var replay: TicketReplay
    private var batch: [Fact] = []
    private var drawer: (id: ContentID, date: BusinessDate)?
    private var last: LocalTime?
    private let pending = PendingBatch()
    private let paper: (any ReplayPaper)?
    /// Rows that belong to no ticket.
    private(set) var faults: [ImportFault] = []

    var counts: ReplayCounts { replay.counts }

    init(
        node: RunningNode, person: PersonID, source: TicketSource, paper: (any ReplayPaper)?
    ) throws {
        self.node = node
        self.person = person
        self.source = source
        self.paper = paper
        reader = try node.makeReader()
        goods = GoodsCache(reader)
        let terms = node.terms
        calendar = terms.calendar
        replay = TicketReplay(
            person: person, terms: terms.sale(at: SystemClock.wall()), series: node.series,
            nextNumber: try reader.lastNumber(in: node.series) + 1)
    }

    /// Rings one ticket; it is on disk after a later ticket or ``finish()``.
    func ring(_ ticket: Ticket) throws {
        let content = source.content(of: ticket.number)
        let isKnown = try reader.isKnown(content)
        let date = calendar.businessDate(at: ticket.time.instant)
        var context = TicketContext(
            content: content, customer: ticket.customer.map(source.customer), isKnown: isKnown,
            businessDate: date, drawer: drawer?.id, goods: try goods.goods(of: ticket))
        // A day of which nothing is rung, or is rung again, has no session.
        if drawer?.date != date, replay.isRung(ticket, context) {
            try open(date, at: ticket.time)
            context.drawer = drawer?.id
        }
        let decision = replay.ring(ticket, context)
        if case .skipped(let reason) = decision { tellSkipped(ticket, reason) }
        if let fact = decision.fact {
            last = ticket.time
            batch.append(fact)
            if batch.count == 64 { try flush() }
        } else if isKnown, let earlier = try reader.returnSource(content) {
            replay.know(earlier)
        }
    }

    /// No ticket is left out silently.
    private func tellSkipped(_ ticket: Ticket, _ reason: TicketSkip) {
        let detail = ticket.fault.map { ": \($0.text)" } ?? ""
        Output.error("ticket \(ticket.number.shown) skipped, \(reason.rawValue)\(detail)")
    }

    /// Makes all durable and closes the last day's drawer.
    func finish() throws {
        try flush()
        try closeDrawer()
    }

    /// Hands the batch to the writer, after the one before it is on disk.
    private func flush() throws {
        guard !batch.isEmpty else { return }
        try settle()
        let facts = batch
        batch = []
        pending.begin(facts)
        node.record(facts, by: person) { [pending] in pending.end($0) }
    }

    /// Waits for the batch that is on its way; only then may it be printed.
    private func settle() throws {
        let facts = try pending.await()
        for case .receiptCompleted(let receipt) in facts { try paper?.print(receipt) }
    }

    /// A session a business date, as a shop works: Z closes the day before.
    private func open(_ date: BusinessDate, at time: LocalTime) throws {
        if let drawer, drawer.date == date { return }
        try flush()
        try closeDrawer()
        if let left = node.drawer().open {
            try checkOwn(left, date)
            drawer = (left.id, left.businessDate)
            if left.businessDate == date { return }
            last = last ?? time
            try closeDrawer()
        }
        let opening = Command(.openDrawer(float: .zero), by: person)
        _ = try node.perform([opening], recorded: time.instant)
        drawer = node.drawer().open.map { ($0.id, date) }
        last = time
    }

    /// Refuses a cashier's open drawer, whose money somebody has to count.
    ///
    /// A replay that was killed left its last day open, and no day behind its file's.
    private func checkOwn(_ left: Desk.OpenDrawer, _ date: BusinessDate) throws {
        let today = calendar.businessDate(at: node.clock.now)
        guard left.businessDate > date || left.businessDate >= today else { return }
        throw Failure(
            .failure,
            "a drawer is open: close it with `tillmesh drawer close` first; a replay opens and "
                + "closes one for each day of its file")
    }

    /// Counted is what should be there: a recording knows no other count.
    private func closeDrawer() throws {
        try settle()
        guard drawer != nil, let last else { return }
        _ = try node.closeAsExpected(by: person, recorded: last.instant)
        drawer = nil
    }
}

/// The one batch that is on its way to the disk.
private final class PendingBatch: Sendable {
    private struct State {
        var facts: [Fact] = []
        var result: Result<Void, PerformError>?
        var isUnderWay = false
    }

    private let state = Mutex(State())
    private let signal = Gate()

    func begin(_ facts: [Fact]) {
        state.withLock { $0 = State(facts: facts, result: nil, isUnderWay: true) }
    }

    func end(_ result: Result<Void, PerformError>) {
        state.withLock { $0.result = result }
        signal.open()
    }

    /// The facts that are on disk now; none where nothing was under way.
    func await() throws -> [Fact] {
        guard state.withLock({ $0.isUnderWay }) else { return [] }
        signal.wait()
        let (facts, result) = state.withLock { state in
            defer { state = State() }
            return (state.facts, state.result)
        }
        try result?.get()
        return facts
    }
}
