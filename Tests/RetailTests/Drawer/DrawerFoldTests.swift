import Encoding
import Retail
import TestSupport
import Testing
import Texts

/// A random day of one drawer: what a desk decided, and what it was asked.
private struct RandomSession {
    var day: RandomDay
    var facts: [Fact] = []
    var receipts: [Receipt] = []
    var voided: Set<ContentID> = []
    var desk: Desk
    let opening: DrawerOpening
    private var next: UInt64 = 1000

    init(seed: UInt64) throws {
        day = RandomDay(seed: seed)
        desk = Desk(
            terms: day.shop.terms, time: Shop.context().time, businessDate: Shop.today,
            drawer: nil, series: "014-03", nextReceipt: 1, nextZ: 42, isTraining: false)
        let opened = try desk.decide(
            .openDrawer(float: Money(10_000)), Self.manager, Desk.Known(),
            content: ContentID(Shop.id(500)))
        guard case .drawerOpened(let opening) = opened.facts.first else {
            throw Refusal.drawerIsClosed
        }
        self.opening = opening
        desk.drawer = Desk.OpenDrawer(
            id: opening.content, businessDate: Shop.today, person: opening.person)
        for _ in 0..<30 { try step() }
    }

    static let manager = Desk.Standing(Shop.manager)

    var fold: DrawerFold {
        var fold = DrawerFold(
            opening: opening, series: "014-03", grandTotal: Money(5_000_000),
            settings: day.shop.terms.settings)
        for fact in facts { fold.add(fact) }
        return fold
    }

    private mutating func content() -> ContentID {
        next += 1
        return ContentID(Shop.id(next))
    }

    private mutating func perform(
        _ action: Command.Action, known: Desk.Known = Desk.Known()
    ) throws {
        facts += try desk.decide(action, Self.manager, known, content: content()).facts
    }

    private mutating func step() throws {
        switch day.number(0...9) {
        case 0: try move()
        case 1: try void()
        case 2:
            guard let receipt = receipts.last else { return }
            var known = Desk.Known()
            known.receipt = ReturnSource(receipt: receipt)
            try perform(.reprint(receipt.content, .copy), known: known)
        case 3:
            let basket = ring()
            guard !basket.isUntouched else { return }
            try perform(.cancel(basket, reason: 1))
        default: try sell()
        }
    }

    private mutating func move() throws {
        let kind = day.pick(DrawerMovement.Kind.allCases)
        var known = Desk.Known()
        known.report = fold.report
        let most = max(1, min(9000, known.report?.expectedCash.minorUnits ?? 1))
        let amount = kind == .noSale ? Money.zero : Money(day.number(1...most))
        guard kind == .noSale || kind == .paidIn || amount <= fold.report.expectedCash else {
            return
        }
        try perform(.moveCash(CashMove(kind, amount: amount, reason: 1)), known: known)
    }

    private mutating func ring() -> Basket {
        var basket = Basket(id: content(), digits: 2)
        let source = receipts.last.map { ReturnSource(receipt: $0) }
        for _ in 0..<10 { _ = day.step(&basket, source: day.number(0...3) == 0 ? source : nil) }
        return basket
    }

    private mutating func sell() throws {
        var basket = ring()
        guard basket.hasGoods else { return }
        try day.pay(&basket)
        desk.nextReceipt = UInt32(receipts.count + 1)
        var known = Desk.Known()
        for content in basket.returnedReceipts {
            known.sources[content] = receipts.first { $0.content == content }.map {
                ReturnSource(receipt: $0)
            }
        }
        try perform(.complete(basket), known: known)
        guard case .receiptCompleted(let receipt) = facts.last else { return }
        receipts.append(receipt)
    }

    private mutating func void() throws {
        guard let receipt = receipts.first(where: { !voided.contains($0.content) }) else { return }
        voided.insert(receipt.content)
        var known = Desk.Known()
        known.receipt = ReturnSource(receipt: receipt)
        try perform(.voidReceipt(receipt.content, reason: 1), known: known)
    }
}

@Suite struct DrawerFoldTests {
    @Test(arguments: UInt64(0)..<30)
    func `a report is the sum of its session's facts`(seed: UInt64) throws {
        let session = try RandomSession(seed: seed)
        let report = session.fold.report
        let standing = session.receipts.filter { !session.voided.contains($0.content) }
        #expect(report.grandTotal == Money(5_000_000) + standing.map(\.total).sum())
        #expect(
            report.sales.amount + report.returns.amount == session.receipts.map(\.total).sum())
        #expect(Int(report.voids.count) == session.voided.count)
        let taxes = standing.flatMap(\.taxes).map(\.amount).sum()
        #expect(report.taxes.map(\.tally.amount).sum() == taxes)
        let paid = standing.map { $0.tenders.map(\.amount).sum() - $0.change }.sum()
        #expect(report.tenders.map(\.tally.amount).sum() == paid)
        #expect(report.rounding == standing.map(\.rounding).sum())
        expectCash(report, session, standing)
        #expect(report.lastReceipt == session.receipts.last?.number.number)
    }

    private func expectCash(
        _ report: DrawerReport, _ session: RandomSession, _ standing: [Receipt]
    ) {
        var cash = Money(10_000)
        for receipt in standing {
            let given = receipt.tenders.filter { $0.tender == "cash" }
            cash += given.map(\.amount).sum() - receipt.change
        }
        for case .drawerMoved(let movement) in session.facts {
            switch movement.kind {
            case .drop, .paidOut: cash -= movement.amount
            case .paidIn: cash += movement.amount
            case .noSale: continue
            }
        }
        #expect(report.expectedCash == cash)
    }

    @Test func `facts of another session and of training change no money`() throws {
        let session = try RandomSession(seed: 7)
        let settings = session.day.shop.terms.settings
        let other = DrawerOpening(
            content: ContentID(Shop.id(501)), time: session.opening.time,
            businessDate: Shop.today, person: Shop.cashier.person, float: .zero)
        var fold = DrawerFold(
            opening: other, series: "014-03", grandTotal: .zero, settings: settings)
        for fact in session.facts { fold.add(fact) }
        var training = try #require(session.receipts.first)
        training.isTraining = true
        training.drawer = other.content
        fold.add(.receiptCompleted(training))
        var expected = DrawerReport(series: "014-03")
        expected.training = Tally(count: 1, amount: training.total)
        #expect(fold.report == expected)
    }

    @Test(arguments: Language.allCases)
    func `X and Z on paper`(language: Language) throws {
        var session = try RandomSession(seed: 3)
        var known = Desk.Known()
        known.report = session.fold.report
        session.desk.time = Shop.context(600).time
        let x = try session.desk.decide(
            .takeX, RandomSession.manager, known, content: ContentID(Shop.id(600)))
        let counts = [
            DenominationCount(value: Money(2000), count: 12),
            DenominationCount(value: Money(5), count: 3),
        ]
        let z = try session.desk.decide(
            .closeDrawer(denominations: counts, counted: Money(24_015)), RandomSession.manager,
            known, content: ContentID(Shop.id(601)))
        guard case .reportTaken(let taken) = x.facts.first,
            case .drawerClosed(var closing) = z.facts.first
        else {
            Issue.record("no X or no Z")
            return
        }
        closing.report.headSequence = 977
        closing.report.headHash = Array(repeating: 0xA5, count: 32)
        let paper = Stationery(
            settings: session.day.shop.terms.settings, language: language, lane: "03")
        let opened = session.opening.time
        let text = [
            paper.xReport(session.fold.report, taken: taken, opened: opened, cashier: 7),
            paper.zReport(closing, opened: opened, cashier: 7),
        ].map(PlainPaper.text).joined()
        Golden.expect(text, "reports.\(language.rawValue).txt")
        closing.report = DrawerReport(series: "014-03")
        closing.report.training = Tally(count: 2, amount: Money(46_92))
        closing.report.headSequence = 977
        closing.report.headHash = Array(repeating: 0xA5, count: 32)
        let practice = [
            paper.xReport(
                closing.report, taken: taken, opened: opened, cashier: 7, isTraining: true),
            paper.zReport(closing, opened: opened, cashier: 7, isTraining: true),
        ]
        for document in practice { PlainPaper.expectTraining(document, language) }
        Golden.expect(
            practice.map(PlainPaper.text).joined(),
            "training-reports.\(language.rawValue).txt")
    }
}
