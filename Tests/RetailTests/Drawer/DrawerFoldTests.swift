import Encoding
import Retail
import TestSupport
import Testing
import Texts

/// A random day of one drawer: its facts, and their sums added up another way.
private struct RandomSession {
    var day: RandomDay
    var facts: [Fact] = []
    var receipts: [Receipt] = []
    var voided: Set<ContentID> = []
    let opening: DrawerOpening
    private var next: UInt64 = 1000

    init(seed: UInt64) throws {
        day = RandomDay(seed: seed)
        var drawer = DrawerSession()
        opening = try drawer.open(
            content: ContentID(Shop.id(500)), context: Shop.context(), float: Money(10_000),
            by: Shop.cashier)
        for _ in 0..<30 { try step(drawer) }
    }

    private mutating func content() -> ContentID {
        next += 1
        return ContentID(Shop.id(next))
    }

    private var context: FactContext { Shop.context(1, drawer: opening.content) }

    private mutating func step(_ drawer: DrawerSession) throws {
        switch day.number(0...9) {
        case 0:
            let kind = day.pick(DrawerMovement.Kind.allCases)
            let amount = kind == .noSale ? Money.zero : Money(day.number(1...9000))
            facts.append(
                .drawerMoved(
                    try drawer.move(
                        kind, amount: amount, reason: 1, content: content(), context: context,
                        settings: day.shop.terms.settings, by: Shop.manager)))
        case 1: try void()
        case 2:
            guard let receipt = receipts.last else { return }
            facts.append(
                .receiptReprinted(
                    try receipt.reprint(
                        .copy, before: 0, content: content(), context: context, by: Shop.cashier)))
        case 3: try cancel()
        default: try sell()
        }
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
        let receipt = try basket.complete(
            number: ReceiptNumber(series: "014-03", number: UInt32(receipts.count + 1)),
            context: context, terms: day.shop.terms)
        receipts.append(receipt)
        facts.append(.receiptCompleted(receipt))
    }

    private mutating func void() throws {
        guard let receipt = receipts.first(where: { !voided.contains($0.content) }) else { return }
        voided.insert(receipt.content)
        facts.append(
            .receiptVoided(
                try Receipt.void(
                    ReturnSource(receipt: receipt), content: content(), context: context,
                    reason: 1, settings: day.shop.terms.settings, by: Shop.manager)))
    }

    private mutating func cancel() throws {
        let basket = ring()
        guard !basket.isUntouched else { return }
        facts.append(
            .basketCancelled(
                try basket.cancel(
                    content: content(), context: context, reason: 1, terms: day.shop.terms,
                    by: Shop.manager)))
    }
}

@Suite struct DrawerFoldTests {
    @Test(arguments: UInt64(0)..<30)
    func `a report is the sum of its session's facts`(seed: UInt64) throws {
        let session = try RandomSession(seed: seed)
        var fold = DrawerFold(
            opening: session.opening, series: "014-03", grandTotal: Money(5_000_000),
            settings: session.day.shop.terms.settings)
        for fact in session.facts { fold.add(fact) }
        let report = fold.report
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
        let session = try RandomSession(seed: 3)
        let settings = session.day.shop.terms.settings
        var fold = DrawerFold(
            opening: session.opening, series: "014-03", grandTotal: Money(5_000_000),
            settings: settings)
        for fact in session.facts { fold.add(fact) }
        var drawer = DrawerSession(.open(session.opening), lastZ: 41)
        let context = Shop.context(600, drawer: session.opening.content)
        let taken = try drawer.readX(
            content: ContentID(Shop.id(600)), context: context, by: Shop.cashier)
        let paper = Stationery(settings: settings, language: language, lane: "03")
        var text = PlainPaper.text(
            paper.xReport(fold.report, taken: taken, opened: session.opening.time, cashier: 7))
        let counts = [
            DenominationCount(value: Money(2000), count: 12),
            DenominationCount(value: Money(5), count: 3),
        ]
        try drawer.count(counts, settings: settings, by: Shop.cashier)
        var closing = try drawer.close(
            content: ContentID(Shop.id(601)), context: context, fold: fold, by: Shop.cashier)
        #expect(closing.zNumber == 42)
        #expect(closing.counted == Money(24_015))
        #expect(closing.difference == Money(24_015) - fold.report.expectedCash)
        closing.report.headSequence = 977
        closing.report.headHash = Array(repeating: 0xA5, count: 32)
        text += PlainPaper.text(
            paper.zReport(closing, opened: session.opening.time, cashier: 7))
        Golden.expect(text, "reports.\(language.rawValue).txt")
    }
}
