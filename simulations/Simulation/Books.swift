import Encoding
import Retail

/// What an honest shop's books say, kept outside the machine by plain arithmetic.
///
/// It learns of each write once it is durable, and shares no code with the read model: the
/// invariants hold the machine's figures against these.
struct Books {
    /// One drawer session as its cash lies on the table.
    struct Session: Hashable {
        var id: ContentID
        var cash: Money
        var sales = Tally()
        var returns = Tally()
        var voids = Tally()
        var noSales: UInt32 = 0
        var first: UInt32?
        var last: UInt32?
    }

    private(set) var facts: [Fact] = []
    private(set) var receipts: [ContentID: Receipt] = [:]
    /// Receipts in the order in which they were rung.
    private(set) var rung: [ContentID] = []
    private(set) var voided: Set<ContentID> = []
    private(set) var stock: [ItemCode: Int64] = [:]
    /// What this lane's facts moved: in a store a count is the difference to what all lanes held.
    private(set) var moved: [ItemCode: Int64] = [:]
    /// All that was ever given and paid out by each tender, as receipts say it.
    private(set) var tenders: [String: Int64] = [:]
    private(set) var grandTotal = Money.zero
    private(set) var session: Session?
    private(set) var closings: UInt32 = 0
    private(set) var basket: Basket?
    private(set) var jobs: [PrintJob] = []
    /// What was kept of wrong PINs last.
    private(set) var guarding = SignOnState().row
    /// What was wrong with a fact itself when it came.
    private(set) var complaints: [(Invariant, String)] = []
    private let digits: Int
    private var lastTime = Instant(milliseconds: 0)

    init(digits: Int) { self.digits = digits }

    mutating func take(_ landed: Landed) {
        switch landed {
        case .facts(let facts, let change, let job):
            for fact in facts { take(fact) }
            if case .set(let next) = change { basket = next }
            if let job { jobs.append(job) }
        case .basket(let next): basket = next
        case .job(let job):
            if let place = jobs.firstIndex(where: { $0.number == job.number }) { jobs[place] = job }
        case .jobDone(let job): jobs.removeAll { $0.number == job.number }
        case .unlocked(let fact, let row):
            take(fact)
            guarding = row
        case .guarding(let row): guarding = row
        }
    }

    /// A lane that starts anew lets nobody wait longer than the longest from its time on.
    mutating func restart(at now: Instant) {
        guarding = SignOnState(row: guarding, now: now).row
    }

    /// Facts of the founding, which no drawer and no basket knows of.
    mutating func take(_ fact: Fact) {
        facts.append(fact)
        if let time = fact.timeOfItsOwn?.instant {
            if time < lastTime { complain(.time, "\(time.milliseconds) after \(lastTime)") }
            lastTime = max(lastTime, time)
        }
        switch fact {
        case .receiptCompleted(let receipt): take(receipt)
        case .receiptVoided(let void): take(void)
        case .drawerOpened(let opening): session = Session(id: opening.content, cash: opening.float)
        case .drawerMoved(let movement): take(movement)
        case .drawerClosed(let closing): take(closing)
        case .stockMoved(let movement): take(movement)
        case .receiptReprinted, .basketCancelled, .basketHeld, .basketRecalled, .reportTaken,
            .signedOn, .pinsFailed, .unlocked, .clocked, .moneyAdjusted, .itemChanged, .taxChanged,
            .personChanged, .customerChanged, .settingChanged, .imported:
            return
        }
    }

    private mutating func complain(_ invariant: Invariant, _ detail: String) {
        complaints.append((invariant, detail))
    }

    // MARK: Receipts

    private mutating func take(_ receipt: Receipt) {
        let expected = UInt32(rung.count + 1)
        if receipt.number.number != expected {
            complain(.numbers, "\(receipt.number) where \(expected) was next")
        }
        if receipts[receipt.content] != nil {
            complain(.durable, "basket \(receipt.content.id) was sold twice")
        }
        receipts[receipt.content] = receipt
        rung.append(receipt.content)
        verify(receipt)
        move(receipt.lines, by: -1)
        for tender in receipt.tenders {
            tenders[tender.tender, default: 0] += tender.amount.minorUnits
        }
        grandTotal += receipt.total
        let isReturn = receipt.kind != .sale && receipt.total < .zero || receipt.kind == .refund
        if isReturn { add(receipt.total, to: \.returns) } else { add(receipt.total, to: \.sales) }
        session?.cash += receipt.cash
        if session?.first == nil { session?.first = receipt.number.number }
        session?.last = receipt.number.number
    }

    private mutating func verify(_ receipt: Receipt) {
        do throws(ReceiptError) {
            try receipt.verify(digits: digits)
        } catch {
            complain(.receipts, "\(receipt.number): \(error)")
        }
        let paid = receipt.tenders.map(\.amount).sum() - receipt.change
        if paid != receipt.total + receipt.rounding {
            complain(.tenders, "\(receipt.number): \(paid) paid of \(receipt.total)")
        }
        if receipt.drawer != session?.id || session == nil {
            complain(.closings, "\(receipt.number) belongs to no open session")
        }
        for line in receipt.lines {
            if let origin = line.origin { verify(origin, by: receipt) }
        }
    }

    /// All that ever came back of a line and wasn't undone is at most what it sold.
    private mutating func verify(_ origin: LineOrigin, by receipt: Receipt) {
        guard let source = receipts[origin.receipt], Int(origin.line) < source.lines.count else {
            return complain(.returns, "\(receipt.number) returns what no receipt sold")
        }
        let sold = source.lines[Int(origin.line)].quantity
        let cameBack = rung.filter { !voided.contains($0) }.reduce(Quantity.zero) { sum, content in
            (receipts[content]?.lines ?? []).filter { $0.origin == origin }
                .reduce(sum) { $0 - $1.quantity }
        }
        if cameBack > sold {
            complain(.returns, "\(cameBack) of \(sold) of \(source.number) by \(receipt.number)")
        }
        if voided.contains(origin.receipt) {
            complain(.returns, "\(receipt.number) returns goods of \(source.number), voided")
        }
    }

    private mutating func take(_ void: ReceiptVoid) {
        guard let receipt = receipts[void.receipt], voided.insert(void.receipt).inserted else {
            return complain(.durable, "\(void.number) was voided twice or never sold")
        }
        move(receipt.lines, by: 1)
        grandTotal -= receipt.total
        add(receipt.total, to: \.voids)
        session?.cash -= receipt.cash
    }

    private mutating func move(_ lines: [ReceiptLine], by sign: Int64) {
        for line in lines {
            if let item = line.item {
                stock[item, default: 0] += sign * line.quantity.thousandths
                moved[item, default: 0] += sign * line.quantity.thousandths
            }
        }
    }

    private mutating func add(_ amount: Money, to tally: WritableKeyPath<Session, Tally>) {
        session?[keyPath: tally].count += 1
        session?[keyPath: tally].amount += amount
    }

    // MARK: Drawer and stock

    private mutating func take(_ movement: DrawerMovement) {
        switch movement.kind {
        case .paidIn: session?.cash += movement.amount
        case .drop, .paidOut: session?.cash -= movement.amount
        case .noSale: session?.noSales += 1
        }
    }

    private mutating func take(_ closing: DrawerClosing) {
        closings += 1
        guard let session, session.id == closing.drawer else {
            return complain(.closings, "Z \(closing.zNumber) closes no open session")
        }
        let report = closing.report
        var closed = Session(id: closing.drawer, cash: report.expectedCash)
        (closed.sales, closed.returns, closed.voids) = (report.sales, report.returns, report.voids)
        (closed.noSales, closed.first) = (report.noSales, report.firstReceipt)
        closed.last = report.lastReceipt
        if closed != session { complain(.closings, "Z says \(closed), the books \(session)") }
        if closing.zNumber != closings {
            complain(.closings, "Z \(closing.zNumber) where \(closings) was next")
        }
        if report.grandTotal != grandTotal {
            complain(.closings, "grand total \(report.grandTotal), the books \(grandTotal)")
        }
        if closing.difference != closing.counted - session.cash {
            complain(.closings, "Z \(closing.zNumber) is \(closing.difference) over")
        }
        self.session = nil
    }

    private mutating func take(_ movement: StockMovement) {
        for line in movement.lines {
            moved[line.item, default: 0] += line.change.thousandths
            switch movement.kind {
            case .received, .adjusted: stock[line.item, default: 0] += line.change.thousandths
            case .counted: stock[line.item] = (line.counted ?? .zero).thousandths
            }
        }
    }
}

extension Fact {
    /// When it was written down; wrong PINs are told when their minute is over.
    fileprivate var timeOfItsOwn: LocalTime? {
        if case .pinsFailed = self { nil } else { time }
    }
}

extension Receipt {
    /// What the drawer held more after it.
    fileprivate var cash: Money {
        tenders.filter { $0.tender == TenderType.cash.code }.map(\.amount).sum() - change
    }
}
